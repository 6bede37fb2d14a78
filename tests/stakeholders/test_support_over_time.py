"""Support over time: who stood where month by month, who moved, and why; nothing is forecast."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from changeprog.programme.models import Person, Programme
from stakeholders import bars
from stakeholders.bars import Named
from stakeholders.models import Assessment, Conversation, Stakeholder
from stakeholders.over_time import Moves, courses, months, together
from stakeholders.support import Support
from tests import map_factory
from tests.counting import queries_of

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
SHOWN = months(date(2026, 1, 15), date(2026, 4, 1))
levels = some.sampled_from([None, *Support])
lives = some.lists(some.tuples(some.sampled_from(months(date(2025, 11, 1), SHOWN[-1])), levels))


def test_months_go_over_the_turn_of_the_year() -> None:
    assert months(date(2025, 11, 30), date(2026, 1, 1)) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    ]


def test_what_was_before_counts_and_a_move_takes_somebody_along() -> None:
    january, march = SHOWN[0], SHOWN[2]
    moves = [
        Moves(date(2025, 6, 1), 7, None, 2, 3),
        Moves(january, 7, 2, 4, 1),
        Moves(march, 7, 4, 1, 1),
        Moves(march, 7, None, 5, 2),
    ]
    (course,) = courses(moves, SHOWN)
    told = [(dict(+month.standing), month.up, month.down) for month in course.months]
    assert told == [
        ({2: 2, 4: 1}, 1, 0),
        ({2: 2, 4: 1}, 0, 0),
        ({2: 2, 1: 1, 5: 2}, 0, 1),
        ({2: 2, 1: 1, 5: 2}, 0, 0),
    ]


@given(some.lists(some.tuples(some.sampled_from([0, 7, 8]), lives), max_size=8))
def test_everybody_is_counted_where_they_stood_last(people: list[Any]) -> None:
    moves: list[Moves] = []
    last: dict[date, Counter[int]] = {month: Counter() for month in SHOWN}
    for function, life in people:
        level, in_order = None, sorted(life, key=lambda step: step[0])
        for month, after in in_order:
            moves.append(Moves(month, function, level, after, 1))
            level = after
        for month in SHOWN:
            there = [
                after for when, after in sorted(life, key=lambda step: step[0]) if when <= month
            ]
            if there and there[-1]:
                last[month][there[-1]] += 1
    everybody = together(courses(moves, SHOWN))
    found = {month.month: +month.standing for month in everybody.months} if everybody else {}
    assert {month: counts for month, counts in found.items() if counts} == {
        month: counts for month, counts in last.items() if counts
    }


def test_the_picture_has_a_row_for_each_function_and_numbers_in_its_bars() -> None:
    moves = [Moves(SHOWN[0], 7, None, 2, 3), Moves(SHOWN[1], 7, 2, 4, 1)]
    (course,) = courses(moves, SHOWN)
    picture = bars.draw([Named("Sales", course)], SHOWN)
    (row,) = picture.rows
    assert [[(piece.support, piece.label) for piece in bar.pieces] for bar in row.bars] == [
        [(2, "3")],
        [(2, "2"), (4, "1")],
        [(2, "2"), (4, "1")],
        [(2, "2"), (4, "1")],
    ]
    assert [(bar.up, bar.down) for bar in row.bars] == [(0, 0), (1, 0), (0, 0), (0, 0)]
    assert (row.known, [tick.label for tick in picture.ticks]) == (
        3,
        ["Jan 26", "Feb 26", "Mar 26", "Apr 26"],
    )


def page(programme: Programme, asked: str = "") -> str:
    return reverse("stakeholders:support", args=[programme.key]) + asked


@pytest.fixture
def moved(champion: Person) -> Stakeholder:
    """Nia of Sales, doubtful in March, neutral since a conversation in April."""
    person = map_factory.someone(champion.programme, "Nia Neutral", "Sales")
    with time_machine.travel(datetime(2026, 3, 10, 12, tzinfo=UTC), tick=False):
        nia = map_factory.stakeholder(champion, person)
    with time_machine.travel(datetime(2026, 4, 20, 12, tzinfo=UTC), tick=False):
        Conversation.note(
            champion,
            uuid4(),
            nia,
            "Between us, I never believed a word.",
            moved="She has seen it work",
            support=Support.NEUTRAL,
        )
    return nia


@time_machine.travel(datetime(2026, 5, 5, 12, tzinfo=UTC), tick=False)
def test_the_page_tells_who_moved_and_why_but_not_what_was_said(
    champion: Person, moved: Stakeholder, browse: Browse
) -> None:
    answer = browse(champion).get(page(champion.programme))
    said = answer.content.decode()
    assert "1 moved up, 0 moved down" in said
    assert moved.get_absolute_url() in said
    assert "She has seen it work" in said
    assert "never believed" not in said
    (named,) = answer.context["courses"]
    told = [(month.month.month, dict(+month.standing)) for month in named.course.months]
    assert (named.name, told) == (
        "Sales",
        [(12, {}), (1, {}), (2, {}), (3, {2: 1}), (4, {3: 1}), (5, {3: 1})],
    )


@time_machine.travel(datetime(2026, 5, 5, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("?period=3", ["Nia Neutral"]),
        ("?way=up", ["Nia Neutral"]),
        ("?way=down", []),
        ("?period=never&function=x&way=sideways", ["Nia Neutral"]),
    ],
)
@pytest.mark.usefixtures("moved")
def test_one_sees_the_moves_one_asks_for(
    champion: Person, browse: Browse, asked: str, told: list[str]
) -> None:
    found = browse(champion).get(page(champion.programme, asked)).context["page"]
    assert [move.stakeholder.person.name for move in found] == told


@time_machine.travel(datetime(2026, 5, 5, 12, tzinfo=UTC), tick=False)
def test_a_function_without_anybody_moves_nobody(
    champion: Person, moved: Stakeholder, browse: Browse
) -> None:
    client = browse(champion)
    assert moved.person.function is not None
    own = client.get(page(champion.programme, f"?function={moved.person.function.pk}"))
    assert [named.name for named in own.context["courses"]] == ["Sales"]
    assert client.get(page(champion.programme, "?function=none")).context["courses"] == []


def test_nobody_moved_yet(champion: Person, browse: Browse) -> None:
    assert "Nobody has moved yet" in browse(champion).get(page(champion.programme)).content.decode()


def test_whoever_is_off_the_map_is_not_counted(
    champion: Person, moved: Stakeholder, browse: Browse
) -> None:
    moved.remove(champion)
    assert browse(champion).get(page(champion.programme)).context["courses"] == []


def test_a_member_does_not_reach_it(member: Person, moved: Stakeholder, browse: Browse) -> None:
    assert Assessment.objects.filter(stakeholder=moved).of_support().count() == 2
    assert browse(member).get(page(member.programme)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_moves_makes_no_query(
    programme: Programme, champion: Person, browse: Browse, count: int
) -> None:
    for number in range(count):
        person = map_factory.someone(programme, f"P {number}", f"Function {number}")
        row = map_factory.stakeholder(champion, person)
        Conversation.note(champion, uuid4(), row, "Yes.", support=Support.LEADING)
    asked = [("", page(programme))]
    assert queries_of(browse(champion), asked) == {"": 10}

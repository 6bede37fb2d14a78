"""The list, the board and the weeks of barriers, at any number of rows."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changeprog.accounts.models import User
from changeprog.programme.models import Function, Person, Programme, Role
from teams import barrier_board, escalating
from teams.barrier_weeks import weeks_of
from teams.models import Barrier, EscalationRule
from tests import factory

Browse = Callable[[Person | User | None], Client]
DAY = timedelta(days=1)


def page(browse: Browse, person: Person, name: str, **query: Any) -> str:
    answer = browse(person).get(reverse(f"teams:{name}", args=[person.programme.key]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def aged(person: Person, what: str, days: int, owner: Person | None = None) -> Barrier:
    """A barrier that has been standing for so many days."""
    barrier = factory.log_barrier(person, what, owner)
    at = now() - days * DAY
    Barrier.objects.filter(pk=barrier.pk).update(logged_at=at, since=at)
    barrier.refresh_from_db()
    return barrier


@pytest.fixture
def some(member: Person, champion: Person, programme: Programme) -> dict[str, Any]:
    """Four barriers that differ in everything, and what may be asked for."""
    sales = Function.objects.get(programme=programme, name="Sales")
    design, milestone = factory.core_team(programme, "design"), factory.make_milestone(programme)
    aged(member, "Young", 1, member).change(member, 1, function=sales)
    aged(member, "Ageing", 8, champion).change(member, 1, affected_team=design)
    aged(member, "Old", 30, member).change(member, 1, milestone=milestone, team=design)
    aged(member, "Unowned", 9)
    escalating.escalate_due()
    return {"sales": sales.pk, "design": design.pk, "milestone": f"milestone-{milestone.pk}"}


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("function", "sales", ["Young"]),
        ("team", "design", ["Ageing", "Old"]),
        ("blocks", "milestone", ["Old"]),
        ("age", "young", ["Young"]),
        ("age", "ageing", ["Ageing", "Unowned"]),
        ("age", "old", ["Old"]),
        ("moves", "asked", ["Unowned"]),
        ("moves", "stale", ["Old", "Unowned"]),
        ("owner", "nobody", ["Unowned"]),
        ("team", "nonsense", ["Young", "Ageing", "Old", "Unowned"]),
    ],
)
def test_the_list_is_narrowed(  # noqa: PLR0917
    name: str, value: str, found: list[str], browse: Browse, member: Person, some: dict[str, Any]
) -> None:
    shown = page(browse, member, "barriers", **{name: some.get(value, value)})
    names = ["Young", "Ageing", "Old", "Unowned"]
    assert [each for each in names if f"{each}</a>" in shown] == found


def test_the_board_has_a_column_for_each_age(
    browse: Browse, member: Person, some: dict[str, Any]
) -> None:
    columns = barrier_board.by_age(member.programme, Role.MEMBER)["columns"]
    assert [(each.name, [str(row) for row in each.barriers]) for each in columns] == [
        ("old", ["Old"]),
        ("ageing", ["Unowned", "Ageing"]),
        ("young", ["Young"]),
    ]
    assert "How long has it been in the way?" in page(browse, member, "barrier_board")


def test_the_board_has_a_column_for_each_owner_and_one_for_nobody(
    browse: Browse, member: Person, champion: Person, some: dict[str, Any]
) -> None:
    columns = barrier_board.by_owner(member.programme, Role.MEMBER)["columns"]
    assert [(each.title, [str(row) for row in each.barriers]) for each in columns] == [
        ("No owner yet", ["Unowned"]),
        ("Mo Member", ["Old", "Young"]),
        ("Chris Champion", ["Ageing"]),
    ]
    member.remove(champion)
    titles = [
        each.title for each in barrier_board.by_owner(member.programme, Role.MEMBER)["columns"]
    ]
    assert titles == ["No owner yet", "Chris Champion"]
    assert "Who has what in the way?" in page(browse, champion, "barrier_board", by="owner")


def test_a_long_column_leads_to_the_list(
    browse: Browse, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(barrier_board, "OF_AN_AGE", 2)
    monkeypatch.setattr(barrier_board, "OF_AN_OWNER", 2)
    for number in range(3):
        factory.log_barrier(member, f"Blocked {number}", member)
    assert f"?owner={member.pk}" in page(browse, member, "barrier_board", by="owner")
    shown = page(browse, member, "barrier_board", by="age")
    assert ("?age=young" in shown, "1 more" in shown) == (True, True)


def test_another_programmes_barriers_are_on_no_page(
    browse: Browse, member: Person, stranger: Person
) -> None:
    factory.log_barrier(stranger, "Elsewhere")
    for name, query in (("barrier_board", {"by": "age"}), ("barrier_board", {"by": "owner"})):
        assert "Elsewhere</a>" not in page(browse, member, name, **query)
    assert "There is no week to show yet" in page(browse, member, "barrier_picture")


@pytest.mark.parametrize("region", [barrier_board.BY_AGE, barrier_board.BY_OWNER])
def test_what_is_pushed_is_what_is_loaded(region: Any, browse: Browse, champion: Person) -> None:
    factory.log_barrier(champion, "No tablets", champion)
    pushed = barrier_board.ROOM._live_region(region).render(champion.programme.key, "champion")
    by = "age" if region is barrier_board.BY_AGE else "owner"
    assert pushed in page(browse, champion, "barrier_board", by=by)


# Weeks


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives=st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)), max_size=12))
def test_the_weeks_are_what_counting_by_hand_says(
    champion: Person, lives: list[tuple[int, int | None]]
) -> None:
    today = datetime(2026, 11, 18, 12, tzinfo=UTC)
    Barrier.objects.all().delete()
    with time_machine.travel(today, tick=False):
        for age, stood in lives:
            barrier = aged(champion, "x", age)
            if stood is not None and stood <= age:
                barrier.knock_down(champion, "We asked")
                down = barrier.logged_at + stood * DAY
                Barrier.objects.filter(pk=barrier.pk).update(knocked_down_at=down)
        weeks = weeks_of(champion.programme, today.date(), today)
    rows = list(Barrier.objects.values_list("logged_at", "knocked_down_at"))
    for week in weeks:
        begins = datetime.combine(week.first, datetime.min.time(), UTC)
        ends = min(begins + 7 * DAY, today)
        stood_then = [
            (ends - at) / DAY for at, down in rows if at < ends and (not down or down >= ends)
        ]
        assert week.standing == len(stood_then)
        assert week.median_age == pytest.approx(median(stood_then) if stood_then else None)
        assert week.knocked_down == sum(
            1 for _, down in rows if down and begins <= down < begins + 7 * DAY
        )
    assert [week.first for week in weeks[-1:]] == ([date(2026, 11, 16)] if rows else [])


def test_victories_are_held_against_what_stands(browse: Browse, champion: Person) -> None:
    factory.log_barrier(champion)
    factory.log_victory(champion)
    factory.log_victory(champion)
    shown = page(browse, champion, "barrier_picture")
    assert "Won, against what stands" in shown
    assert "1 stands in the way now" in shown
    assert '<td class="number">2</td>' in shown


# Many


@pytest.mark.parametrize(
    ("name", "query", "queries"),
    [
        ("barriers", {}, 12),
        ("barrier_board", {"by": "age"}, 6),
        ("barrier_board", {"by": "owner"}, 6),
        ("barrier_picture", {}, 9),
    ],
)
@pytest.mark.parametrize("rows", [1, 3, 300])
def test_pages_ask_the_same_few_questions_of_any_number_of_rows(  # noqa: PLR0917
    rows: int,
    name: str,
    query: dict[str, str],
    queries: int,
    browse: Browse,
    champion: Person,
    django_assert_num_queries: Any,
) -> None:
    Barrier.objects.bulk_create(
        Barrier(programme=champion.programme, what=f"Blocked {n}", owner=champion)
        for n in range(rows)
    )
    client = browse(champion)
    url = reverse(f"teams:{name}", args=[champion.programme.key])
    with django_assert_num_queries(queries):
        assert client.get(url, query).status_code == 200


def test_the_settings_decide_what_is_stale(champion: Person) -> None:
    barrier = aged(champion, "Old", 10, champion)
    rule = EscalationRule.set(champion, stale_days=10)
    assert list(Barrier.objects.stale(rule, now())) == [barrier]

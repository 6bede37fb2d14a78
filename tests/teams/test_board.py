"""The board, the lists and the home panels: what each role sees, live and loaded alike."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme import home
from changeprog.programme.models import Function, Person, Programme, Role
from teams import board, panels
from teams.models import Barrier, Victory
from tests import factory

Browse = Callable[[Person | User | None], Client]
PROMISE = "What I have in hand"
REGIONS = [*board.BOARD.regions.values(), panels.IN_THE_WAY, panels.WON]


def address(name: str, programme: Programme) -> str:
    return reverse(f"teams:{name}", args=[programme.key])


def page(browse: Browse, person: Person, name: str, **query: Any) -> str:
    answer = browse(person).get(address(name, person.programme), query)
    assert answer.status_code == 200
    return answer.content.decode()


def some(person: Person, rows: int) -> None:
    """Log ``rows`` victories and barriers, every second one promoted or owned."""
    for number in range(rows):
        victory = factory.log_victory(
            person,
            f"Won {number}",
            function=Function.objects.filter(programme=person.programme)[number % 4],
        )
        factory.log_barrier(person, f"Blocked {number}", person if number % 2 else None)
        if number % 2:
            victory.promote(person, "It took courage")


def test_what_is_oldest_in_the_way_comes_first(browse: Browse, member: Person) -> None:
    factory.log_barrier(member, "The new one")
    old = factory.log_barrier(member, "The old one")
    Barrier.objects.filter(pk=old.pk).update(logged_at=now() - timedelta(days=30))
    shown = page(browse, member, "board")
    assert shown.index("The old one") < shown.index("The new one")
    assert "30 days" in shown


def test_what_is_knocked_down_leaves_the_board(browse: Browse, member: Person) -> None:
    barrier = factory.log_barrier(member, "In the way")
    assert "In the way</a>" in page(browse, member, "board")
    barrier.knock_down(member, "We asked")
    shown = page(browse, member, "board")
    assert "In the way</a>" not in shown
    assert "1 knocked down" in shown


def test_another_programmes_rows_are_on_no_page(
    browse: Browse, member: Person, stranger: Person
) -> None:
    some(stranger, 3)
    assert Barrier.objects.count() == 3
    for name in ("board", "barriers", "victories"):
        shown = page(browse, member, name)
        assert "Blocked" not in shown
        assert "Won 1" not in shown


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("observer", {"log": False, "lead": False}),
        ("member", {"log": True, "lead": False}),
        ("facilitator", {"log": True, "lead": False}),
        ("champion", {"log": True, "lead": True}),
    ],
)
def test_each_role_is_offered_what_it_may_do(
    role: str, may: dict[str, bool], browse: Browse, champion: Person, programme: Programme
) -> None:
    factory.log_victory(champion)
    factory.log_barrier(champion)
    person = champion if role == "champion" else factory.make_person(programme, role)
    shown = page(browse, person, "board")
    assert ("Take it on" in shown, "/promotion/" in shown) == (may["log"], may["lead"])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_what_is_pushed_is_what_is_loaded(
    role: Role, region: Any, browse: Browse, champion: Person, programme: Programme
) -> None:
    some(champion, 3)
    person = champion if role == "champion" else factory.make_person(programme, role.value)
    room = board.BOARD if region.name in board.BOARD.regions else home.HOME
    live = room._live_region(region)
    pushed = live.render(programme.key, role.value)
    at = address("board", programme) if room is board.BOARD else programme.get_absolute_url()
    assert pushed in browse(person).get(at).content.decode()


def test_what_i_promised_is_pushed_to_me_alone(
    browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    factory.log_barrier(champion, "Mine to knock down", member)
    factory.make_milestone(programme, "Mine to reach", owner=member)
    mine = panels.PROMISED_BY_ME.render_personally(member)
    assert ("Mine to knock down" in mine, "Mine to reach" in mine) == (True, True)
    assert mine in browse(member).get(programme.get_absolute_url()).content.decode()
    theirs = panels.PROMISED_BY_ME.render_personally(champion)
    assert ("Mine to knock down" in theirs, "Mine to reach" in theirs) == (False, False)


def test_what_is_done_is_no_longer_promised(member: Person, programme: Programme) -> None:
    factory.log_barrier(member, "Mine to knock down", member).knock_down(member, "We asked")
    milestone = factory.make_milestone(programme, "Mine to reach", owner=member)
    assert "Mine to reach" in panels.PROMISED_BY_ME.render_personally(member)
    milestone.reach(member, milestone.due, "Seen")
    assert PROMISE not in panels.PROMISED_BY_ME.render_personally(member)


def test_an_observer_who_promised_nothing_is_not_bothered(observer: Person) -> None:
    assert PROMISE not in panels.PROMISED_BY_ME.render_personally(observer)
    factory.log_barrier(observer, "The budget", observer)
    assert PROMISE in panels.PROMISED_BY_ME.render_personally(observer)


def test_home_quotes_promoted_victories_and_until_then_shows_the_newest(
    champion: Person, programme: Programme
) -> None:
    victory = factory.log_victory(champion, "They called back")
    newest = panels.WON.render_for(programme, Role.MEMBER)
    assert ("They called back" in newest, "<blockquote" in newest) == (True, False)
    victory.promote(champion, "It took courage")
    quoted = panels.WON.render_for(programme, Role.MEMBER)
    assert ("It took courage" in quoted, "<blockquote" in quoted) == (True, True)


def test_the_road_leads_to_the_first_victory(champion: Person, programme: Programme) -> None:
    def the_step() -> home.StepOnRoad:
        return next(step for step in home.road(programme) if "victory" in step.label)

    assert the_step().url == address("log", programme)
    assert the_step().state == "later"
    factory.log_victory(champion)
    assert the_step().state == "done"


@pytest.mark.parametrize(
    ("verb", "regions"),
    [
        ("barrier.taken", ["board-barriers"]),
        ("victory.promoted", ["board-victories"]),
        ("person.removed", ["board-barriers"]),
        ("milestone.reached", []),
    ],
)
def test_what_happens_refreshes_what_shows_it(verb: str, regions: list[str]) -> None:
    assert board.BOARD.stale_after(verb) == regions


# Long lists


def test_the_board_shows_the_oldest_and_newest_and_leads_to_the_others(
    browse: Browse, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "SHOWN", 2)
    some(member, 3)
    shown = page(browse, member, "board")
    assert [f"Blocked {n}</a>" in shown for n in range(3)] == [True, True, False]
    assert [f"Won {n}</a>" in shown for n in range(3)] == [False, True, True]
    assert "All 3 that are in the way" in shown
    assert "All 3 victories" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [0, 1]),
        ({"owner": "nobody"}, [0]),
        ({"state": "knocked-down"}, [2]),
        ({"state": "standing", "owner": ""}, [0, 1]),
        ({"state": "sideways", "owner": "\x00"}, [0, 1]),
        ({"page": "700"}, [0, 1]),
        ({"page": "x"}, [0, 1]),
    ],
)
def test_barriers_are_filtered(
    query: dict[str, str], found: list[int], browse: Browse, member: Person
) -> None:
    some(member, 3)
    Barrier.objects.get(what="Blocked 2").knock_down(member, "We asked")
    shown = page(browse, member, "barriers", **query)
    assert [n for n in range(3) if f"Blocked {n}</a>" in shown] == found


def test_barriers_are_filtered_by_owner(browse: Browse, member: Person, champion: Person) -> None:
    factory.log_barrier(member, "Of Mo", member)
    factory.log_barrier(member, "Of Chris", champion)
    shown = page(browse, member, "barriers", owner=champion.pk)
    assert ("Of Mo</a>" in shown, "Of Chris</a>" in shown) == (False, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [({}, [0, 1, 2]), ({"promoted": "on"}, [1]), ({"function": "0"}, [0, 1, 2])],
)
def test_victories_are_filtered(
    query: dict[str, str], found: list[int], browse: Browse, member: Person
) -> None:
    some(member, 3)
    shown = page(browse, member, "victories", **query)
    assert [n for n in range(3) if f"Won {n}</a>" in shown] == found


def test_victories_are_filtered_by_function(
    browse: Browse, member: Person, programme: Programme
) -> None:
    some(member, 3)
    shown = page(
        browse, member, "victories", function=Function.objects.filter(programme=programme)[2].pk
    )
    assert [n for n in range(3) if f"Won {n}</a>" in shown] == [2]


def test_a_long_list_has_pages_that_keep_the_filter(
    browse: Browse, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("changeprog.programme.answers.A_PAGE", 2)
    some(member, 5)
    shown = page(browse, member, "barriers", owner="nobody")
    assert "owner=nobody&amp;page=2" in shown
    assert "1 to 2 of 3 barriers" in shown


@pytest.mark.parametrize(("name", "queries"), [("board", 10), ("barriers", 12), ("victories", 15)])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_few_questions_of_any_number_of_rows(  # noqa: PLR0917
    rows: int,
    name: str,
    queries: int,
    browse: Browse,
    champion: Person,
    programme: Programme,
    django_assert_num_queries: Any,
) -> None:
    some(champion, rows)
    client = browse(champion)
    with django_assert_num_queries(queries):
        assert client.get(address(name, programme)).status_code == 200
    assert (Barrier.objects.count(), Victory.objects.count()) == (rows, rows)


@pytest.mark.parametrize(
    ("region", "queries"),
    [(board.BARRIERS, 2), (board.VICTORIES, 4), (panels.IN_THE_WAY, 1), (panels.WON, 3)],
    ids=lambda value: getattr(value, "name", value),
)
@pytest.mark.parametrize("rows", [2, 6])
def test_regions_ask_the_same_few_questions_of_any_number_of_rows(  # noqa: PLR0917
    rows: int,
    region: Any,
    queries: int,
    champion: Person,
    programme: Programme,
    django_assert_num_queries: Any,
) -> None:
    some(champion, rows)
    with django_assert_num_queries(queries):
        region.render_for(programme, Role.CHAMPION)

"""The wall: month by month, filtered by what the address says, with the quiet weeks named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.models import Function, Person, Programme
from teams import wall
from teams.models import Picture, Victory
from tests import factory

Browse = Callable[[Person | User | None], Client]
TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def won(by: Person, what: str, on: str, **said: Any) -> Victory:
    """Log a victory at noon of a day, such as 2026-11-03."""
    victory = factory.log_victory(by, what, **said)
    at = on if "T" in on else f"{on}T12:00:00+00:00"
    Victory.objects.filter(pk=victory.pk).update(logged_at=at)
    return victory


def page(browse: Browse, viewer: Person, /, **query: Any) -> str:
    answer = browse(viewer).get(reverse("teams:victories", args=[viewer.programme.key]), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def hung(shown: str, *what: str) -> list[str]:
    """Return which of the victories hang on the wall."""
    return [each for each in what if f">{each}</a>" in shown]


def test_the_newest_month_hangs_first_and_leads_to_the_one_before(
    browse: Browse, member: Person
) -> None:
    won(member, "In November", "2026-11-03")
    won(member, "In September", "2026-09-30")
    shown = page(browse, member)
    assert hung(shown, "In November", "In September") == ["In November"]
    assert "?month=2026-09" in shown
    shown = page(browse, member, month="2026-09")
    assert hung(shown, "In November", "In September") == ["In September"]


@pytest.mark.parametrize("month", ["2026-10", "2026-09", "2026-13", "x", "1900-01", "9999-12"])
def test_a_month_without_a_victory_leads_to_the_one_before(
    month: str, browse: Browse, member: Person
) -> None:
    won(member, "In November", "2026-11-03")
    won(member, "In September", "2026-09-30")
    earlier = month in {"2026-10", "2026-09", "1900-01"}
    expected = ["In September"] if earlier else ["In November"]
    assert hung(page(browse, member, month=month), "In November", "In September") == expected


def test_months_begin_at_midnight_of_the_programmes_clock(
    browse: Browse, member: Person, programme: Programme
) -> None:
    Programme.objects.filter(pk=programme.pk).update(time_zone="Europe/Vienna")
    won(member, "Just before midnight", "2026-10-31T22:59:59+00:00")
    won(member, "At midnight", "2026-10-31T23:00:00+00:00")
    both = ("Just before midnight", "At midnight")
    assert hung(page(browse, member), *both) == ["At midnight"]
    assert hung(page(browse, member, month="2026-10"), *both) == ["Just before midnight"]


@pytest.mark.parametrize("name", ["function", "team", "person", "objective", "promoted"])
def test_the_address_says_which_victories_are_meant(
    name: str, browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    function = Function.objects.filter(programme=programme)[0]
    team, objective = factory.core_team(programme), factory.make_objective(programme)
    links = {"function": function, "team": team, "objective": objective}
    theirs = won(member, "Theirs", "2026-11-03", doers=[champion], **links)
    theirs.promote(champion, "It took courage")
    won(member, "Another", "2026-11-03")
    value = {**links, "person": champion, "promoted": True}[name]
    shown = page(browse, member, **{name: getattr(value, "pk", "on")})
    assert hung(shown, "Theirs", "Another") == ["Theirs"]
    assert "Show all" in shown


def test_whoever_logged_it_is_whose_doing_it_is_until_somebody_is_named(
    browse: Browse, member: Person, champion: Person
) -> None:
    won(member, "Of the logger", "2026-11-03")
    won(member, "Of another", "2026-11-03", doers=[champion])
    shown = page(browse, member, person=member.pk)
    assert hung(shown, "Of the logger", "Of another") == ["Of the logger"]


@pytest.mark.parametrize(
    "query", [{"function": "0"}, {"team": "x"}, {"person": "\x00"}, {"page": "700"}, {"page": "x"}]
)
def test_a_choice_that_makes_no_sense_changes_nothing(
    query: dict[str, str], browse: Browse, member: Person
) -> None:
    won(member, "Still here", "2026-11-03")
    assert hung(page(browse, member, **query), "Still here") == ["Still here"]


def test_a_long_month_has_pages_that_keep_the_filter(
    browse: Browse, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall, "A_PAGE", 2)
    for number in range(3):
        won(member, f"Won {number}", "2026-11-03")
    shown = page(browse, member, person=member.pk)
    assert f"person={member.pk}&amp;page=2" in shown
    assert "1 to 2 of 3 victories" in shown


def test_pictures_quotes_and_marks_hang_on_the_wall(
    browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    picture = Picture.keep(programme, factory.draw())
    function = Function.objects.get(programme=programme, name="Sales")
    said = {"picture": picture, "alt": "A list on a wall", "where": "In the canteen"}
    victory = won(member, "A tidy list", "2026-11-03", function=function, **said)
    victory.promote(champion, "It took courage")
    shown = page(browse, member)
    parts = (picture.small_url, 'alt="A list on a wall"', "In the canteen", "It took courage")
    assert [part for part in (*parts, 'aria-label="Sales"') if part not in shown] == []


QUIET = "there was no victory that others could see"


def test_a_run_of_weeks_without_a_visible_victory_is_said(browse: Browse, member: Person) -> None:
    won(member, "Seen", "2026-10-14", where="On the notice board")
    won(member, "Nobody knows where", "2026-11-04")
    shown = page(browse, member)
    assert f"For 4 weeks, since 19 October, {QUIET}" in shown


@pytest.mark.parametrize("how", ["where", "link", "picture", "promoted"])
def test_what_others_can_see_ends_the_run(
    how: str, browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    won(member, "Seen", "2026-10-14", where="On the notice board")
    said: dict[str, dict[str, Any]] = {
        "where": {"where": "In the canteen"},
        "link": {"link": "https://example.org"},
        "picture": {"picture": Picture.keep(programme, factory.draw())},
        "promoted": {},
    }
    victory = won(member, "Seen again", "2026-11-10", **said[how])
    if how == "promoted":
        assert QUIET in page(browse, member)
        victory.promote(champion, "It took courage")
    assert QUIET not in page(browse, member)
    earlier = page(browse, member, month="2026-10")
    assert "From 19 October to 8 November, 3 weeks in a row" in page(browse, member) + earlier


def test_a_programme_without_victories_is_shown_the_first_step(
    browse: Browse, member: Person
) -> None:
    shown = page(browse, member)
    assert "The first victory is still to come" in shown
    assert QUIET not in shown


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_wall_asks_the_same_few_questions_of_any_number_of_victories(
    rows: int,
    browse: Browse,
    champion: Person,
    programme: Programme,
    django_assert_num_queries: Any,
) -> None:
    winner, friend = (factory.make_person(programme) for _ in range(2))
    picture = Picture.keep(programme, factory.draw())
    Victory.objects.bulk_create(
        Victory(
            programme=programme,
            key=uuid4(),
            what=f"Won {number}",
            logged_by=champion,
            logged_at=now() - timedelta(hours=number),
            picture=picture,
        )
        for number in range(rows)
    )
    for victory in Victory.objects.all()[:50]:
        victory.doers.add(winner)
        victory.thank(friend)
    client = browse(champion)
    with django_assert_num_queries(15):
        client.get(reverse("teams:victories", args=[programme.key]))

"""Seats on the pages of teams: who gives and takes them, for whom, and how that is undone."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person, Programme, Team
from teams.models import Seat
from tests import factory

Browse = Callable[[Person | User | None], Client]
FOUR = Decimal(4)


@pytest.fixture
def team(programme: Programme) -> Team:
    return factory.core_team(programme)


def url(name: str, subject: Seat | Team) -> str:
    team = subject.team if isinstance(subject, Seat) else subject
    return reverse(f"teams:{name}", args=[team.programme.key, subject.pk])


def test_the_champion_gives_a_seat_and_takes_it_back(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    client = browse(champion)
    said = {"person": member.pk, "hours": "3.5", "chair": "on"}
    answer = client.post(url("team_seats", team), said, follow=True)
    shown = answer.content.decode()
    assert "Mo Member sits in Leadership now." in shown
    assert "3.5 h a week" in shown
    event = Event.objects.get(verb="seat.taken")
    undo = reverse("teams:undoing", args=[team.programme.key, event.pk])
    assert f'action="{undo}"' in shown
    assert "It is as it was before." in client.post(undo, follow=True).content.decode()
    assert Seat.objects.count() == 0
    assert "Somebody has changed it since" in client.post(undo, follow=True).content.decode()


def test_every_act_on_a_seat_can_be_taken_back(
    browse: Browse, team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    client, seat = browse(champion), factory.seat(member, team, hours=4)

    def undo() -> None:
        event = Event.objects.of(team).latest("pk")
        client.post(reverse("teams:undoing", args=[team.programme.key, event.pk]))
        seat.refresh_from_db()

    client.post(url("seat", seat), {"hours": "7", "chair": "on"})
    undo()
    assert (seat.hours, seat.chair) == (FOUR, False)
    client.post(url("seat_end", seat))
    undo()
    assert seat.until is None
    client.post(url("seat_successor", seat), {"person": facilitator.pk})
    assert Seat.objects.held().get().person == facilitator
    undo()
    assert Seat.objects.held().get() == seat


def test_a_chair_seats_people_and_another_member_does_not(
    browse: Browse, team: Team, member: Person, programme: Programme
) -> None:
    newcomer = factory.make_person(programme, name="Nia New")
    said = {"person": newcomer.pk, "hours": "2"}
    client = browse(member)
    assert client.post(url("team_seats", team), said).status_code == 403
    factory.seat(member, team, chair=True)
    assert client.post(url("team_seats", team), said).status_code == 302
    assert Seat.objects.held().count() == 2
    other = factory.seat(newcomer, factory.core_team(programme, "design"))
    assert client.post(url("seat_end", other)).status_code == 403


def test_only_who_did_it_takes_it_back(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    factory.seat(member, team, chair=True)
    event = Event.objects.get(verb="seat.taken")
    undo = reverse("teams:undoing", args=[team.programme.key, event.pk])
    assert browse(member).post(undo).status_code == 404
    assert Seat.objects.count() == 1


def test_who_is_no_chair_any_more_takes_nothing_back(
    browse: Browse, team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    chair = factory.seat(member, team, chair=True)
    Seat.take(member, team, facilitator, hours=FOUR)
    event = Event.objects.filter(verb="seat.taken", person=member).get()
    chair.leave(champion)
    undo = reverse("teams:undoing", args=[team.programme.key, event.pk])
    assert browse(member).post(undo).status_code == 403


def test_people_who_were_removed_are_no_candidates(
    browse: Browse, team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    client = browse(champion)
    assert "Mo Member" in client.get(url("team_seats", team)).content.decode()
    member.remove(champion)
    asked = client.get(url("team_seats", team)).content.decode()
    assert ("Mo Member" in asked, "Fay Facilitator" in asked) == (False, True)
    answer = client.post(url("team_seats", team), {"person": member.pk, "hours": "4"})
    assert answer.status_code == 422
    assert "Choose somebody from the list" in answer.content.decode()


def test_candidates_of_the_missing_function_come_first(
    browse: Browse, team: Team, champion: Person, programme: Programme
) -> None:
    sales = programme.functions.get(name="Sales")
    busy = factory.make_person(programme, name="Bea Busy", function=sales)
    factory.make_person(programme, name="Zoe Zeal", function=sales)
    factory.seat(busy, factory.core_team(programme, "design"), hours=9)
    page = browse(champion).get(f"{url('team_seats', team)}?function={sales.pk}").content.decode()
    names = [page.index(name) for name in ("From Sales", "Zoe Zeal", "Bea Busy", "Everybody else")]
    assert names == sorted(names)
    assert "9 h a week promised" in page


@pytest.mark.parametrize("hours", ["", "-1", "169", "much", "NaN", "1.234"])
def test_hours_are_those_of_a_week(
    hours: str, browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    said = {"person": member.pk, "hours": hours}
    answer = browse(champion).post(url("team_seats", team), said)
    assert (answer.status_code, Seat.objects.count()) == (422, 0)


def test_the_seat_of_somebody_removed_can_be_handed_over(
    browse: Browse, team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    seat = factory.seat(member, team)
    member.remove(champion)
    client = browse(champion)
    assert "No longer takes part" in client.get(url("team", team)).content.decode()
    client.post(url("seat_successor", seat), {"person": facilitator.pk})
    assert Seat.objects.held().get().person == facilitator


def test_the_team_page_tells_who_sat_there_before(
    browse: Browse, team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    seat = factory.seat(member, team)
    Seat.objects.filter(pk=seat.pk).update(since=localdate() - timedelta(days=9))
    seat.refresh_from_db()
    seat.hand_over(champion, facilitator)
    shown = " ".join(browse(member).get(url("team", team)).content.decode().split())
    assert "Who sat here before (1)" in shown
    assert "handed over to Fay Facilitator" in shown
    assert "took over from Mo Member" in shown


def test_the_list_of_people_says_which_teams(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    factory.seat(member, team, chair=True)
    people = reverse("programme:people", args=[team.programme.key])
    for page in (people, reverse("programme:person", args=[team.programme.key, member.pk])):
        shown = browse(champion).get(page).content.decode()
        assert f'href="{url("team", team)}"' in shown


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("team", 17), ("teams", 15), ("adopting", 10)])
def test_pages_cost_the_same_however_many_sit_there(  # noqa: PLR0917 -- a page and its cost
    rows: int,
    name: str,
    queries: int,
    browse: Browse,
    champion: Person,
    team: Team,
    django_assert_num_queries: Any,
) -> None:
    programme = team.programme
    sales = programme.functions.get(name="Sales")
    for number in range(rows):
        adopting = Team.add(champion, uuid4(), f"Desk {number}")
        seated = factory.make_person(programme, function=sales)
        factory.seat(seated, adopting, chair=True)
        factory.seat(seated, team, chair=number < 2)
        factory.seat(factory.make_person(programme), team).leave(champion)
        factory.make_milestone(programme, f"Milestone {number}", team=team)
        factory.make_objective(programme, f"Measure {number}", team=team)
        factory.log_barrier(seated, owner=seated)
    about = [programme.key, team.pk] if name == "team" else [programme.key]
    client, address = browse(champion), reverse(f"teams:{name}", args=about)
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


def htmx(path: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"}


def test_a_seat_given_from_the_grid_shows_at_once_with_a_way_back(
    browse: Browse, team: Team, champion: Person, programme: Programme
) -> None:
    sales = programme.functions.get(name="Sales")
    person = factory.make_person(programme, name="Ada Able", function=sales)
    client, grid = browse(champion), reverse("teams:representation", args=[programme.key])
    asked = client.get(url("team_seats", team), headers=htmx(grid)).content.decode()
    assert (asked.startswith("<h2"), "<html" in asked) == (True, False)
    said = {"person": person.pk, "hours": "4"}
    answer = client.post(url("team_seats", team), said, headers=htmx(grid))
    shown = answer.content.decode()
    assert 'hx-target="#teams-grid"' in shown
    assert ("Ada Able" in shown, ">Undo<" in shown) == (True, True)
    assert answer.headers["HX-Reswap"] == "none"


def test_on_the_teams_own_page_the_page_comes_anew(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    seat, client, page = factory.seat(member, team), browse(champion), url("team", team)
    answer = client.post(url("seat_end", seat), headers=htmx(page))
    assert answer.headers["HX-Redirect"] == page
    again = client.post(url("seat_end", seat), headers=htmx(page))
    assert again.headers["HX-Redirect"] == page
    shown = client.get(page).content.decode()
    assert "was left on" in shown


def test_without_a_script_leaving_is_asked_on_a_page(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    seat = factory.seat(member, team)
    asked = browse(champion).get(url("seat_end", seat)).content.decode()
    assert "Does Mo Member leave Leadership?" in asked
    assert Seat.objects.held().count() == 1

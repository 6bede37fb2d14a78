from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person, Programme, Team
from changeprog.programme.models.function import free_letter
from tests import factory, workshop_factory

Browse = Callable[[Person | User | None], Client]


def settings_of(programme: Programme, **changed: str) -> dict[str, str]:
    kept = {"name": programme.name, "status": "forming", "time_zone": "UTC", "currency": "EUR"}
    return kept | changed


def test_the_four_functions_and_three_teams_are_there_from_the_first_minute(
    programme: Programme,
) -> None:
    functions = programme.functions.order_by("pk").values_list("name", flat=True)
    assert list(functions) == ["Senior management", "Sales", "Marketing", "Operations"]
    core = Team.objects.filter(programme=programme).core()
    assert [team.name for team in core] == ["Leadership", "Design", "Rollout"]
    assert all(team.purpose for team in core)


def test_there_is_one_core_team_of_a_kind(programme: Programme) -> None:
    with pytest.raises(IntegrityError, match="team_core_once"), transaction.atomic():
        Team.objects.create(programme=programme, kind="design", name="Another")


def test_a_champion_changes_the_settings_with_one_event(browse: Browse, champion: Person) -> None:
    programme = champion.programme
    url = f"/p/{programme.key}/settings/"
    words = settings_of(programme, name="Renamed", currency="chf")
    assert browse(champion).post(url, words).status_code == 302
    assert browse(champion).post(url, words).status_code == 302
    programme.refresh_from_db()
    assert (programme.name, programme.currency) == ("Renamed", "CHF")
    event = Event.objects.get(verb="programme.changed")
    assert event.facts["changes"] == {
        "name": ["From push to context", "Renamed"],
        "currency": ["EUR", "CHF"],
    }


@pytest.mark.parametrize("currency", ["", "EU", "E1R", "€€€"])
def test_no_currency_is_refused_beside_its_field(
    browse: Browse, champion: Person, currency: str
) -> None:
    url = f"/p/{champion.programme.key}/settings/"
    answer = browse(champion).post(url, settings_of(champion.programme, currency=currency))
    assert answer.status_code == 422
    assert "currency" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("name", "taken", "letter"),
    [("IT", "LSMO", "I"), ("Sales support", "LSMO", "A"), ("日本", "", "日"), ("42", "", "?")],
)
def test_a_function_gets_a_letter_of_its_own(name: str, taken: str, letter: str) -> None:
    assert free_letter(name, taken) == letter


@pytest.mark.parametrize("name", ["Sales", "sales", " SALES\n"])
def test_a_function_that_exists_is_not_added_again(
    browse: Browse, champion: Person, name: str
) -> None:
    url = f"/p/{champion.programme.key}/settings/functions/"
    answer = browse(champion).post(url, {"name": name})
    assert answer.status_code == 422
    assert "There is a function called Sales already." in answer.content.decode()
    assert champion.programme.functions.count() == 4


def test_a_champion_adds_a_function(browse: Browse, champion: Person) -> None:
    url = f"/p/{champion.programme.key}/settings/functions/"
    assert browse(champion).post(url, {"name": "IT"}).status_code == 302
    added = champion.programme.functions.get(name="IT")
    assert (added.letter, added.core) == ("I", False)


def test_the_road_stands_until_it_is_walked(browse: Browse, champion: Person) -> None:
    client = browse(champion)
    home = champion.programme.get_absolute_url()
    assert "The road ahead" in client.get(home).content.decode()
    factory.write_vision(champion.programme)
    factory.make_objective(champion.programme)
    factory.make_milestone(champion.programme, "First")
    factory.make_milestone(champion.programme, "Second")
    for kind in ("leadership", "design", "rollout"):
        chair = factory.make_person(champion.programme)
        factory.seat(chair, factory.core_team(champion.programme, kind), chair=True)
    factory.open_meeting(champion.programme).close(champion)
    assert "The road ahead" in client.get(home).content.decode()
    workshop_factory.workshop(champion).open(champion)
    assert "The road ahead" in client.get(home).content.decode()
    factory.log_victory(champion)
    assert "The road ahead" not in client.get(home).content.decode()


def test_only_the_champion_sees_the_road(browse: Browse, member: Person) -> None:
    assert "The road ahead" not in browse(member).get("/", follow=True).content.decode()

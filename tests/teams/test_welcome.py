"""Who joins later is walked through the same: offered at home, and left and taken up at will."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person, Programme
from teams.models import Acknowledgement, AgreedSet, Welcome
from teams.welcome import HOME, STEPS, needs_walk
from tests import factory

Browse = Callable[[Person | User | None], Client]
OFFER = "Welcome. Five minutes"
REQUEST = "The teams have agreed on how they work"


@pytest.fixture
def issued(champion: Person, member: Person) -> AgreedSet:
    """The first edition; the member was there, with a seat."""
    factory.seat(member, factory.core_team(member.programme, "design"))
    factory.adopt_rule(champion)
    issued = AgreedSet.issue(champion.programme, champion)
    assert issued is not None
    return issued


@pytest.fixture
def newcomer(issued: AgreedSet) -> Person:
    """Somebody who accepted an invitation after the first edition."""
    person = factory.make_person(issued.programme, name="Nia Newcomer")
    assert person.user is not None
    person.join(person.user)
    return person


def to(programme: Programme, step: int = 0) -> str:
    path = reverse("teams:welcome", args=[programme.key])
    return f"{path}?step={step}" if step else path


def home(client: Client, programme: Programme) -> str:
    return str(client.get(programme.get_absolute_url()).content.decode())


def test_who_joins_later_is_offered_the_walk_at_home(
    browse: Browse, issued: AgreedSet, newcomer: Person
) -> None:
    page = home(browse(newcomer), issued.programme)
    assert (OFFER in page, REQUEST in page) == (True, False)


def test_who_was_there_is_only_asked_to_acknowledge(
    browse: Browse, issued: AgreedSet, member: Person
) -> None:
    page = home(browse(member), issued.programme)
    assert (OFFER in page, REQUEST in page) == (False, True)


def test_who_was_there_without_a_seat_is_asked_nothing_until_they_take_one(
    browse: Browse, issued: AgreedSet, facilitator: Person
) -> None:
    page = home(browse(facilitator), issued.programme)
    assert (OFFER in page, REQUEST in page) == (False, False)
    seat = factory.seat(facilitator, factory.core_team(issued.programme, "rollout"))
    type(seat).objects.filter(pk=seat.pk).update(since=localdate() + timedelta(days=1))
    assert OFFER in home(browse(facilitator), issued.programme)


def test_while_nothing_is_agreed_nobody_is_offered_anything(
    browse: Browse, programme: Programme, member: Person
) -> None:
    assert member.user is not None
    member.join(member.user)
    page = home(browse(member), programme)
    assert (OFFER in page, REQUEST in page) == (False, False)


def test_the_walk_goes_on_where_it_was_left(
    browse: Browse, issued: AgreedSet, newcomer: Person
) -> None:
    client, programme = browse(newcomer), issued.programme
    assert client.get(to(programme)).context["step"] == STEPS[0]
    client.post(to(programme), {"step": 1})
    client.post(to(programme), {"step": 2})
    assert client.get(to(programme)).context["step"] == STEPS[2]
    assert f"Step 3 of 5: {STEPS[2].question}" in home(client, programme)
    client.post(to(programme), {"step": 1})
    assert Welcome.objects.get().step == 3


def test_each_step_shows_its_part(browse: Browse, issued: AgreedSet, newcomer: Person) -> None:
    factory.write_vision(issued.programme, "Every customer is known.")
    client = browse(newcomer)
    shown = {
        1: "Every customer is known.",
        2: "Led by Chris Champion",
        3: "We speak with each other first.",
        4: "Weekly digest",
        5: "I have read it and will keep to it",
    }
    for step, words in shown.items():
        assert words in client.get(to(issued.programme, step)).content.decode()


def test_the_last_step_is_ones_own_word_and_then_home_offers_nothing(
    browse: Browse, issued: AgreedSet, newcomer: Person
) -> None:
    client, programme = browse(newcomer), issued.programme
    for _ in range(2):
        answer = client.post(to(programme), {"step": 5, "number": 1})
        assert answer.headers["Location"] == programme.get_absolute_url()
    assert Acknowledgement.objects.get().person == newcomer
    assert Event.objects.about("welcome.finished").count() == 1
    assert OFFER not in home(client, programme)


def test_an_edition_that_was_replaced_meanwhile_is_read_again(
    browse: Browse, issued: AgreedSet, newcomer: Person, champion: Person
) -> None:
    factory.adopt_rule(champion, "We call.")
    AgreedSet.issue(issued.programme, champion)
    client, programme = browse(newcomer), issued.programme
    answer = client.post(to(programme), {"step": 5, "number": 1})
    assert answer.headers["Location"] == to(programme, 5)
    assert not Acknowledgement.objects.exists()
    assert needs_walk(newcomer)


@pytest.mark.parametrize("step", ["", "0", "6", "x"])
def test_a_step_that_does_not_exist_leads_to_where_one_is(
    browse: Browse, issued: AgreedSet, newcomer: Person, step: str
) -> None:
    client, path = browse(newcomer), to(issued.programme)
    assert client.get(f"{path}?step={step}").context["step"] == STEPS[0]
    assert client.post(path, {"step": step}).headers["Location"] == path
    assert not Welcome.objects.exists()


def test_champion_and_chairs_see_who_is_on_the_way(
    browse: Browse, issued: AgreedSet, newcomer: Person, champion: Person, member: Person
) -> None:
    Welcome.take(newcomer, 2)
    path = reverse("teams:agreed", args=[issued.programme.key])
    seen = {
        person.name: "On their way in" in browse(person).get(path).content.decode()
        for person in (champion, member)
    }
    assert seen == {"Chris Champion": True, "Mo Member": False}


def test_as_pushed_equals_as_loaded(browse: Browse, issued: AgreedSet, newcomer: Person) -> None:
    pushed = HOME.render_personally(newcomer)
    assert OFFER in pushed
    assert pushed in home(browse(newcomer), issued.programme)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_walk_costs_the_same_however_much_there_is(  # noqa: PLR0917
    browse: Browse,
    issued: AgreedSet,
    newcomer: Person,
    champion: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        factory.adopt_rule(champion, f"Rule {number}")
        person = factory.make_person(issued.programme)
        factory.seat(person, factory.core_team(issued.programme, "rollout"), chair=number < 2)
    AgreedSet.issue(issued.programme, champion)
    client = browse(newcomer)
    for step, count in {1: 8, 2: 10, 3: 7}.items():
        path = to(issued.programme, step)
        client.get(path)
        with django_assert_num_queries(count):
            assert client.get(path).status_code == 200

"""Whoever works in an adopting team arrives at its page; the whole programme is one tap away."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Person, Programme, Team
from tests import factory
from tests.bench import counted

Browse = Callable[[Person], Client]


@pytest.fixture
def desk(programme: Programme) -> Team:
    return Team.objects.create(programme=programme, name="Service desk")


def arrives(client: Client, programme: Programme) -> str:
    """Return where somebody is led who opens the programme; nothing if they stay there."""
    answer = client.get(reverse("programme:home", args=[programme.key]))
    return answer.headers.get("Location", "")


def own_page(team: Team) -> str:
    return reverse("onboarding:team", args=[team.programme.key, team.pk])


def test_who_sits_in_a_team_that_adopts_arrives_at_its_page(
    desk: Team, programme: Programme, member: Person, browse: Browse
) -> None:
    assert arrives(browse(member), programme) == ""
    factory.seat(member, desk)
    assert arrives(browse(member), programme) == own_page(desk)


def test_so_does_who_only_observes(
    desk: Team, programme: Programme, observer: Person, browse: Browse
) -> None:
    factory.seat(observer, desk)
    assert arrives(browse(observer), programme) == own_page(desk)


def test_of_several_teams_it_is_the_first_by_name(
    desk: Team, programme: Programme, member: Person, browse: Browse
) -> None:
    factory.seat(member, desk)
    factory.seat(member, Team.objects.create(programme=programme, name="Branch office"))
    first = Team.objects.get(name="Branch office")
    client = browse(member)
    assert arrives(client, programme) == own_page(first)
    assert "You are also in" in client.get(own_page(first)).content.decode()


def test_who_carries_the_change_as_well_arrives_at_the_whole(
    desk: Team, programme: Programme, member: Person, browse: Browse
) -> None:
    factory.seat(member, desk)
    factory.seat(member, Team.objects.get(programme=programme, kind=Team.Kind.ROLLOUT))
    assert arrives(browse(member), programme) == ""


def test_so_do_champions_and_facilitators(
    desk: Team, programme: Programme, champion: Person, facilitator: Person, browse: Browse
) -> None:
    for person in (champion, facilitator):
        factory.seat(person, desk)
        assert arrives(browse(person), programme) == ""


def test_a_seat_that_was_left_and_a_retired_team_are_no_place_to_arrive_at(
    desk: Team, programme: Programme, champion: Person, member: Person, browse: Browse
) -> None:
    seat = factory.seat(member, desk)
    desk.retire(champion)
    assert arrives(browse(member), programme) == ""
    desk.bring_back(champion)
    assert arrives(browse(member), programme) == own_page(desk)
    seat.leave(champion)
    assert arrives(browse(member), programme) == ""


def test_the_whole_programme_stays_one_tap_away(
    desk: Team, programme: Programme, member: Person, browse: Browse
) -> None:
    factory.seat(member, desk)
    whole = reverse("programme:whole", args=[programme.key])
    client = browse(member)
    page = client.get(own_page(desk)).content.decode()
    assert f'href="{whole}"' in page
    assert "My team" in page
    answer = client.get(whole)
    assert answer.status_code == 200
    assert programme.name in answer.content.decode()


def test_to_know_where_somebody_arrives_asks_nothing_more(
    desk: Team, programme: Programme, member: Person, browse: Browse
) -> None:
    client, whole = browse(member), reverse("programme:whole", args=[programme.key])
    client.get(whole)
    with counted() as before:
        client.get(whole)
    factory.seat(member, desk)
    client.get(whole)
    with counted() as after:
        client.get(whole)
    assert len(after) == len(before)


def test_their_page_says_first_what_matters_and_to_nobody_else(
    desk: Team, programme: Programme, member: Person, facilitator: Person, browse: Browse
) -> None:
    factory.seat(member, desk)
    words = "This programme is only beginning."
    shown = [words in browse(who).get(own_page(desk)).text for who in (member, facilitator)]
    assert shown == [True, False]

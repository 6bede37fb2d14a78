"""Seats: given, changed, handed over, left, taken back; by the champion and the team's chair."""

from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from changeprog.programme.models import Event, Person, Programme, Team
from teams.models import Seat
from teams.models.seat import AlreadySeated, ChairsTaken, SeatLeft, leads
from tests import factory
from tests.teams.moment import at_once

FOUR = Decimal(4)


@pytest.fixture
def team(programme: Programme) -> Team:
    return factory.core_team(programme)


def verbs(team: Team) -> list[str]:
    """Return what happened to a team, oldest first."""
    return [event.verb for event in Event.objects.of(team).order_by("pk")]


def test_a_person_holds_one_seat_in_a_team(team: Team, member: Person) -> None:
    factory.seat(member, team)
    with pytest.raises(AlreadySeated, match="Mo Member has a seat in Leadership already"):
        factory.seat(member, team)
    factory.seat(member, factory.core_team(team.programme, "design"))
    assert Seat.objects.held().count() == 2


def test_two_people_share_a_chair_and_no_more(team: Team, programme: Programme) -> None:
    people = [factory.make_person(programme) for _ in range(3)]
    for person in people[:2]:
        factory.seat(person, team, chair=True)
    third = factory.seat(people[2], team)
    with pytest.raises(ChairsTaken):
        third.change(people[0], chair=True, hours=FOUR)
    assert [leads(person, team) for person in people] == [True, True, False]


def test_the_chair_of_somebody_removed_is_free(
    team: Team, champion: Person, programme: Programme
) -> None:
    people = [factory.make_person(programme) for _ in range(3)]
    seats = [factory.seat(person, team, chair=True) for person in people[:2]]
    people[0].remove(champion)
    factory.seat(people[2], team, chair=True)
    assert list(Seat.objects.held().chairs().filter(team=team)) == [seats[1], people[2].seats.get()]
    people[0].bring_back(champion)
    assert Seat.objects.held().chairs().filter(team=team).count() == 2


def test_a_seat_that_is_handed_over_keeps_its_history(
    team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    seat = factory.seat(member, team, chair=True, hours=6)
    following = seat.hand_over(champion, facilitator)
    seat.refresh_from_db()
    assert (seat.until, following.after, following.hours) == (localdate(), seat, Decimal(6))
    assert (leads(member, team), leads(facilitator, team)) == (False, True)
    assert seat.hand_over(champion, facilitator) == following
    assert verbs(team) == ["seat.taken", "seat.handed_over"]


def test_a_seat_that_was_left_says_so_when_it_is_handed_over_or_changed(
    team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    seat = factory.seat(member, team)
    assert (seat.leave(champion), seat.leave(champion)) == (True, False)
    for act in (
        lambda: seat.hand_over(champion, facilitator),
        lambda: seat.change(champion, chair=True, hours=FOUR),
    ):
        with pytest.raises(SeatLeft, match="Mo Member in Leadership was left on"):
            act()
    assert verbs(team) == ["seat.taken", "seat.left"]


def test_leaving_can_be_taken_back_unless_somebody_sits_in_the_way(
    team: Team, champion: Person, member: Person, programme: Programme
) -> None:
    seat = factory.seat(member, team, chair=True)
    seat.leave(champion)
    assert seat.sit_again(champion)
    seat.leave(champion)
    for _ in range(2):
        factory.seat(factory.make_person(programme), team, chair=True)
    assert not seat.sit_again(champion)
    assert Seat.objects.held().filter(person=member).count() == 0


def test_a_seat_given_by_mistake_was_never_there(
    team: Team, champion: Person, member: Person, facilitator: Person
) -> None:
    seat = factory.seat(member, team)
    following = seat.hand_over(champion, facilitator)
    assert not seat.take_back(champion)
    assert following.take_back(champion)
    assert list(Seat.objects.held()) == [seat]
    assert seat.take_back(champion)
    assert Seat.objects.count() == 0
    assert not seat.take_back(champion)


def test_a_change_that_changes_nothing_is_no_event(team: Team, member: Person) -> None:
    seat = factory.seat(member, team, hours=4)
    seat.change(member, chair=False, hours=FOUR)
    seat.change(member, chair=False, hours=Decimal(6))
    assert verbs(team) == ["seat.taken", "seat.changed"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_last_chair_at_once_one_gets_it(
    team: Team, champion: Person, programme: Programme
) -> None:
    people = [factory.make_person(programme) for _ in range(3)]
    factory.seat(people[0], team, chair=True)

    def take(person: Person) -> str:
        try:
            Seat.take(champion, team, person, chair=True, hours=FOUR)
        except ChairsTaken:
            return "too late"
        return "chair"

    answers = at_once(lambda: take(people[1]), lambda: take(people[2]))
    assert sorted(answers) == ["chair", "too late"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_hand_a_seat_over_at_once_one_does(
    team: Team, champion: Person, member: Person, programme: Programme
) -> None:
    seat = factory.seat(member, team)
    heirs = [factory.make_person(programme) for _ in range(2)]

    def hand(person: Person) -> str:
        try:
            Seat.objects.select_related("team", "person").get(pk=seat.pk).hand_over(
                champion, person
            )
        except SeatLeft:
            return "too late"
        return "done"

    assert sorted(at_once(lambda: hand(heirs[0]), lambda: hand(heirs[1]))) == ["done", "too late"]
    assert verbs(team) == ["seat.taken", "seat.handed_over"]

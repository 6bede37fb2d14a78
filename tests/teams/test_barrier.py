"""What can be done about a barrier, once and by one person at a time."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from changeprog.programme.models import Event, Person, Programme
from teams.models import Barrier
from tests import factory
from tests.teams.moment import at_once


def told(programme: Programme) -> list[tuple[str, str | None]]:
    """Return the verbs of barriers in the journal with who did them, oldest first."""
    events = Event.objects.filter(programme=programme, verb__startswith="barrier.")
    return list(events.order_by("pk").values_list("verb", "person__name"))


def test_logging_tells_the_journal_and_names_the_owner(
    member: Person, champion: Person, programme: Programme
) -> None:
    barrier = factory.log_barrier(member, "No time for training", champion)
    event = Event.objects.get(verb="barrier.logged")
    assert (event.subject, event.person) == (barrier, member)
    assert event.facts == {"title": "No time for training", "owner": "Chris Champion"}


def test_one_attempt_is_one_barrier(member: Person, programme: Programme) -> None:
    key = uuid4()
    first, second = Barrier.log(member, key, "No time"), Barrier.log(member, key, "No time")
    assert first == second
    assert told(programme) == [("barrier.logged", "Mo Member")]


def test_whoever_takes_a_barrier_first_owns_it(
    member: Person, facilitator: Person, programme: Programme
) -> None:
    barrier = factory.log_barrier(member)
    assert barrier.take(member)
    assert not Barrier.objects.get().take(facilitator)
    assert Barrier.objects.get().owner == member
    assert told(programme)[1:] == [("barrier.taken", "Mo Member")]


def test_taking_ones_own_barrier_again_changes_nothing(
    member: Person, programme: Programme
) -> None:
    barrier = factory.log_barrier(member, owner=member)
    assert barrier.take(member)
    assert told(programme) == [("barrier.logged", "Mo Member")]


def test_a_barrier_of_somebody_who_left_is_free_to_be_taken(
    member: Person, facilitator: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(champion, owner=member)
    assert list(Barrier.objects.unowned()) == []
    member.remove(champion)
    assert list(Barrier.objects.unowned()) == [barrier]
    assert Barrier.objects.get().present_owner is None
    assert Barrier.objects.get().take(facilitator)
    assert Barrier.objects.get().present_owner == facilitator


def test_handing_over_is_told_once(member: Person, champion: Person, programme: Programme) -> None:
    barrier = factory.log_barrier(member, owner=member)
    assert barrier.hand_to(champion, by=member)
    assert barrier.hand_to(champion, by=member)
    assert told(programme)[1:] == [("barrier.handed", "Mo Member")]
    assert Event.objects.get(verb="barrier.handed").facts["to"] == "Chris Champion"


def test_a_barrier_can_be_handed_to_nobody(member: Person) -> None:
    barrier = factory.log_barrier(member, owner=member)
    assert barrier.hand_to(None, by=member)
    assert Barrier.objects.get().owner is None
    assert Event.objects.get(verb="barrier.handed").facts["to"] is None


def test_knocking_down_twice_is_told_once_and_keeps_the_first_words(
    member: Person, champion: Person, programme: Programme
) -> None:
    barrier = factory.log_barrier(member)
    assert barrier.knock_down(member, "We asked")
    assert not barrier.knock_down(champion, "I asked")
    barrier.refresh_from_db()
    assert (barrier.knocked_down_by, barrier.outcome) == (member, "We asked")
    assert told(programme)[1:] == [("barrier.knocked_down", "Mo Member")]


def test_what_is_knocked_down_cannot_be_handed_over_or_taken(
    member: Person, champion: Person, programme: Programme
) -> None:
    barrier = factory.log_barrier(member)
    barrier.knock_down(member, "We asked")
    assert not barrier.hand_to(champion, by=member)
    assert not barrier.take(champion)
    assert Barrier.objects.get().owner is None


def test_a_barrier_that_stands_again_can_be_knocked_down_again(
    member: Person, programme: Programme
) -> None:
    barrier = factory.log_barrier(member)
    barrier.knock_down(member, "We asked")
    barrier.stand_again(member)
    barrier.stand_again(member)
    assert (barrier.knocked_down_at, barrier.outcome) == (None, "")
    assert barrier.knock_down(member, "We asked again")
    assert [verb for verb, _ in told(programme)] == [
        "barrier.logged",
        "barrier.knocked_down",
        "barrier.stood_again",
        "barrier.knocked_down",
    ]


def test_a_standing_barrier_has_no_outcome(member: Person) -> None:
    factory.log_barrier(member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Barrier.objects.update(outcome="Gone, somehow")


@pytest.mark.django_db(transaction=True)
def test_two_people_knocking_down_at_the_same_moment_make_one_event() -> None:
    programme = factory.make_programme()
    people = [factory.make_person(programme), factory.make_person(programme)]
    barrier = factory.log_barrier(people[0])
    copies = [Barrier.objects.get(pk=barrier.pk) for _ in people]
    done = at_once(
        *(lambda c=c, p=p: c.knock_down(p, p.name) for c, p in zip(copies, people, strict=True))
    )
    assert sorted(done) == [False, True]
    assert len(told(programme)) == 2
    barrier.refresh_from_db()
    assert barrier.outcome == told(programme)[1][1]


@pytest.mark.django_db(transaction=True)
def test_two_people_taking_a_barrier_at_the_same_moment_make_one_owner() -> None:
    programme = factory.make_programme()
    people = [factory.make_person(programme), factory.make_person(programme)]
    barrier = factory.log_barrier(people[0])
    copies = [Barrier.objects.get(pk=barrier.pk) for _ in people]
    done = at_once(*(lambda c=c, p=p: c.take(p) for c, p in zip(copies, people, strict=True)))
    assert sorted(done) == [False, True]
    barrier.refresh_from_db()
    assert barrier.owner == people[done.index(True)]
    assert len(told(programme)) == 2


@pytest.mark.django_db(transaction=True)
def test_one_attempt_that_arrives_twice_at_once_is_one_barrier() -> None:
    programme = factory.make_programme()
    person, key = factory.champion_of(programme), uuid4()
    logged = at_once(*[lambda: Barrier.log(person, key, "No time").pk] * 3)
    assert set(logged) == {Barrier.objects.get().pk}
    assert len(told(programme)) == 1

"""Victories are logged once, promoted once, and belong to the work they move."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from changeprog.programme.models import Event, Function, Person, Programme
from teams.models import Victory
from tests import factory
from tests.teams.moment import at_once


def told(programme: Programme) -> list[str]:
    """Return the verbs of victories in the journal, oldest first."""
    events = Event.objects.filter(programme=programme, verb__startswith="victory.")
    return list(events.order_by("pk").values_list("verb", flat=True))


def test_a_victory_keeps_what_it_moves(member: Person, programme: Programme) -> None:
    objective, milestone = factory.make_objective(programme), factory.make_milestone(programme)
    function = Function.objects.filter(programme=programme)[0]
    links = {"objective": objective, "milestone": milestone, "function": function}
    victory = factory.log_victory(member, "They called back", **links)
    victory.refresh_from_db()
    assert (victory.objective, victory.milestone, victory.function) == tuple(links.values())
    assert Event.objects.get(verb="victory.logged").facts == {"title": "They called back"}


def test_one_attempt_is_one_victory(member: Person, programme: Programme) -> None:
    key = uuid4()
    assert Victory.log(member, key, "A call") == Victory.log(member, key, "A call")
    assert told(programme) == ["victory.logged"]


def test_the_same_attempt_in_two_programmes_is_two_victories(
    member: Person, stranger: Person
) -> None:
    key = uuid4()
    assert Victory.log(member, key, "A call") != Victory.log(stranger, key, "A call")


def test_promoting_twice_is_told_once_and_keeps_the_first_reason(
    champion: Person, programme: Programme
) -> None:
    victory = factory.log_victory(champion)
    assert victory.promote(champion, "It took courage")
    assert not victory.promote(champion, "It took time")
    assert victory.promoted_because == "It took courage"
    assert told(programme) == ["victory.logged", "victory.promoted"]


def test_a_promotion_can_be_taken_back_and_given_again(
    champion: Person, programme: Programme
) -> None:
    victory = factory.log_victory(champion)
    victory.promote(champion, "It took courage")
    victory.take_down(champion)
    victory.take_down(champion)
    assert (victory.promoted_at, victory.promoted_because) == (None, "")
    assert victory.promote(champion, "It took courage, and time")
    assert told(programme)[1:] == ["victory.promoted", "victory.taken_down", "victory.promoted"]


def test_a_victory_that_is_not_promoted_has_no_reason(member: Person) -> None:
    factory.log_victory(member)
    with pytest.raises(IntegrityError), transaction.atomic():
        Victory.objects.update(promoted_because="Because")


@pytest.mark.django_db(transaction=True)
def test_one_attempt_that_arrives_twice_at_once_is_one_victory() -> None:
    programme = factory.make_programme()
    person, key = factory.champion_of(programme), uuid4()
    logged = at_once(*[lambda: Victory.log(person, key, "A call").pk] * 3)
    assert set(logged) == {Victory.objects.get().pk}
    assert told(programme) == ["victory.logged"]

"""What each app says may matter most: to whom, in which words, and leading where."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from changeprog.closing.models import Closing
from changeprog.programme.headline import Weight, matters
from changeprog.programme.models import Person, Programme
from teams.models import Barrier
from tests import factory, map_factory, workshop_factory


@pytest.fixture(autouse=True)
def without_road(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step of the road is taken."""
    monkeypatch.setattr("changeprog.programme.home._steps", [])


def said(person: Person) -> dict[Weight, list[str]]:
    """Return the sentences for ``person`` by their weight."""
    fresh = Person.objects.select_related("programme").get(pk=person.pk)
    found: dict[Weight, list[str]] = {}
    for matter in matters(fresh):
        found.setdefault(matter.weight, []).append(matter.words)
    return found


def test_a_meeting_that_is_going_on_is_said_to_everybody(
    programme: Programme, observer: Person
) -> None:
    factory.open_meeting(programme)
    assert said(observer) == {Weight.NOW: ["“Organizational meeting” is going on."]}


def test_a_workshop_that_is_going_on_is_said_to_those_in_it(
    facilitator: Person, member: Person
) -> None:
    workshop = workshop_factory.workshop(facilitator, title="Commitment")
    workshop.open(facilitator)
    assert said(facilitator) == {Weight.NOW: ["You lead “Commitment”: it is going on."]}
    assert said(member) == {}


def test_what_somebody_took_on_is_late(programme: Programme, member: Person) -> None:
    meeting = factory.close_meeting(programme)
    factory.agree_action(meeting, owner=member, due=localdate() - timedelta(days=2))
    assert said(member) == {Weight.LATE: ["You took on “Write the list”: it is 2 days late."]}


def test_old_barriers_are_said_to_all_and_those_without_an_owner_to_champions(
    champion: Person, observer: Person
) -> None:
    factory.log_barrier(champion, "The bonus")
    Barrier.objects.update(logged_at=now() - timedelta(days=40))
    old = "“The bonus” has been in the way for 40 days."
    assert said(observer) == {Weight.SLOW: [old]}
    assert said(champion) == {Weight.SLOW: [old, "Nobody sees to “The bonus”."]}


def test_a_conversation_is_said_without_with_whom(champion: Person, programme: Programme) -> None:
    person = map_factory.someone(programme, "Nia Neutral")
    late = localdate() - timedelta(days=1)
    map_factory.stakeholder(champion, person, next_on=late)
    assert said(champion) == {Weight.LATE: ["A conversation that you planned is 1 day late."]}


def test_who_is_asked_to_be_an_ambassador_is_asked_once_more(
    member: Person, champion: Person
) -> None:
    map_factory.ambassador(member, accepted=False)
    asked = "Would you help colleagues through the change?"
    assert (said(member), said(champion)) == ({Weight.ASKED: [asked]}, {})


def test_a_closed_programme_says_what_it_ended_as(champion: Person, observer: Person) -> None:
    Closing.begun(champion.programme, champion).close(champion, "business_as_usual", [])
    assert said(observer) == {Weight.CLOSED: ["The change has become business as usual."]}


def test_writing_early_in_the_review_is_not_yet_the_end(champion: Person) -> None:
    closing = Closing.begun(champion.programme, champion)
    assert said(champion) == {}
    closing.ask_for_edition()
    assert said(champion) == {Weight.ENDING: ["You are bringing the programme to its end."]}

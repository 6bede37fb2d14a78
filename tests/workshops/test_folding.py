"""A guest who turns out to be somebody of the programme: everything they said is that person's."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from changeprog.programme.models import Person
from tests import workshop_factory
from tests.workshops import notes
from tests.workshops.conftest import Put
from workshops.folding import link
from workshops.models import (
    Commitment,
    Dot,
    FollowUp,
    Note,
    Participant,
    PointOfView,
    Position,
    Turnout,
    Witness,
    Workshop,
    feedback,
)
from workshops.models.follow_up import Occasion

OWNED: list[tuple[Any, str]] = [
    (PointOfView, "participant"),
    (Note, "author"),
    (Dot, "participant"),
    (Position, "participant"),
    (Turnout, "participant"),
    (Commitment, "participant"),
    (Witness, "participant"),
    (FollowUp, "participant"),
]
"""What can be somebody's, and the field that says whose."""


@pytest.fixture
def guest(on: Put, workshop: Workshop, champion: Person) -> Participant:
    """A guest who has said everything that can be said in a workshop."""
    made = workshop_factory.guest(workshop)
    made.workshop = workshop
    PointOfView.park(made, uuid4(), side="fear", text="My region", lot="facilitator")
    collect(on, made, champion)
    take_positions(on, made, champion)
    Commitment.write(made, uuid4(), "I call ten customers", localdate() + timedelta(days=7)).sign()
    chair = workshop.participants.get(person=champion)
    chair.workshop = workshop
    heard = Commitment.write(chair, uuid4(), "I sit in", localdate())
    heard.read_out(None)
    heard.witness(made)
    FollowUp.objects.create(
        programme=workshop.programme, workshop=workshop, participant=made, occasion=Occasion.WEEK
    )
    return made


def collect(on: Put, who: Participant, champion: Person) -> None:
    activity = on("collect", settings={"votes": 3, "limit": 2})
    [note] = notes.write(activity, who, "Answer within a day")
    voting = notes.go(activity, champion, "group", "vote")
    Dot.put(voting, who, note, 1, 0)


def take_positions(on: Put, who: Participant, champion: Person) -> None:
    for anonymous in (False, True):
        proposal = workshop_factory.proposal(on("consensus"), champion)
        workshop_factory.open_round(proposal, champion, anonymous=anonymous).take(who, 3)


def owned(who: Participant) -> dict[str, int]:
    """Return how many rows of each kind are of ``who``."""
    return {model.__name__: model.objects.filter(**{field: who}).count() for model, field in OWNED}


@pytest.mark.parametrize("who", ["member", "observer"], ids=["who is here", "who is not"])
def test_everything_a_guest_said_is_of_the_person_they_are(
    who: str,
    guest: Participant,
    workshop: Workshop,
    champion: Person,
    request: pytest.FixtureRequest,
) -> None:
    person: Person = request.getfixturevalue(who)
    said = owned(guest)
    assert set(said.values()) == {1}
    known = link(champion, guest, person)
    assert (known.person, owned(known)) == (person, said)
    assert [row.text for row in Commitment.objects.promised_by(person)] == ["I call ten customers"]
    assert workshop.participants.filter(person=None).count() == 0


def test_where_one_answer_can_stand_the_persons_own_counts(
    guest: Participant, workshop: Workshop, champion: Person, member: Person
) -> None:
    own = workshop.participants.get(person=member)
    own.workshop = workshop
    Commitment.write(own, uuid4(), "I write the list", localdate())
    link(champion, guest, member)
    said = Commitment.objects.filter(participant=own)
    assert list(said.values_list("text", flat=True)) == ["I write the list"]


def test_nobody_witnesses_their_own_commitment_after_it(
    guest: Participant, workshop: Workshop, champion: Person
) -> None:
    assert Witness.objects.get().commitment.participant.person == champion
    link(champion, guest, champion)
    assert Witness.objects.count() == 0


def test_who_answered_twice_whether_it_was_worth_it_has_answered_once(
    guest: Participant, workshop: Workshop, champion: Person, member: Person
) -> None:
    own = workshop.participants.get(person=member)
    for who in (guest, own):
        who.workshop = workshop
        assert feedback.give(who, 4) is True
    known = link(champion, guest, member)
    known.workshop = workshop
    assert feedback.give(known, 5) is False

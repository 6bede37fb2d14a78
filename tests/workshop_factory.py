"""Factory functions for workshops: the least that a test needs, through the project's own verbs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate, now

from changeprog.programme.models import Person, Programme
from tests import factory
from workshops import grouping, rearranging
from workshops.models import (
    Activity,
    Commitment,
    FollowUp,
    Format,
    Group,
    HardQuestion,
    Note,
    Participant,
    PointOfView,
    Proposal,
    Rearrangement,
    Round,
    Workshop,
)
from workshops.models.follow_up import Occasion

USUAL = ["arrive", "close"]


def workshop(by: Person, kinds: list[str] = USUAL, **fields: Any) -> Workshop:
    """A workshop that ``by`` has planned and facilitates, with an agenda of those kinds."""
    values = {"title": "One commitment", "starts_at": now() + timedelta(days=7)}
    made = Workshop(programme=by.programme, **{"facilitator": by} | values | fields)
    made.plan(by)
    rows = [{"kind": kind, "title": kind.capitalize(), "minutes": 10} for kind in kinds]
    Activity.lay(made, rows)
    return made


def activity(of: Workshop, by: Person, kind: str, **values: Any) -> Activity:
    """One more activity of that kind, put before the close."""
    fields = {"title": kind.capitalize(), "minutes": 10} | values
    made = Activity(programme=of.programme, workshop=of, kind=kind, **fields)
    made.add(by)
    return made


def guest(of: Workshop, name: str = "Gil Guest") -> Participant:
    """Somebody without an account who was let in."""
    return Participant.objects.create(
        programme=of.programme, workshop=of, name=name, state=Participant.State.IN, arrived_at=now()
    )


def led_workshop(programme: Programme, viewer: Person | None = None) -> Workshop:
    """The newest workshop of the programme, which the viewer facilitates if they belong to it."""
    own = viewer if viewer and viewer.programme == programme else None
    leader = own or factory.champion_of(programme)
    known = Workshop.objects.filter(programme=programme, facilitator=leader).last()
    return known or workshop(leader)


def proposal(of: Activity, by: Person, text: str = "One list of customers for all.") -> Proposal:
    """A proposal on the table of a consensus activity."""
    made = Proposal(programme=of.programme, activity=of)
    made.propose(by, text)
    return made


def open_round(of: Proposal, by: Person, *, anonymous: bool = False, scale: str = "eight") -> Round:
    """The next round on the newest words."""
    return Round.open_on(of, by, uuid4(), anonymous=anonymous, scale=scale)


def consensus(programme: Programme, viewer: Person | None = None) -> Activity:
    """The consensus activity of the workshop that the viewer leads."""
    led = led_workshop(programme, viewer)
    leader = led.facilitator or factory.champion_of(programme)
    known = led.activities.filter(kind="consensus").first()
    return known or activity(led, leader, "consensus")


def tabled(programme: Programme, viewer: Person | None = None) -> Proposal:
    """The proposal on the table of the workshop that the viewer leads."""
    on = consensus(programme, viewer)
    known = Proposal.objects.filter(activity=on).first()
    return known or proposal(on, factory.champion_of(programme))


def polled(programme: Programme, viewer: Person | None = None) -> Round:
    """The round on that proposal."""
    on = tabled(programme, viewer)
    known = on.rounds.first()
    return known or open_round(on, factory.champion_of(programme))


def led_activity(programme: Programme, viewer: Person | None = None) -> Activity:
    """The first activity of the workshop that the viewer leads."""
    found = led_workshop(programme, viewer).activities.first()
    assert found is not None
    return found


def led_guest(programme: Programme, viewer: Person | None = None) -> Participant:
    """A guest of the workshop that the viewer leads."""
    workshop = led_workshop(programme, viewer)
    return workshop.participants.filter(person=None).first() or guest(workshop)


def kept_format(programme: Programme, viewer: Person | None = None) -> Format:
    """An agenda that was kept under a name."""
    known = Format.objects.filter(programme=programme).first()
    if known is None:
        known = Format(programme=programme, name="Short one", activities=[])
        known.keep(factory.champion_of(programme))
    return known


def collection(programme: Programme, viewer: Person | None = None) -> Activity:
    """A collection that is being grouped, in the workshop that the viewer leads."""
    led = led_workshop(programme, viewer)
    known = led.activities.filter(kind="collect").first()
    if known is None:
        leader = led.facilitator or factory.champion_of(programme)
        settings = {"phase": "group"}
        known = activity(led, leader, "collect", subject="barrier", settings=settings)
    return known


def grouped(programme: Programme, viewer: Person | None = None) -> Group:
    """A group of notes of that collection."""
    of = collection(programme, viewer)
    return of.groups.first() or grouping.gather(of, [], uuid4(), "Bonuses")


def rearranged(programme: Programme, viewer: Person | None = None) -> Rearrangement:
    """Something that was done with the notes of that collection."""
    return rearranging.gather(collection(programme, viewer), [], uuid4())


def noted(programme: Programme, viewer: Person | None = None) -> Note:
    """A note of that collection."""
    of = collection(programme, viewer)
    known = of.notes.first()
    return known or Note.write(of, guest(of.workshop), uuid4(), "Bonuses pull the other way")


def present(programme: Programme, viewer: Person | None = None) -> Participant:
    """The viewer in the room of their workshop; the champion where they are a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    held = led_workshop(programme, viewer)
    found = Participant.of_person(held, own)
    Participant.objects.filter(pk=found.pk).update(state=Participant.State.IN, arrived_at=now())
    found.workshop = held
    return found


def parked(programme: Programme, viewer: Person | None = None) -> PointOfView:
    """A point of view that the viewer may place."""
    own = present(programme, viewer)
    said = {"side": "fear", "text": "I lose my region", "lot": "facilitator"}
    rows = {"programme": programme, "workshop": own.workshop, **said}
    found, _ = PointOfView.objects.get_or_create(participant=own, defaults=rows)
    return found


def asked(programme: Programme, viewer: Person | None = None) -> HardQuestion:
    """A question that waits for the viewer to put it."""
    held = led_workshop(programme, viewer)
    rows = {"programme": programme, "text": "Who goes first?"}
    found, _ = HardQuestion.objects.get_or_create(workshop=held, defaults=rows)
    return found


def promised(programme: Programme, viewer: Person | None = None) -> Commitment:
    """A commitment that the viewer has signed."""
    own = present(programme, viewer)
    said = {"text": "I sit in on two calls", "due": localdate(), "signed_at": now()}
    rows = {"programme": programme, "workshop": own.workshop, **said}
    found, _ = Commitment.objects.get_or_create(participant=own, defaults=rows)
    return found


def followed_up(programme: Programme, viewer: Person | None = None) -> FollowUp:
    """A question that waits for the viewer's answer."""
    own = present(programme, viewer)
    rows = {"programme": programme, "workshop": own.workshop, "occasion": Occasion.WEEK}
    found, _ = FollowUp.objects.get_or_create(participant=own, defaults=rows)
    return found

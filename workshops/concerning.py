"""Whom it concerns what happens to a workshop and to what was proposed there."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Prefetch

from changeprog.communications import inbox
from changeprog.communications.inbox import About, Kind, Word, changes, who
from changeprog.programme.models import Event
from workshops.models import Participant, Proposal, Workshop

WORKSHOP_IS = {
    "invited": "You are invited to the workshop “{}”",
    "changed": "The workshop “{}” has changed",
    "cancelled": "The workshop “{}” is cancelled",
    "planned_again": "The workshop “{}” takes place after all",
    "published": "What was agreed in “{}” is part of the programme now",
}


def workshops(numbers: Collection[int]) -> Mapping[int, Workshop]:
    """Return these workshops with those of the programme who take part."""
    asked = Participant.objects.taking_part().exclude(person=None)
    rows = Workshop.objects.select_related("programme")
    return rows.prefetch_related(Prefetch("participants", asked)).in_bulk(numbers)


def of_workshop(event: Event, workshop: Workshop) -> Iterable[Word]:
    """Tell everybody who takes part, once for each act, and anew when it changes."""
    act = event.verb.partition(".")[2]
    for participant in workshop.participants.all():
        yield Word(
            event,
            participant.person_id or 0,
            WORKSHOP_IS[act].format(workshop.title),
            workshop.get_absolute_url(),
            changes(event),
            f"workshop/{workshop.pk}",
            occasion=str(workshop.pk),
            again=act != "invited",
        )


def of_leading(event: Event, workshop: Workshop) -> Iterable[Word]:
    """Tell whoever leads it from now on."""
    if workshop.facilitator_id:
        text = f"{who(event)} asks you to lead the workshop “{workshop.title}”"
        yield Word(event, workshop.facilitator_id, text, workshop.get_absolute_url())


def proposals(numbers: Collection[int]) -> Mapping[int, Proposal]:
    """Return these proposals with their words and who wrote them."""
    rows = Proposal.objects.select_related("programme").prefetch_related("versions")
    return rows.in_bulk(numbers)


def of_proposal(event: Event, proposal: Proposal) -> Iterable[Word]:
    """Tell everybody who wrote words of it what became of it."""
    became = "is agreed" if event.verb == "proposal.agreed" else "was left without consensus"
    versions = proposal.versions.all()
    for author in {version.author_id for version in versions if version.author_id is not None}:
        yield Word(
            event,
            author,
            f"Your proposal {became}: “{event.facts['title']}”",
            proposal.get_absolute_url(),
            thing=f"proposal/{proposal.pk}",
        )


def register() -> None:
    """Register it all."""
    inbox.register(About(workshops, of_workshop), *(f"workshop.{act}" for act in WORKSHOP_IS))
    inbox.register(About(workshops, of_leading), "workshop.handed_over")
    inbox.register(About(proposals, of_proposal), "proposal.agreed", "proposal.left")
    inbox.describe(
        Kind("workshop", "Workshops", "presentation"),
        Kind("proposal", "Workshops", "presentation"),
        Kind("follow_up", "Workshops", "presentation"),
        Kind("commitment", "Workshops", "presentation"),
    )

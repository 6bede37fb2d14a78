"""The links of the chain that workshops hold: workshops, proposals and commitments.

What somebody promised is read by those who may read the record of the workshop, once the room has
heard it; how it is kept only by those who were told.
"""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import Truncator
from django.utils.timezone import localdate

from changeprog.programme import chain
from changeprog.programme.chain import Kind, Relation, Shown
from changeprog.programme.models import Person, Programme, Role
from workshops import promises
from workshops.models import Commitment, Output, Proposal, ProposalVersion, Workshop
from workshops.models.proposal import TITLE

MADE = {
    "objective": "direction",
    "milestone": "direction",
    "resource": "direction",
    "barrier": "teams",
    "action": "teams",
}
"""What a workshop publishes as something of its own, and the app that holds it."""
CAME = "came from"


def workshops(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    gone = Workshop.Status.CANCELLED
    return Workshop.objects.filter(programme=programme).exclude(status=gone)


def proposals(programme: Programme, reader: Person) -> "QuerySet[Any]":
    """Return the proposals, each with its newest ``words``, to members."""
    rows = Proposal.objects.filter(programme=programme)
    newest = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    known = rows.annotate(words=Subquery(newest.values("text")[:1]))
    return known if reader.may(Role.MEMBER) else known.none()


def commitments(_programme: Programme, reader: Person) -> "QuerySet[Any]":
    return promises.read_by(reader)


def workshop_shown(workshop: Workshop) -> Shown:
    ahead = workshop.status in {Workshop.Status.PLANNED, Workshop.Status.OPEN}
    state = workshop.get_status_display().lower() if ahead else ""
    tone = "is-accent" if workshop.is_open else ""
    return Shown(workshop.title, state, tone, localdate(workshop.starts_at))


def proposal_shown(proposal: Any) -> Shown:
    """Show a proposal by the beginning of its words; one without them is asked for them."""
    words = getattr(proposal, "words", None)
    name = Truncator(words).chars(TITLE) if words else str(proposal)
    agreed = proposal.state == Proposal.State.AGREED
    on = localdate(proposal.settled_at) if proposal.settled_at else None
    return Shown(name, proposal.get_state_display().lower(), "is-good" if agreed else "", on)


def commitment_shown(commitment: Any) -> Shown:
    """Show a commitment by its words, and how it stands as far as the reader was told."""
    told = getattr(commitment, "told", False)
    state, tone = (commitment.last_words.lower(), commitment.tone) if told else ("", "")
    return Shown(commitment.text, state, tone, commitment.due)


WORKSHOP = Kind(
    5,
    "workshop",
    "Workshop",
    "Workshops",
    "presentation",
    Workshop,
    "workshops:workshop",
    workshops,
    workshop_shown,
    rooted=False,
)
PROPOSAL = Kind(
    8,
    "proposal",
    "Proposal",
    "Proposals",
    "scroll-text",
    Proposal,
    "workshops:proposal",
    proposals,
    proposal_shown,
    rooted=False,
)
COMMITMENT = Kind(
    50,
    "commitment",
    "Commitment",
    "Commitments",
    "handshake",
    Commitment,
    "workshops:commitment",
    commitments,
    commitment_shown,
)


def of_workshops(programme: Programme) -> "QuerySet[Any]":
    return Proposal.objects.filter(programme=programme)


def promised(programme: Programme) -> "QuerySet[Any]":
    return Commitment.objects.filter(programme=programme)


def serving(programme: Programme) -> "QuerySet[Any]":
    """Return the commitments that serve an objective."""
    return Commitment.objects.filter(programme=programme).exclude(objective=None)


def published(kind: str, *, proposed: bool = False) -> Relation:
    """Return the relation from what a workshop published to the workshop, or its proposal."""

    def rows(programme: Programme) -> "QuerySet[Any]":
        made = {"made_type__app_label": MADE[kind], "made_type__model": kind}
        known = Output.objects.filter(programme=programme, **made)
        source = {"source_type__app_label": "workshops", "source_type__model": "proposal"}
        return known.filter(**source) if proposed else known

    if proposed:
        return Relation("proposal", kind, "was agreed in", rows, "source_id", "made_id")
    return Relation("workshop", kind, CAME, rows, "workshop_id", "made_id")


def register() -> None:
    """Make them links of the chain."""
    promises.register()
    chain.register(WORKSHOP, PROPOSAL, COMMITMENT)
    chain.join(
        Relation("workshop", "proposal", "was made in", of_workshops, "activity__workshop_id"),
        Relation("workshop", "commitment", "was promised in", promised, "workshop_id"),
        Relation("objective", "commitment", "serves", serving, "objective_id"),
        *PUBLISHED,
    )


PUBLISHED = [published(kind) for kind in MADE] + [published(kind, proposed=True) for kind in MADE]

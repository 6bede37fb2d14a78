"""Closing: what is still open, what goes to the programme, and whether it was worth the time."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.template.loader import render_to_string

from changeprog.programme import journal
from changeprog.programme.journal import Verb
from workshops import closing, harvest, kinds, revisions
from workshops.harvest import Piece
from workshops.kinds import FACILITATOR, Kind
from workshops.models import (
    Activity,
    ActivityKind,
    Commitment,
    Feedback,
    FeedbackGiven,
    LeftOut,
    Output,
    OutputKind,
    Participant,
    Workshop,
)
from workshops.models.feedback import BEST

QUESTION = "Was it worth your time?"
SCORES = {1: "Not at all", 2: "Hardly", 3: "Partly", 4: "Largely", 5: "Entirely"}
FEWEST = 3
"""Answers from which on it is shown how they are spread."""


@dataclass(frozen=True)
class Bar:
    """One score with how many gave it; ``percent`` is the share of those who answered."""

    score: int
    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class Shelf:
    """What goes to the programme of one kind."""

    kind: OutputKind
    pieces: list[Piece]


def spread(workshop: Workshop) -> list[Bar]:
    """Return how the answers are spread, the best first; nothing while there are too few."""
    counts = Counter(workshop.feedback.values_list("score", flat=True))
    answered = counts.total()
    if answered < FEWEST:
        return []
    return [
        Bar(score, SCORES[score], counts[score], round(100 * counts[score] / answered))
        for score in range(BEST, 0, -1)
    ]


def words(workshop: Workshop) -> list[str]:
    """Return the words that came with the answers once the workshop is over, in no telling order.

    Nobody can match them with who answers just now, for nobody does any more.
    """
    rows = workshop.feedback.exclude(word="").order_by("pk")
    enough = not workshop.is_open and workshop.feedback.count() >= FEWEST
    return list(rows.values_list("word", flat=True)) if enough else []


def shelves(pieces: list[Piece]) -> list[Shelf]:
    """Return the pieces by their kinds."""
    by_kind = {kind: [piece for piece in pieces if piece.kind == kind] for kind in OutputKind}
    return [Shelf(kind, own) for kind, own in by_kind.items() if own]


def preview(workshop: Workshop) -> dict[str, Any]:
    """Return what goes to the programme, and what stands in its way, for a template."""
    pieces = harvest.pieces(workshop)
    return {
        "workshop": workshop,
        "programme": workshop.programme,
        "blockers": closing.blockers(workshop),
        "shelves": shelves(pieces),
        "going": sum(piece.goes for piece in pieces),
        "seen": harvest.digest(workshop, pieces),
        "commitments": Commitment.objects.signed().filter(workshop=workshop).count(),
    }


def stage(activity: Activity, audience: str) -> str:
    """Show what goes to the programme; to who leads with what is open, to phones the question."""
    if audience == FACILITATOR:
        context = {"activity": activity, **preview(activity.workshop)}
        return render_to_string("workshops/close/_preview.html", context)
    going = [piece for piece in harvest.pieces(activity.workshop) if piece.goes]
    context = {
        "activity": activity,
        "workshop": activity.workshop,
        "programme": activity.programme,
        "shelves": shelves(going),
        "question": QUESTION,
        "scores": SCORES,
        "audience": audience,
    }
    return render_to_string("workshops/close/_stage.html", context)


def progress(activity: Activity, audience: str) -> str:
    """Show how many have said whether it was worth it, and from three on how that is spread."""
    workshop = activity.workshop
    context = {
        "question": QUESTION,
        "bars": spread(workshop),
        "answered": workshop.feedback.count(),
        "there": workshop.participants.arrived().count(),
        "audience": audience,
    }
    return render_to_string("workshops/close/_progress.html", context)


def mine(activity: Activity, participant: Participant) -> str:
    """Show that the participant has answered; what they said is kept without their name."""
    given = FeedbackGiven.objects.filter(participant=participant).exists()
    return render_to_string("workshops/close/_mine.html", {"given": given})


def revision(number: int) -> str:
    """Return a text that differs after every answer, and all that is taken out or in."""
    answered = Feedback.objects.filter(workshop=number).aggregate(n=Count("pk"))["n"]
    left_out = LeftOut.objects.filter(workshop=number).values_list("pk", flat=True)
    outputs = Output.objects.filter(workshop=number).count()
    return f"{answered}.{sorted(left_out)}.{outputs}"


def register() -> None:
    """Make the kind and its verb known."""
    journal.register(Verb("workshop.published", "brought a workshop's outcomes to the programme"))
    revisions.register(revision)
    kinds.register(
        Kind(
            name=ActivityKind.CLOSE,
            icon="flag",
            stage=stage,
            verbs=("output.", "note.", "proposal.", "round.", "point.", "commitment.", "vision."),
            progress=progress,
            progress_verbs=("feedback.", "participant."),
            mine=mine,
        )
    )

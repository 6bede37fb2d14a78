"""Agendas to begin with: the commitment workshop as it is usually held, and those that were saved.

An agenda is a list of activities by the names of their fields, as ``Activity.lay`` reads it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from changeprog.programme.models import Programme
from workshops.models import ActivityKind, Format, Subject, Workshop

TITLE = "Commitment workshop"
PURPOSE = (
    "We come with different agendas and leave with one direction: where we are headed, what has to "
    "be true on the way, and what each of us will do for it."
)
Agenda = list[dict[str, Any]]
USUAL = "usual"
"""How the choice of an agenda names the usual one; a format is "format-3", a copy "workshop-7"."""


def activity(
    kind: str, title: str, minutes: int, prompt: str, subject: str = Subject.NONE, **settings: Any
) -> dict[str, Any]:
    """Return one activity of an agenda."""
    return {
        "kind": kind,
        "title": title,
        "minutes": minutes,
        "prompt": prompt,
        "subject": subject,
        "settings": settings,
    }


COMMITMENT: Agenda = [
    activity(
        ActivityKind.ARRIVE,
        "Arrive",
        10,
        "Say that you are here. If you like, bring one word along: how do you come into this room?",
    ),
    activity(
        ActivityKind.PARK,
        "Park agendas",
        15,
        "Each of us came with something of our own. What do you fear to lose? What do you want to "
        "win? Write it for yourself first, then choose: the facilitator alone, or everybody. "
        "Nothing that is parked gets lost; it comes back before we close.",
    ),
    activity(
        ActivityKind.COLLECT,
        "Where are we headed?",
        25,
        "It is two years from now and it has worked. What does a customer notice? What do our own "
        "people do on a Monday morning that they do not do today? One thought a note.",
        Subject.END_STATE,
        hidden=True,
        votes=3,
        limit=2,
    ),
    activity(
        ActivityKind.COLLECT,
        "Objectives",
        25,
        "By what will we know that we are getting there? Name something that can be counted, what "
        "it is today, and what it should be by when.",
        Subject.OBJECTIVE,
        hidden=True,
        votes=3,
        limit=2,
    ),
    activity(
        ActivityKind.COLLECT,
        "Milestones",
        20,
        "What will everybody be able to see on the way, and when? Say what is there then, not what "
        "will have been worked on.",
        Subject.MILESTONE,
        hidden=True,
        votes=3,
        limit=1,
    ),
    activity(
        ActivityKind.COLLECT,
        "Barriers",
        20,
        "What is in the way, also where nobody likes to say so? Nobody sees who wrote which note.",
        Subject.BARRIER,
        anonymous=True,
        hidden=True,
        votes=5,
        limit=2,
    ),
    activity(
        ActivityKind.COLLECT,
        "Resources",
        15,
        "What do we need that is not promised yet: people, days of their weeks, money, an answer? "
        "From whom, and by when?",
        Subject.RESOURCE,
        votes=3,
        limit=2,
    ),
    activity(
        ActivityKind.CONSENSUS,
        "Consensus on the vision",
        30,
        "Read the sentence as if you had to explain it to your own people tomorrow. Where do you "
        "stand? From 5 on, say what would have to change.",
        Subject.VISION,
    ),
    activity(
        ActivityKind.COMMIT,
        "Commitments",
        25,
        "What will you do yourself, in your own words, and by when? Something that others can see. "
        "Not to commit yourself is possible too, with a reason that only the facilitator reads.",
    ),
    activity(
        ActivityKind.CLOSE,
        "Close",
        15,
        "What was parked and is still open? What goes to the programme? And one question to each: "
        "how was this for you?",
    ),
]
"""The commitment workshop: 200 minutes, with a break wherever the room needs one."""


def minutes(agenda: Iterable[Mapping[str, Any]]) -> int:
    """Return how long the activities take together."""
    return sum(each["minutes"] for each in agenda)


def choices(programme: Programme) -> list[tuple[str, str]]:
    """Return the agendas that a new workshop can start from: value and words of each."""
    saved = Format.objects.filter(programme=programme).kept()
    held = Workshop.objects.filter(programme=programme).exclude(status=Workshop.Status.CANCELLED)
    return [
        (USUAL, f"The usual commitment workshop ({minutes(COMMITMENT)} min)"),
        *((f"format-{each.pk}", f"{each.name} ({each.minutes} min)") for each in saved),
        *((f"workshop-{each.pk}", f"As in “{each}”") for each in held.order_by("-starts_at")[:20]),
    ]


def chosen(programme: Programme, start: str) -> Agenda:
    """Return the agenda that ``start`` names; an unknown one is the usual one."""
    what, _, number = start.partition("-")
    if what == "format" and number.isdecimal():
        saved = Format.objects.filter(programme=programme, pk=number).first()
        return saved.activities if saved else COMMITMENT
    if what == "workshop" and number.isdecimal():
        held = Workshop.objects.filter(programme=programme, pk=number).first()
        return agenda_of(held) if held else COMMITMENT
    return COMMITMENT


def rule_of(programme: Programme, start: str) -> dict[str, Any]:
    """Return the consensus rule that comes along with ``start``: a copied workshop's, or none."""
    what, _, number = start.partition("-")
    if what != "workshop" or not number.isdecimal():
        return {}
    held = Workshop.objects.filter(programme=programme, pk=number).first()
    return held.rule if held else {}


def agenda_of(workshop: Workshop) -> Agenda:
    """Return the agenda of a workshop, for another one to start from."""
    return [each.copied() for each in workshop.activities.all()]

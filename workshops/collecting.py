"""Collecting: notes on one question, grouped by the facilitator, weighed with dots, and ranked."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.template.loader import render_to_string

from changeprog.programme import demo
from workshops import kinds, phases, revisions
from workshops.board import board_of, result_of
from workshops.drafting import Outcome, outcomes
from workshops.forms.drafts import FORMS
from workshops.kinds import FACILITATOR, PARTICIPANT, Kind
from workshops.models import Activity, ActivityKind, Dot, Group, Note, Participant
from workshops.phases import Phase

__all__ = ["Outcome", "outcomes", "register"]

VERBS = ("note.",)
"""After these the board looks different."""
PROGRESS_VERBS = ("note.", "noted.", "dot.")
"""After these there are other notes, or more people have voted."""


def stage(activity: Activity, audience: str) -> str:
    """Show the board once notes are shown; to participants also where they write and vote."""
    known = audience if audience in {FACILITATOR, PARTICIPANT} else "screen"
    return render_to_string(f"workshops/collect/_{known}.html", _shown(activity, audience))


def progress(activity: Activity, audience: str) -> str:
    """Show how many notes there are while people write, and how many have voted in a vote.

    Notes that are not hidden are shown as they come.
    """
    phase = phases.phase_of(activity)
    context = _about(activity, audience)
    if phase == Phase.WRITE:
        context["count"] = activity.notes.standing().count()
        context["board"] = None if phases.is_hidden(activity) else board_of(activity)
    elif phase == Phase.VOTE:
        context |= _turnout(activity)
    return render_to_string("workshops/collect/_progress.html", context)


def mine(activity: Activity, participant: Participant) -> str:
    """Show what the participant wrote, and where their dots are."""
    context = {
        **_about(activity, PARTICIPANT),
        "notes": activity.notes.by(participant),
        "dots": _own_dots(activity, participant),
    }
    return render_to_string("workshops/collect/_mine.html", context)


def revision(number: int) -> str:
    """Return a text that differs after every note, act of grouping, and dot."""
    of = {"activity__workshop": number}
    notes = Note.objects.filter(**of).aggregate(n=Count("pk"), r=Sum("revision"))
    groups = Group.objects.filter(**of).aggregate(n=Count("pk"), r=Sum("revision"))
    dots = Dot.objects.filter(**of).aggregate(n=Count("pk"), r=Sum("pk"))
    return repr([*notes.values(), *groups.values(), *dots.values()])


def _about(activity: Activity, audience: str) -> dict[str, Any]:
    """Return what every part of these pages needs."""
    present = phases.phase_of(activity)
    return {
        "activity": activity,
        "workshop": activity.workshop,
        "programme": activity.programme,
        "audience": audience,
        "phase": present.value,
        "anonymous": phases.is_anonymous(activity),
        "hidden": phases.is_hidden(activity),
        "votes": phases.dots_each(activity),
        "limit": phases.limit(activity),
    }


def _shown(activity: Activity, audience: str) -> dict[str, Any]:
    """Return what the stage shows; while people write, no note is in it."""
    present, order = phases.phase_of(activity), phases.phases(activity)
    context = {**_about(activity, audience), "phases": order}
    if audience == FACILITATOR:
        place = order.index(present) if present in order else 0
        context["back"] = order[place - 1] if place else None
        context["next"] = order[place + 1] if place + 1 < len(order) else None
        context["drafted"] = activity.subject in FORMS
    if present != Phase.WRITE:
        context["board"] = board_of(activity)
    if present == Phase.DONE:
        context["result"] = ranked = result_of(activity, context["board"])
        context["most"] = max((each.dots for each in ranked), default=0) or 1
    return context


def _turnout(activity: Activity) -> dict[str, int]:
    """Return how many have given a dot, and how many of the room could."""
    voted = Q(dots__activity=activity)
    taking_part = activity.workshop.participants.taking_part()
    here = taking_part.filter(voted | Q(state=Participant.State.IN)).distinct()
    return {
        "voted": taking_part.filter(voted).distinct().count(),
        "here": here.count(),
    }


def _own_dots(activity: Activity, participant: Participant) -> list[dict[str, Any]]:
    """Return on what the participant has dots, and how many."""
    own = Dot.objects.filter(activity=activity, participant=participant)
    rows: dict[str, dict[str, Any]] = {}
    for dot in own.select_related("group", "note"):
        row = rows.setdefault(dot.target, {"target": dot.target, "on": dot.group or dot.note})
        row["count"] = row.get("count", 0) + 1
    return list(rows.values())


def register() -> None:
    """Make the kind known."""
    demo.register(53, "workshops.demo_collect.tell")
    revisions.register(revision)
    kinds.register(
        Kind(
            name=ActivityKind.COLLECT,
            icon="sticky-note",
            stage=stage,
            verbs=VERBS,
            progress=progress,
            progress_verbs=PROGRESS_VERBS,
            mine=mine,
        )
    )

"""The direction's sections of the charter."""

from typing import Any

from django.utils.timezone import localdate

from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.direction.timeline import Stop
from changeprog.direction.way import way
from changeprog.programme.charter import Section
from changeprog.programme.models import Person, Programme

OBJECTIVES, MILESTONES = 7, 11
"""Rows for which the second sheet has room."""


def vision(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the vision as it stands, and who stands behind it."""
    current = Vision.objects.of(programme).with_sign_offs().first()
    return {"vision": current, "sign_offs": current.sign_offs.all() if current else []}


def objectives(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the objectives that are due first, and how far they have come."""
    known = Objective.objects.filter(programme=programme).with_latest().with_names()
    today = localdate()
    shown = known[: OBJECTIVES + 1]
    ways = [way(each, each.latest_value, each.latest_on, today) for each in shown]
    others = known.count() - OBJECTIVES if len(ways) > OBJECTIVES else 0
    return {"ways": ways[:OBJECTIVES], "others": others}


def milestones(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the milestones that are due next, and before them the latest that were reached."""
    known = Milestone.objects.filter(programme=programme).going_ahead().select_related("owner")
    open_ones = list(known.open()[: MILESTONES + 1])
    room = max(MILESTONES - len(open_ones), 0)
    reached = list(known.reached().order_by("-reached_on", "-pk")[: room + 1])
    today = localdate()
    shown = [*reached[:room], *open_ones[:MILESTONES]]
    stops = sorted(
        (Stop(each, each.state(today)) for each in shown),
        key=lambda stop: (stop.day, stop.milestone.pk),
    )
    is_full = len(open_ones) > MILESTONES or len(reached) > room
    return {"stops": stops, "others": known.count() - len(stops) if is_full else 0}


SECTIONS = [
    Section(10, "direction/_charter_vision.html", vision),
    Section(30, "direction/_charter_objectives.html", objectives),
    Section(40, "direction/_charter_milestones.html", milestones),
]

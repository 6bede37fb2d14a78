"""The direction's sections of the charter."""

from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.direction.timeline import Stop
from changeprog.direction.way import way
from changeprog.programme.charter import Section
from changeprog.programme.models import Person, Programme

OBJECTIVES, MILESTONES = 7, 7
"""Rows for which the second sheet has room, with the rules below them."""


def vision(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the vision as it stands, and who stands behind it."""
    current = Vision.objects.of(programme).with_sign_offs().first()
    return {"vision": current, "sign_offs": current.sign_offs.all() if current else []}


def objectives(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the objectives that are due first, and how far they have come."""
    known = Objective.objects.filter(programme=programme).with_latest().with_names()
    today = localdate()
    shown = known[:OBJECTIVES]
    ways = [way(each, each.latest_value, each.latest_on, today) for each in shown]
    return {"ways": ways, "others": known.count() - len(ways)}


def milestones(programme: Programme, _: Person) -> dict[str, Any]:
    """Return the milestones that are due next, and before them the latest that were reached."""
    known = Milestone.objects.filter(programme=programme).going_ahead().select_related("owner")
    open_first = known.order_by(F("reached_on").desc(nulls_first=True), "due", "-pk")
    today = localdate()
    stops = sorted(
        (Stop(each, each.state(today)) for each in open_first[:MILESTONES]),
        key=lambda stop: (stop.day, stop.milestone.pk),
    )
    return {"stops": stops, "others": known.count() - len(stops)}


SECTIONS = [
    Section(10, "direction/_charter_vision.html", vision),
    Section(30, "direction/_charter_objectives.html", objectives),
    Section(40, "direction/_charter_milestones.html", milestones),
]

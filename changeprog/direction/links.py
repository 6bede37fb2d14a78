"""The links of the chain that direction holds: the vision, objectives and milestones."""

from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.utils.timezone import localdate

from changeprog.direction import value_links
from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.programme import chain
from changeprog.programme.chain import Kind, Relation, Shown
from changeprog.programme.models import Person, Programme


def visions(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    """Return the vision as it stands, everything else of the chain hangs on that version."""
    newest = Vision.objects.of(programme).values("pk")[:1]
    return Vision.objects.filter(pk__in=Subquery(newest))


def objectives(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Objective.objects.filter(programme=programme)


def milestones(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Milestone.objects.filter(programme=programme)


def vision_shown(_vision: Vision) -> Shown:
    return Shown("The vision")


def milestone_shown(milestone: Milestone) -> Shown:
    """Show a milestone as reached, called off, late or ahead."""
    if milestone.reached_on:
        return Shown(milestone.name, "reached", "is-good", milestone.reached_on)
    if milestone.called_off_on:
        return Shown(milestone.name, "called off", "", milestone.called_off_on)
    late = milestone.due < localdate()
    return Shown(milestone.name, *(("late", "is-warn") if late else ("", "")), milestone.due)


def under_the_vision(programme: Programme) -> "QuerySet[Any]":
    """Return the objectives, each with the version of the vision that stands now."""
    newest = Vision.objects.filter(programme=OuterRef("programme")).order_by("-version")
    own = Objective.objects.filter(programme=programme)
    return own.annotate(vision_now=Subquery(newest.values("pk")[:1], IntegerField()))


def on_the_way(programme: Programme) -> "QuerySet[Any]":
    """Return the milestones that serve an objective."""
    return Milestone.objects.filter(programme=programme).exclude(objective=None)


VISION = Kind(
    0,
    "vision",
    "Vision",
    "Visions",
    "compass",
    Vision,
    "direction:vision",
    visions,
    vision_shown,
    numbered=False,
)
OBJECTIVE = Kind(
    20,
    "objective",
    "Objective",
    "Objectives",
    "target",
    Objective,
    "direction:objective",
    objectives,
)
MILESTONE = Kind(
    30,
    "milestone",
    "Milestone",
    "Milestones",
    "flag",
    Milestone,
    "direction:milestone",
    milestones,
    milestone_shown,
)


def register() -> None:
    """Make them links of the chain."""
    chain.register(VISION, OBJECTIVE, MILESTONE)
    chain.join(
        Relation("vision", "objective", "measures", under_the_vision, "vision_now"),
        Relation("objective", "milestone", "serves", on_the_way, "objective_id"),
    )
    value_links.register()

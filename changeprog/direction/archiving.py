"""What direction puts into archives."""

from typing import Any

from changeprog.direction import archived_pages
from changeprog.direction.models import (
    Benefit,
    BenefitEntry,
    CapabilityImprovement,
    Dependency,
    Judgement,
    LevelEntry,
    Milestone,
    MilestoneMove,
    Objective,
    Promise,
    Reading,
    Resource,
    SideEffect,
    Vision,
    VisionSignOff,
)
from changeprog.direction.side_effects import READ
from changeprog.programme import archive
from changeprog.programme.archive import Documents
from changeprog.programme.archive.models import Visible, of_model

CHAPTER = "Direction"


def of(model: Any, path: str = "", **only: Any) -> Visible:
    """Return what finds the rows of ``model``, ``path`` leading to what has the programme."""
    way = f"{path}__programme" if path else "programme"
    return lambda person: model.objects.filter(**{way: person.programme}, **only)


def register() -> None:
    """Put the tables, the charter and the pictures of direction into archives."""
    archive.register_documents(
        Documents(100, CHAPTER, archived_pages.charter_page),
        Documents(110, CHAPTER, archived_pages.pictures),
    )
    of_objective = {"objective__removed_at": None}
    of_milestone = {"milestone__removed_at": None}
    archive.register(
        of_model(100, CHAPTER, Vision, of(Vision), title="The vision, version by version"),
        of_model(105, CHAPTER, VisionSignOff, of(VisionSignOff, "vision")),
        of_model(110, CHAPTER, Objective, of(Objective)),
        of_model(115, CHAPTER, Reading, of(Reading, "objective", **of_objective)),
        of_model(120, CHAPTER, Milestone, of(Milestone)),
        of_model(125, CHAPTER, MilestoneMove, of(MilestoneMove, "milestone", **of_milestone)),
        of_model(
            126,
            CHAPTER,
            Dependency,
            of(Dependency, "milestone", **of_milestone, needed__removed_at=None),
        ),
        of_model(130, CHAPTER, Resource, of(Resource)),
        of_model(135, CHAPTER, Promise, of(Promise, "resource")),
        of_model(140, CHAPTER, CapabilityImprovement, of(CapabilityImprovement)),
        of_model(
            145,
            CHAPTER,
            LevelEntry,
            of(LevelEntry, "capability", capability__removed_at=None),
        ),
        of_model(150, CHAPTER, Benefit, of(Benefit)),
        of_model(155, CHAPTER, BenefitEntry, of(BenefitEntry, "benefit", benefit__removed_at=None)),
        of_model(160, CHAPTER, SideEffect, of(SideEffect), least=READ),
        of_model(165, CHAPTER, Judgement, of(Judgement), title="Size of the change"),
    )

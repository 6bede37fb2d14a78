"""The room of those who are writing the vision: each sees what another has just saved.

It is a room of its own, so that somebody who writes is sent this one region and not the whole
overview again at each reading and each milestone.
"""

from typing import Any

from django.utils.timezone import localtime, now

from changeprog.direction.models import Vision
from changeprog.programme import words
from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

MOMENT = 120
"""Seconds that are a moment."""


def newest(programme: Programme, _: Role) -> dict[str, Any]:
    """Return the newest version, whoever has written it, and how long ago."""
    vision = Vision.current(programme)
    return {"vision": vision, "since": since(vision) if vision else ""}


def since(vision: Vision) -> str:
    """Say how long ago ``vision`` was saved: "a moment ago", "today", "5 days ago"."""
    if (now() - vision.at).total_seconds() < MOMENT:
        return "a moment ago"
    return words.ago((localtime().date() - localtime(vision.at).date()).days)


WRITING = ProgrammeRoom("vision", least=Role.CHAMPION)
NEWEST = ProgrammeRegion(
    "vision-newest",
    "direction/_vision_newest.html",
    ("vision.written", "person."),
    newest,
    least=Role.CHAMPION,
)

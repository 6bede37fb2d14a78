"""The home page's register: its panels, and the road that a new programme still has to walk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Exists
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import reverse

from changeprog.programme.headline import HEADLINE
from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

HOME = ProgrammeRoom("home")
ROAD_VERBS = (
    "vision.",
    "objective.",
    "milestone.",
    "person.",
    "seat.",
    "meeting.",
    "workshop.",
    "victory.",
    "barrier.",
)
_panels: list["Panel"] = []
_steps: list["Step"] = []


@dataclass(frozen=True)
class Panel:
    """A region of the home page with its place in the reading order (low is first)."""

    order: int
    region: ProgrammeRegion


@dataclass(frozen=True)
class Step:
    """One step of the road of a new programme; ``taken`` asks what people did, if it is done.

    It is a condition rather than an answer, so that one query asks for all steps.
    """

    order: int
    label: str
    help: str
    action: str
    url_name: str
    taken: Callable[[Programme], Exists]


@dataclass(frozen=True)
class StepOnRoad:
    """A step as one programme stands to it."""

    label: str
    help: str
    action: str
    url: str
    state: str
    """done, next or later."""


def register(panel: Panel) -> None:
    """Add a panel to the home page, and its region to the home page's room."""
    if panel not in _panels:
        _panels.append(panel)
        HOME.add(panel.region)


def register_step(step: Step) -> None:
    """Add a step to the road."""
    if step not in _steps:
        _steps.append(step)


def panels(role: Role) -> list[ProgrammeRegion]:
    """Return the regions of the home page that ``role`` may see, in reading order."""
    ordered = sorted(_panels, key=lambda panel: panel.order)
    return [panel.region for panel in ordered if role.includes(panel.region.least)]


def steps_taken(programme: Programme) -> Combinable:
    """Return, as an expression, which steps have been taken, by their places."""
    asked = {str(place): step.taken(programme) for place, step in enumerate(_ordered())}
    return JSONObject(**asked)


def next_step(taken: Mapping[str, bool]) -> Step | None:
    """Return the first step that has not been taken, as ``steps_taken`` says."""
    return next((step for place, step in enumerate(_ordered()) if not taken[str(place)]), None)


def road(programme: Programme) -> list[StepOnRoad]:
    """Return the road as it stands, or nothing once every step has been taken."""
    asked = Programme.objects.filter(pk=programme.pk)
    taken = asked.values_list(steps_taken(programme), flat=True).get()
    following = next_step(taken)
    if following is None:
        return []
    return [
        StepOnRoad(
            label=step.label,
            help=step.help,
            action=step.action,
            url=reverse(step.url_name, args=[programme.key]),
            state="done" if taken[str(place)] else "next" if step is following else "later",
        )
        for place, step in enumerate(_ordered())
    ]


def _ordered() -> list[Step]:
    return sorted(_steps, key=lambda step: step.order)


ROAD = ProgrammeRegion(
    "home-road",
    "programme/_road.html",
    ROAD_VERBS,
    lambda programme, _: {"road": road(programme)},
    least=Role.CHAMPION,
)
register(Panel(-10, HEADLINE))
register(Panel(0, ROAD))

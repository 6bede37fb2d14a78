"""The parts of a programme that somebody outside may be shown, each by itself and read-only.

A part is drawn from its own context alone: no request, no programme, no role. No part names a
person, and none holds what is confidential; what people outside read is decided here and nowhere
else.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from changeprog.direction.models import Milestone, Objective, SideEffect, Vision
from changeprog.direction.scale import sized
from changeprog.direction.timeline import Stop
from changeprog.direction.versions import TITLES
from changeprog.onboarding.models import Criterion
from changeprog.programme.models import Programme

Context = dict[str, Any]
WHOLE = "whole"
"""The name under which somebody says what belongs to no part."""
SIDE_EFFECTS = "side_effects"


@dataclass(frozen=True)
class Part:
    """One part: its name in the table, what it is called, and how it is drawn."""

    order: int
    name: str
    title: str
    template: str
    context: Callable[[Programme], Context]

    def draw(self, programme: Programme) -> SafeString:
        """Return the part as somebody outside sees it."""
        return render_to_string(self.template, self.context(programme))


_parts: dict[str, Part] = {}


def register(*parts: Part) -> None:
    """Let people outside be shown these; registering one twice changes nothing."""
    _parts.update({part.name: part for part in parts})


def parts() -> list[Part]:
    """Return all parts in their order."""
    return sorted(_parts.values(), key=lambda part: part.order)


def chosen(names: Iterable[str]) -> list[Part]:
    """Return the parts of these names, in their order."""
    wanted = set(names)
    return [part for part in parts() if part.name in wanted]


def title_of(name: str) -> str:
    """Return what the part of that name is called."""
    return _parts[name].title if name in _parts else "Everything else"


def vision(programme: Programme) -> Context:
    """Return the texts of the vision as it stands, without who wrote them."""
    known = Vision.current(programme)
    texts = [(title, getattr(known, name, "")) for name, title in TITLES.items()]
    return {"texts": [(title, text) for title, text in texts if text]}


def plan(programme: Programme) -> Context:
    """Return objectives and milestones by their days, without whose they are."""
    today = localdate()
    ahead = Milestone.objects.filter(programme=programme).going_ahead()
    milestones = ahead.order_by("due", "pk").prefetch_related("needs")
    stops = [Stop(each, each.state(today)) for each in milestones]
    objectives = Objective.objects.filter(programme=programme).order_by("due", "pk")
    return {"objectives": list(objectives), "stops": sorted(stops, key=lambda stop: stop.day)}


def size(programme: Programme) -> Context:
    """Return what was judged of functions and teams, without who judged it and their notes."""
    return {"sized": [each for each in sized(programme) if each.judgement]}


def side_effects(programme: Programme) -> Context:
    """Return the open side effects; each is asked about by itself."""
    return {"side_effects": open_side_effects(programme)}


def open_side_effects(programme: Programme) -> list[SideEffect]:
    """Return the side effects about which somebody outside is asked, the exposed ones first."""
    return list(SideEffect.objects.filter(programme=programme).open().worst_first())


def criteria(programme: Programme) -> Context:
    """Return what has to be true one day, of whom, and whether that was accepted."""
    own = Criterion.objects.filter(programme=programme).still().select_related("team")
    return {"criteria": list(own.order_by("team__name", "pk"))}


def register_own() -> None:
    """Let people outside be shown what is known here."""
    folder = "onboarding/reality_check/parts"
    register(
        Part(10, "vision", "The vision", f"{folder}/vision.html", vision),
        Part(20, "plan", "The plan", f"{folder}/plan.html", plan),
        Part(30, "size", "The size of the change", f"{folder}/size.html", size),
        Part(40, SIDE_EFFECTS, "Side effects", f"{folder}/side_effects.html", side_effects),
        Part(50, "criteria", "When it is business as usual", f"{folder}/criteria.html", criteria),
    )

"""What the page of one barrier shows."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import now

from changeprog.programme import facts
from changeprog.programme.models import Event, Person
from teams import escalation
from teams.escalating import outlook
from teams.models import Barrier, Conflict, EscalationRule, MeToo

LINES = 40
"""Events of its history that are told."""
GOOD = {"barrier.knocked_down", "barrier.celebrated"}
NOTED = ("changes", "asked", "why", "whose_doing", "from")
"""Facts that the history tells in notes; the others it tells in its sentences."""
DOUBTFUL = {"barrier.stood_again", "barrier.escalated"}


@dataclass(frozen=True)
class Told:
    """An event of the barrier's history, its tone, and what exactly was changed or asked."""

    event: Event
    tone: str
    notes: list[str]


def shown(barrier: Barrier, viewer: Person) -> dict[str, Any]:
    """Return everything about ``barrier`` that ``viewer`` may see."""
    events = list(Event.objects.visible_to(viewer).of(barrier)[:LINES])
    voices = [voice.person for voice in _voices(barrier)]
    rule = EscalationRule.of(barrier.programme)
    age = now() - barrier.logged_at
    stands = barrier.knocked_down_at is None
    return {
        "barrier": barrier,
        "programme": barrier.programme,
        "story": [Told(event, tone(event), notes(event)) for event in events],
        "moved": times_moved(events),
        "voices": voices,
        "is_mine_too": viewer in voices,
        "may_take_back": barrier.may_be_taken_back_by(viewer),
        "outlook": outlook(barrier),
        "stale": stands
        and escalation.is_stale(age, rule.stale_days, at_the_end=barrier.asked_in_vain),
        "stale_days": rule.stale_days,
        "doers": list(barrier.doers.all()) if not stands else [],
        "source_url": source_url(barrier),
        "own_conflict": Conflict.objects.involving(viewer).filter(barrier=barrier).first(),
        "victory_of_it": barrier.victories.first() if not stands else None,
    }


def times_moved(events: list[Event]) -> int:
    """Return how often a next step that had a day was given another one."""
    changes = [event.facts.get("changes", {}).get("next_step_due") for event in events]
    return sum(1 for change in changes if change and all(change))


def source_url(barrier: Barrier) -> str:
    """Return where the page is of what it came from, or nothing."""
    leads = getattr(barrier.source, "get_absolute_url", None)
    return leads() if leads else ""


def notes(event: Event) -> list[str]:
    """Return what an event changed field by field, or who was asked and why."""
    told = {name: event.facts[name] for name in NOTED if event.facts.get(name)}
    return facts.notes(told)


def tone(event: Event) -> str:
    """Return the tone in which the history tells ``event``."""
    if event.verb in GOOD:
        return "is-good"
    return "is-warn" if event.verb in DOUBTFUL else ""


def _voices(barrier: Barrier) -> Any:
    said = MeToo.objects.said().filter(barrier=barrier, person__removed_at=None)
    return said.select_related("person")

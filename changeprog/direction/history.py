"""What the journal tells about one objective or milestone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q
from django.utils.formats import date_format

from changeprog.programme.models import Event, Person
from changeprog.programme.words import figure

LINES = 30
DAYS = {"baseline_on", "checked_on", "due", "needed_by", "on"}
FIELDS = {
    "name": "name",
    "measure": "measure",
    "unit": "unit",
    "baseline": "baseline",
    "baseline_on": "day of the baseline",
    "target": "target",
    "due": "due",
    "owner": "owner",
    "objective": "objective",
    "visible_benefit": "visible benefit",
    "team": "team",
}


@dataclass(frozen=True)
class Line:
    """One event: who did what when, and what exactly."""

    who: str
    words: str
    at: datetime
    notes: list[str]


def history(subject: Model, reader: Person) -> list[Line]:
    """Return the newest events about ``subject`` that ``reader`` may see, newest first.

    Readings stand in a table of their own; of these only the corrected ones are told.
    """
    about = Event.objects.visible_to(reader).of(subject)
    told = about.exclude(~Q(facts__has_key="was"), verb="objective.read")
    return [_line(event) for event in told[:LINES]]


def _line(event: Event) -> Line:
    who = event.person.name if event.person else "Somebody"
    return Line(who, event.sentence, event.at, _notes(event.facts))


def _notes(facts: dict[str, Any]) -> list[str]:
    notes = [
        f"{_label(name)}: {_spoken(name, before)} → {_spoken(name, after)}"
        for name, (before, after) in facts.get("changes", {}).items()
    ]
    if "other" in facts:
        notes.append(facts["other"])
    if "promise" in facts:
        notes.append(f"{facts['whose']}: {facts['promise']}")
    if "value" in facts:
        was = f", instead of {figure(facts['was'])}" if "was" in facts else ""
        notes.append(
            f"{figure(facts['value'])} {facts['unit']} on {_spoken('on', facts['on'])}{was}"
        )
    return notes


def _label(name: str) -> str:
    """Return what a field is called where its changes are told."""
    return FIELDS.get(name, name.replace("_", " "))


def _spoken(name: str, text: str) -> str:
    """Return a remembered text as people say it: days written out, nothing said as such."""
    if text and name in DAYS:
        return date_format(date.fromisoformat(text))
    return text or "nothing"

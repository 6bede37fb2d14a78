"""What the journal tells about one objective or milestone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model, Q
from django.utils.formats import date_format

from changeprog.direction.models import Reading
from changeprog.programme.models import Event, Person
from changeprog.programme.words import figure

LINES = 30
REPLACED = 5
"""How many of the readings that a sheet replaced are told."""
DAYS = {"baseline_on", "checked_on", "due", "needed_by", "on", "starts_on"}
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
    "wanted": "level wanted",
    "starts_on": "start",
    "capabilities": "improvements",
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


def of_reading(reading: Reading, reader: Person) -> list[Line]:
    """Return what happened to the reading of a day, newest first, as far as ``reader`` may see."""
    on = reading.on.isoformat()
    alone = Q(verb__in=["objective.read", "objective.withdrawn"], facts__on=on)
    of_many = Q(verb="objective.read_many", facts__replaced__contains=[[on]])
    about = Event.objects.visible_to(reader).of(reading.objective)
    return [_line(event) for event in about.filter(alone | of_many)[:LINES]]


def _line(event: Event) -> Line:
    who = event.person.name if event.person else "The programme"
    return Line(who, event.sentence, event.at, _notes(event.facts))


def _notes(facts: dict[str, Any]) -> list[str]:
    notes = [
        f"{_label(name)}: {_spoken(name, before)} → {_spoken(name, after)}"
        for name, (before, after) in facts.get("changes", {}).items()
    ]
    if "other" in facts:
        notes.append(facts["other"])
    if "count" in facts:
        notes += _of_many(facts)
    if "promise" in facts:
        notes.append(f"{facts['whose']}: {facts['promise']}")
    if "value" in facts:
        was = f", instead of {figure(facts['was'])}" if "was" in facts else ""
        notes.append(
            f"{figure(facts['value'])} {facts['unit']} on {_spoken('on', facts['on'])}{was}"
        )
    return notes


def _of_many(facts: dict[str, Any]) -> list[str]:
    """Tell of a sheet of readings: how many, and the first of those that were replaced."""
    first, last = (_spoken("on", facts[name]) for name in ("first", "last"))
    count = facts["count"]
    replaced = [
        f"{figure(value)} {facts['unit']} on {_spoken('on', on)}, instead of {figure(was)}"
        for on, was, value in facts["replaced"][:REPLACED]
    ]
    more = len(facts["replaced"]) - len(replaced)
    rest = [f"and {more} more replaced"] if more else []
    return [f"{figure(count)} days from {first} to {last}", *replaced, *rest]


def _label(name: str) -> str:
    """Return what a field is called where its changes are told."""
    return FIELDS.get(name, name.replace("_", " "))


def _spoken(name: str, text: str) -> str:
    """Return a remembered text as people say it: days written out, nothing said as such."""
    if text and name in DAYS:
        return date_format(date.fromisoformat(text))
    return text or "nothing"

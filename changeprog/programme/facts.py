"""The facts of an event as people say them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import is_aware, localtime

from changeprog.programme.words import figure

TITLES = ("title", "name")
"""Facts that name the subject: shown as the link, not among the notes."""
UNTOLD = (*TITLES, "undo")
"""Facts that are no notes: those, and what a later undoing needs."""
PHRASES = (
    "{value} {unit} on {on}, instead of {was}",
    "{value} {unit} on {on}",
    "{count} days from {first} to {last}, in {unit}",
    "{replaced} of them recorded anew",
    "{likely} {currency} a year likely",
    "{whose}: {promise}",
    "{of}: {state}",
    "goes to {level}: {asked}",
    "from level {level} to level {wanted}",
    "from {before} to {person}",
    "{rules} rules and {procedures} procedures",
    "{share} % of a working day, within {weeks} weeks",
    "{person}",
    "{hours} hours a week",
    "{names}",
    "{functions}",
    "for {starts_at}",
    "due {due}",
    "on {on}",
    "at {where}",
    "to {to}",
    "out of “{from}”",
    "owned by {owner}",
    "version {version}",
    "{answer}",
    "{found}",
    "{other}",
    "{how}",
    "thanks to {whose_doing}",
    "{why}",
    "“{comment}”",
    "because: {because}",
    "because: {reason}",
    "before: “{before}”",
)
"""How facts are told, each by the first phrase that has room for it."""
OF_NOBODY = {"owner": "nobody owns it yet", "to": "to nobody"}
"""What is said of a fact that names nobody; of others that are empty, nothing is."""
LABELS = {"due": "due date", "chair": "in the chair"}
"""What a field is called, where that is not its name."""
LONGEST = 200
"""Characters of a fact that are shown."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
NUMBER = re.compile(r"-?\d{1,20}\.\d+")
_NAMED = [(phrase, set(re.findall(r"{(\w+)}", phrase))) for phrase in PHRASES]


def title(facts: Mapping[str, Any]) -> str:
    """Return what the event calls its subject, or nothing."""
    return next((_spoken(facts[name]) for name in TITLES if facts.get(name)), "")


def notes(facts: Mapping[str, Any]) -> list[str]:
    """Return the other facts, such as "due date: 15 Nov 2026 → 24 Dec 2026", as people say them."""
    return list(_notes(facts))


def _notes(facts: Mapping[str, Any]) -> Iterator[str]:
    left = {name: _told(name, facts[name]) for name in facts if name not in (*UNTOLD, "changes")}
    changes = facts.get("changes") or {}
    for nobody in (name for name in OF_NOBODY if left.get(name) == "" and name not in changes):
        yield OF_NOBODY[nobody]
    left = {name: told for name, told in left.items() if told and name not in changes}
    for phrase, names in _NAMED:
        if names <= left.keys():
            yield phrase.format_map({name: left.pop(name) for name in names})
    for name, told in left.items():
        yield f"{_label(name)}: {told}"
    for name, (before, after) in changes.items():
        yield _change(_label(name), _spoken(before), _spoken(after))


def _told(name: str, value: Any) -> str:
    """Return the value in words; of what was replaced only how much it is."""
    if name == "replaced" and isinstance(value, list):
        return str(len(value) or "")
    return "" if value is False else _spoken(value)


def _change(label: str, before: str, after: str) -> str:
    if before and not after:
        return f"no {label} any more, it was {before}"
    return f"{label}: {before} → {after}" if before else f"{label}: {after}"


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " "))


def _spoken(value: Any) -> str:
    """Return a remembered value in words, days written out; the empty text for none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_spoken, value))
    text = "" if value is None else str(value)
    return Truncator(_written(text)).chars(LONGEST)


def _written(text: str) -> str:
    try:
        if DAY.fullmatch(text):
            return date_format(date.fromisoformat(text))
        if MOMENT.fullmatch(text):
            return _moment(datetime.fromisoformat(text))
    except ValueError:
        return text
    return figure(Decimal(text)) if NUMBER.fullmatch(text) else text


def _moment(at: datetime) -> str:
    return date_format(localtime(at) if is_aware(at) else at, "j M Y, H:i")

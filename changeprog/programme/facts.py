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
LONGEST = 200
"""Characters of a fact that are shown."""
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
NUMBER = re.compile(r"-?\d{1,20}\.\d+")


def title(facts: Mapping[str, Any]) -> str:
    """Return what the event calls its subject, or nothing."""
    return next((_spoken(facts[name]) for name in TITLES if facts.get(name)), "")


def notes(facts: Mapping[str, Any]) -> list[str]:
    """Return the other facts, such as "due: 15 Nov 2026 → 24 Dec 2026", in their own order."""
    return list(_notes(facts))


def _notes(facts: Mapping[str, Any]) -> Iterator[str]:
    for name, value in facts.items():
        if name == "changes" and isinstance(value, Mapping):
            for field, (before, after) in value.items():
                yield f"{_label(field)}: {_spoken(before)} → {_spoken(after)}"
        elif name not in UNTOLD:
            yield f"{_label(name)}: {_spoken(value)}"


def _label(name: str) -> str:
    return name.replace("_", " ")


def _spoken(value: Any) -> str:
    """Return a remembered value in words: days written out, nothing said as such."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_spoken, value)) or "nothing"
    text = "" if value is None else str(value)
    return Truncator(_written(text)).chars(LONGEST) or "nothing"


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

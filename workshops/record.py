"""The record of a workshop: a document of chapters, which the parts of the product register.

It can be read at any time, also while the workshop is going on. Everybody who may read it reads the
same, so a chapter leaves out whatever somebody said in private, and what is not shown to the room
yet.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from changeprog.programme.cells import guarded
from workshops.models import Workshop

Cell = str | int | date | None
Row = dict[str, Cell]
"""One line of a chapter: its cells by the names of their columns, such as "Who" and "Until"."""


@dataclass(frozen=True)
class Chapter:
    """One part of the record.

    ``order`` is its place (low is first), ``name`` its name in the JSON file. ``rows`` returns its
    lines, each with the same columns; they are the table on the page, unless ``shown`` draws it,
    which takes the workshop and returns HTML. A chapter without lines, or that draws nothing, is
    left out of the page.
    """

    order: int
    name: str
    title: str
    rows: Callable[[Workshop], list[Row]]
    shown: Callable[[Workshop], str] | None = None


@dataclass(frozen=True)
class Passage:
    """A chapter as one workshop fills it."""

    chapter: Chapter
    rows: list[Row]
    html: SafeString


_chapters: list[Chapter] = []


def register(*chapters: Chapter) -> None:
    """Add chapters to every record; registering one twice changes nothing."""
    _chapters.extend(each for each in chapters if each not in _chapters)


def chapters() -> list[Chapter]:
    """Return all chapters in their order."""
    return sorted(_chapters, key=lambda chapter: chapter.order)


def passages(workshop: Workshop) -> list[Passage]:
    """Return the record of ``workshop`` as its page shows it."""
    filled = [(chapter, chapter.rows(workshop)) for chapter in chapters()]
    drawn = [Passage(each, rows, _drawn(each, workshop, rows)) for each, rows in filled if rows]
    return [passage for passage in drawn if passage.html]


def _drawn(chapter: Chapter, workshop: Workshop, rows: list[Row]) -> SafeString:
    if chapter.shown:
        return mark_safe(chapter.shown(workshop))
    context = {
        "title": chapter.title,
        "columns": list(rows[0]),
        "rows": [list(row.items()) for row in rows],
    }
    return mark_safe(render_to_string("workshops/record/_table.html", context))


def as_json(workshop: Workshop) -> str:
    """Return the record as a JSON document: the workshop, and each chapter's lines by its name."""
    told = {
        "programme": workshop.programme.name,
        "workshop": workshop.title,
        "number": workshop.number,
        "status": workshop.status,
        "purpose": workshop.purpose,
        "chapters": {each.name: each.rows(workshop) for each in chapters()},
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def as_csv(workshop: Workshop) -> str:
    """Return the record as one table: the chapter's title, then the columns of all chapters.

    A text that a spreadsheet would take for a formula begins with an apostrophe instead.
    """
    lines: list[dict[str, Any]] = [
        {"Chapter": each.title, **row} for each in chapters() for row in each.rows(workshop)
    ]
    out = io.StringIO()
    writer = csv.DictWriter(out, ["Chapter", *_columns(lines)], restval="")
    writer.writeheader()
    writer.writerows({name: guarded(cell) for name, cell in line.items()} for line in lines)
    return out.getvalue()


def _columns(lines: Iterable[dict[str, Any]]) -> list[str]:
    known = {name: None for line in lines for name in line if name != "Chapter"}
    return list(known)

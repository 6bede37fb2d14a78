"""Readings that come as a sheet: pasted from a spreadsheet, or exported as CSV.

Nothing here knows the database: text comes in, rows with a day and a value go out, or words that
say what is wrong with a row and how to put it right.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import StringIO

from changeprog.accounts.lines import one_line
from changeprog.direction import days, figures, spelling
from changeprog.direction.figures import Fraction
from changeprog.direction.spelling import Slashes

ROWS = 10_000
"""As many readings as there are days in 27 years."""
CHARACTERS = 500_000
NOTE = 300
SIGNS = "%€$£¥"
SEPARATORS = "\t;|,"
COLUMNS = 3
HEADS = {
    "on": {"day", "date", "on", "datum", "tag", "when", "measured on", "jour", "time"},
    "value": {"value", "reading", "wert", "number", "valeur", "measured", "figure"},
    "note": {"note", "notes", "comment", "notiz", "remark", "bemerkung", "source"},
}
MARKS = {"utf-16": (b"\xff\xfe", b"\xfe\xff"), "utf-8-sig": (b"\xef\xbb\xbf",)}


class NoText(ValueError):  # noqa: N818 -- told in words
    """The bytes are no text."""


@dataclass(frozen=True)
class Row:
    """One line of the sheet; it has a day and a value, or an error."""

    number: int
    """Which row of the sheet it is, from 1."""
    text: str
    on: date | None = None
    value: Decimal | None = None
    note: str = ""
    error: str = ""
    overruled_by: int = 0
    """The number of a later row about the same day, which counts instead."""


@dataclass(frozen=True)
class Choices:
    """What the numbers and days of a sheet leave open, as the sheet or a person decides it."""

    slashes: Slashes | None = None
    fraction: Fraction | None = None


def decode(content: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16, or else in Windows' western code page.

    Raises ``NoText`` for what is a spreadsheet's own format, a picture and the like.
    """
    encodings = [name for name, marks in MARKS.items() if content.startswith(marks)]
    for encoding in [*encodings, "utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NoText("This is no text. Save the sheet as CSV, or copy its cells and paste them.")


def read(text: str, unit: str, today: date, said: Choices = Choices()) -> list[Row]:
    """Return the rows of ``text`` without its heading and blank lines, in their order.

    Raises ``NoText`` for a sheet that cannot be parted into cells.

    ``unit`` may stand behind a value. ``said`` decides where the sheet itself does not tell which
    of day and month comes first, or which sign is before the decimals. Of two rows about one day
    the later counts.
    """
    lines = _lines(text)
    places = _places(lines, unit)
    body = lines[1:] if places else lines
    cells = [(number, _placed(line, places)) for number, line in body]
    known = _choices(cells, unit, said)
    return _overrule([_row(number, line, unit, today, known) for number, line in cells])


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return the cells of each line that is not blank, with the number of the row."""
    bare = text.removeprefix("\ufeff")
    separator = _separator(bare)
    if separator == " ":
        return _numbered([line.rsplit(None, 1) for line in bare.splitlines()])
    try:
        return _numbered([*csv.reader(StringIO(bare, newline=""), delimiter=separator)])
    except csv.Error:
        raise NoText("A quotation mark is opened and never closed.") from None


def _numbered(rows: list[list[str]]) -> list[tuple[int, list[str]]]:
    numbered = enumerate(([one_line(cell) for cell in row] for row in rows), start=1)
    return [(number, cells) for number, cells in numbered if any(cells)]


def _separator(text: str) -> str:
    """Return what parts the cells: the first of tab, semicolon, bar, comma in most lines."""
    lines = [line for line in text.splitlines() if line.strip()]
    for sign in SEPARATORS:
        if sum(sign in line for line in lines) * 2 > len(lines):
            return sign
    return " "


def _places(lines: list[tuple[int, list[str]]], unit: str) -> list[int] | None:
    """Return in which columns day, value and note are, if the first line is a heading."""
    if not lines:
        return None
    heads = [cell.casefold() for cell in lines[0][1]]
    if any(_is_day(cell) or _is_number(cell, unit) for cell in heads):
        return None
    found = [
        next((at for at, head in enumerate(heads) if head in names), None)
        for names in HEADS.values()
    ]
    on, value, note = found
    if on is None or value is None:
        return [0, 1, 2]
    return [on, value, len(heads) if note is None else note]


def _placed(cells: list[str], places: list[int] | None) -> list[str]:
    """Return day, value and note in this order; more cells than these without a heading."""
    if places is None:
        return cells
    return [cells[at] if at < len(cells) else "" for at in places]


def _choices(rows: list[tuple[int, list[str]]], unit: str, said: Choices) -> Choices:
    """Return what the sheet gives away, or else what was said; contradictions decide nothing."""
    orders = {spelling.slashes_of(cells[0]) for _, cells in rows} - {None}
    signs = {figures.fraction_of(_bare(cells[1], unit)) for _, cells in rows if cells[1:]} - {None}
    return Choices(
        slashes=orders.pop() if len(orders) == 1 else said.slashes,
        fraction=signs.pop() if len(signs) == 1 else said.fraction,
    )


def _row(number: int, cells: list[str], unit: str, today: date, known: Choices) -> Row:
    row = Row(number, " · ".join(cell for cell in cells if cell))
    try:
        on = _day(cells[0], today, known)
        value = _value(cells, unit, known)
    except ValueError as wrong:
        return replace(row, error=str(wrong))
    note = cells[2] if cells[2:] else ""
    if len(note) > NOTE:
        return replace(row, error=f"The note is longer than {NOTE} characters. Shorten it.")
    return replace(row, on=on, value=value, note=note)


def _day(text: str, today: date, known: Choices) -> date:
    try:
        day = spelling.parse(text, known.slashes)
    except spelling.TwoDays:
        raise ValueError(
            f"“{text}” can be two days. Say below what comes first, the day or the month."
        ) from None
    except spelling.NotADay:
        raise ValueError(f"“{text}” is no day. Write it as in 2026-03-31.") from None
    if day > today:
        raise ValueError("This day is still to come.")
    if day < days.FIRST:
        raise ValueError(f"Choose a day from {days.FIRST:%Y} on.")
    return day


def _value(cells: list[str], unit: str, known: Choices) -> Decimal:
    if not cells[1:] or not cells[1]:
        raise ValueError("There is no value. A row needs a day and a number.")
    if len(cells) > COLUMNS or (cells[2:] and cells[1].isdigit() and cells[2].isdigit()):
        raise ValueError(
            "There are too many cells. Where a comma is within a number or a note, "
            "put quotes around it or part the cells by semicolons."
        )
    text = cells[1]
    try:
        value = figures.parse_with(_bare(text, unit), known.fraction)
    except figures.TwoReadings:
        raise ValueError(
            f"“{text}” can be read in two ways. Say below which sign is before the decimals."
        ) from None
    except figures.NotANumber:
        raise ValueError(f"“{text}” is no number.") from None
    if misfit := figures.misfit(value):
        raise ValueError(misfit)
    return value


def _bare(text: str, unit: str) -> str:
    """Return ``text`` without the unit, or a sign of money, that stands beside the number."""
    bare = text.strip()
    for mark in (unit, *SIGNS):
        bare = bare.removesuffix(mark).removeprefix(mark).strip()
    return bare


def _is_day(text: str) -> bool:
    try:
        spelling.parse(text, Slashes.DAY)
    except spelling.NotADay:
        return False
    return True


def _is_number(text: str, unit: str) -> bool:
    try:
        figures.parse_with(_bare(text, unit), Fraction.DOT)
    except figures.NotANumber:
        return False
    return True


def _overrule(rows: list[Row]) -> list[Row]:
    """Return ``rows``, each knowing the last row about the same day if that is another one."""
    last = {row.on: row.number for row in rows if row.on}
    return [
        replace(row, overruled_by=last[row.on]) if row.on and last[row.on] != row.number else row
        for row in rows
    ]

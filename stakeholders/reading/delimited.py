"""Text whose cells are parted by a tab, a semicolon, a comma or a bar: CSV, and pasted cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from stakeholders.reading.table import CHARACTERS, Allowance, Line, Refused

SEPARATORS = "\t;,|"
"""In the order in which they are believed, where several would do."""
SAMPLE = 50
SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""How Excel itself says on the first line what parts the cells."""


def read(text: str, allowance: Allowance) -> list[Line]:
    """Return the rows of ``text``; raises ``Refused`` for one that cannot be parted."""
    said = SAID.match(text)
    separator = said[1] if said else _separator(text)
    body = text[said.end() :] if said else text
    start = 1 if said else 0
    return [(number + start, cells) for number, cells in _lines(body, separator, allowance)]


def _lines(text: str, separator: str, allowance: Allowance) -> Iterator[Line]:
    if separator == "\t" and not _quotes_close(text):
        plain = csv.reader(_stream(text), delimiter="\t", quoting=csv.QUOTE_NONE)
        yield from allowance.lines(plain)
        return
    reader = csv.reader(_stream(text), delimiter=separator, strict=True)
    try:
        yield from allowance.lines(reader)
    except csv.Error as wrong:
        if "field limit" in str(wrong):
            raise Refused(f"A cell is longer than {CHARACTERS:,} characters.") from None
        raise Refused(
            f"In line {reader.line_num:,} a quotation mark stands where none can, "
            "or one is opened and never closed."
        ) from None


def _stream(text: str) -> StringIO:
    return StringIO(text, newline="")


def _quotes_close(text: str) -> bool:
    """Whether the quotation marks of cells copied from a spreadsheet are around whole cells."""
    try:
        for _ in csv.reader(_stream(text), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return False
    return True


def _separator(text: str) -> str:
    """Return the sign that parts the first rows most evenly; a comma where nothing does."""
    evenness = {sign: _evenness(text, sign) for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: evenness[sign])
    return best if evenness[best] else ","


def _evenness(text: str, separator: str) -> float:
    """Return the share of rows that have as many cells as most have, 0 to 1; 0 for one cell."""
    reader = csv.reader(_stream(text), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(reader, SAMPLE) if row)
    except csv.Error:
        return 0
    if not widths:
        return 0
    width, rows = max(widths.items(), key=lambda each: (each[1], each[0]))
    return rows / widths.total() if width > 1 else 0

"""Cells of files that a spreadsheet opens: written so that it computes none of them.

What begins like a formula gets an apostrophe in front, by which spreadsheets know a text. So does a
text that begins with such an apostrophe already, so that taking one away always gives back what was
written.
"""

from typing import TypeVar

LEADING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 -- wide ones
"""What makes a spreadsheet take a text for a formula; also behind blanks."""
GUARD = "'"

Cell = TypeVar("Cell")
"""A text, a number, or nothing."""


def guarded(cell: Cell) -> Cell | str:
    """Return ``cell`` such that no spreadsheet computes it; numbers stay numbers."""
    return f"{GUARD}{cell}" if isinstance(cell, str) and _is_risky(cell) else cell


def without_guard(text: str) -> str:
    """Return what ``guarded`` was given; any other text stays as it is."""
    bare = text.removeprefix(GUARD)
    return bare if bare != text and _is_risky(bare) else text


def _is_risky(text: str) -> bool:
    """Whether ``text`` would be computed, or would be once its guards are taken for one."""
    bare = text.lstrip(GUARD)
    return bare.startswith(LEADING) or bare.lstrip().startswith(LEADING)

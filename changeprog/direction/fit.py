"""How wide words are in a picture, and as much of them as fits.

Only whoever looks at a picture knows its fonts, so widths are an estimate, and there is one for
all pictures: a letter takes as much as the broadest sans-serifs in use give to letters like it in
bold. It errs on the generous side, so that words that fit here fit on the screen as well.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

NARROW = frozenset("ijlftrI.,:;'\u2019|!()[]-· \u00a0\u202f")
BROAD = frozenset("mwMW@%&—…")
EMS = {"nothing": 0, "narrow": 42, "capital": 80, "broad": 120, "other": 67}
"""Widths in hundredths of the font's size; whole numbers, so that sums of them are exact."""
MORE = "…"
LEADING = 1.25
"""How far one line is from the next, in shares of the font's size."""
RISE = 0.35
"""How far a baseline is below the middle of its letters, in shares of the font's size."""


@dataclass(frozen=True)
class Line:
    """A line of words: where it begins, its baseline, the size of its font, and its words."""

    x: int
    y: str
    size: int
    words: str


def width(text: str, size: float) -> float:
    """Return how wide ``text`` is at most, about, in the unit of ``size``."""
    return _length(sum(map(_ems, text)), size)


def shorten(text: str, room: float, size: float) -> str:
    """Return as much of ``text`` as fits into ``room``, with "…" if that is not all of it."""
    return text if width(text, size) <= room else _cut(text, room, size)


def wrap(text: str, room: float, size: float, lines: int) -> list[str]:
    """Break ``text`` into at most ``lines`` lines of ``room``; what does not fit ends in "…"."""
    broken = _broken(text, room, size)
    if len(broken) <= lines:
        return broken
    return [*broken[: lines - 1], _cut(f"{broken[lines - 1]} {broken[lines]}", room, size)]


def largest(text: str, room: float, height: float, sizes: Sequence[int]) -> tuple[int, list[str]]:
    """Return the first of ``sizes`` at which all of ``text`` fits, and its lines; else the last."""
    for size in sizes:
        broken = _broken(text, room, size)
        if len(broken) * size * LEADING <= height:
            return size, broken
    return sizes[-1], wrap(text, room, sizes[-1], int(height // (sizes[-1] * LEADING)))


def around(words: Sequence[str], x: int, middle: float, size: int) -> list[Line]:
    """Return ``words`` set around ``middle``, a baseline for each line."""
    leading = size * LEADING
    first = middle - leading * (len(words) - 1) / 2 + size * RISE
    return [Line(x, f"{first + leading * row:.1f}", size, line) for row, line in enumerate(words)]


def _broken(text: str, room: float, size: float) -> list[str]:
    lines: list[str] = [""]
    for word in _pieces(text, room, size):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if lines[0] or len(lines) == 1 else lines[1:]


def _pieces(text: str, room: float, size: float) -> list[str]:
    """Return the words of ``text``, those wider than a line in several pieces."""
    pieces = []
    for word in text.split():
        piece = ""
        for sign in word:
            if piece and width(piece + sign, size) > room:
                pieces.append(piece)
                piece = ""
            piece += sign
        pieces.append(piece)
    return pieces


def _cut(text: str, room: float, size: float) -> str:
    """Return as much of ``text`` as fits into ``room`` together with the "…" behind it."""
    ends = accumulate(map(_ems, text), initial=_ems(MORE))
    fitting = sum(1 for end in ends if _length(end, size) <= room)
    return text[: max(fitting - 1, 0)].rstrip() + MORE


def _length(ems: int, size: float) -> float:
    return ems * size / 100


@cache
def _ems(sign: str) -> int:
    if unicodedata.combining(sign):
        return EMS["nothing"]
    if sign in NARROW:
        return EMS["narrow"]
    if sign in BROAD or unicodedata.east_asian_width(sign) in "WF":
        return EMS["broad"]
    return EMS["capital" if sign.isupper() else "other"]

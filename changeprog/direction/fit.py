"""Words that have to fit a picture whose fonts are only known to whoever looks at it.

Widths are estimates on the generous side, in shares of the font's size.
"""

import unicodedata

NARROW, WIDE = set("ijlftrI.,:;'\u2019|!()[]- \u00a0\u202f"), set("mwMW@%—…")
WIDTHS = {"narrow": 0.42, "wide": 1.0, "double": 1.1, "capital": 0.76, "other": 0.64}
MORE = "…"


def width(text: str, size: float) -> float:
    """Return how wide ``text`` is at most, about, in the unit of ``size``."""
    return sum(WIDTHS[_kind(sign)] for sign in text if not unicodedata.combining(sign)) * size


def wrap(text: str, room: float, size: float, lines: int) -> list[str]:
    """Break ``text`` into at most ``lines`` lines of ``room``; what does not fit ends in "…"."""
    broken = _broken(text, room, size)
    if len(broken) <= lines:
        return broken
    return [*broken[: lines - 1], _cut(f"{broken[lines - 1]} {broken[lines]}", room, size)]


def largest(text: str, room: float, height: float, sizes: list[int]) -> tuple[int, list[str]]:
    """Return the first of ``sizes`` at which all of ``text`` fits, and its lines; else the last."""
    for size in sizes:
        broken = _broken(text, room, size)
        if len(broken) * size * LEADING <= height:
            return size, broken
    return sizes[-1], wrap(text, room, sizes[-1], int(height // (sizes[-1] * LEADING)))


LEADING = 1.25
"""How far one line is from the next, in shares of the font's size."""


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
    while text and width(text + MORE, size) > room:
        text = text[:-1]
    return text.rstrip() + MORE


def _kind(sign: str) -> str:
    if unicodedata.east_asian_width(sign) in "WF":
        return "double"
    if sign in NARROW:
        return "narrow"
    if sign in WIDE:
        return "wide"
    return "capital" if sign.isupper() else "other"

"""Numbers as people write them, with a comma or a dot, into Decimal and back."""

import re
from decimal import Decimal

DECIMALS = 4
UNWRITTEN = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'\u2019\u200e\u200f"))
"""Spaces and apostrophes between thousands, marks of writing direction."""
MINUS = {0x2212: "-"}
AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
PLAIN = re.compile(r"[-+]?\d+([.,]\d*)?|[-+]?[.,]\d+")
GROUPED = re.compile(r"[-+]?\d{1,3}(?:(,\d{3})+(\.\d+)?|(\.\d{3})+(,\d+)?)")


class NotANumber(ValueError):  # noqa: N818 -- told in words
    """The text is no number."""


class TwoReadings(ValueError):  # noqa: N818 -- told in words
    """The text is a thousand in one country and a fraction in another: "1,234"."""


def parse(text: str) -> Decimal:
    """Return the number that ``text`` writes.

    The decimal sign is a comma or a dot; thousands may be set apart by spaces, apostrophes or the
    other of the two. Raises ``NotANumber``, or ``TwoReadings`` rather than guess.
    """
    bare = text.strip().translate(UNWRITTEN).translate(MINUS)
    if AMBIGUOUS.fullmatch(bare):
        raise TwoReadings(bare)
    if PLAIN.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    if not GROUPED.fullmatch(bare):
        raise NotANumber(bare)
    last = max(bare.rfind(","), bare.rfind("."))
    several = bare.count(bare[last]) > 1
    whole, fraction = (bare, "") if several else (bare[:last], bare[last + 1 :])
    return Decimal(re.sub(r"[.,]", "", whole) + (f".{fraction}" if fraction else ""))


def write(value: Decimal) -> str:
    """Return ``value`` so that ``parse`` gives it back, without needless zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{value:.{DECIMALS}f}" if AMBIGUOUS.fullmatch(text) else text

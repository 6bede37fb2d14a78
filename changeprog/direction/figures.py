"""Numbers as people write them, with a comma or a dot, into Decimal and back."""

import re
from decimal import Decimal
from enum import StrEnum

from changeprog.programme.words import figure

DIGITS = 15
DECIMALS = 4
LARGEST = Decimal(10) ** (DIGITS - DECIMALS)
UNWRITTEN = dict.fromkeys(map(ord, " \u00a0\u2009\u202f'\u2019\u200e\u200f"))
"""Spaces and apostrophes between thousands, marks of writing direction."""
MINUS = {0x2212: "-"}
AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
TELLING = re.compile(r"[-+]?\d*([.,])(?:\d{1,2}|\d{4,})")
PLAIN = re.compile(r"[-+]?\d+([.,]\d*)?|[-+]?[.,]\d+")
GROUPED = re.compile(r"[-+]?\d{1,3}(?:(,\d{3})+(\.\d+)?|(\.\d{3})+(,\d+)?)")


class Fraction(StrEnum):
    """The sign before the decimals."""

    COMMA = ","
    DOT = "."


class NotANumber(ValueError):  # noqa: N818 -- told in words
    """The text is no number."""


class TwoReadings(ValueError):  # noqa: N818 -- told in words
    """The text is a thousand in one country and a fraction in another: "1,234"."""


def parse(text: str) -> Decimal:
    """Return the number that ``text`` writes.

    The decimal sign is a comma or a dot; thousands may be set apart by spaces, apostrophes or the
    other of the two. Raises ``NotANumber``, or ``TwoReadings`` rather than guess.
    """
    bare = _bare(text)
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


def fraction_of(text: str) -> Fraction | None:
    """Return the decimal sign that ``text`` gives away: the comma of "62,5", none of "1,234"."""
    found = TELLING.fullmatch(_bare(text))
    return Fraction(found[1]) if found else None


def parse_with(text: str, fraction: Fraction | None) -> Decimal:
    """Return the number that ``text`` writes, where "1,234" is read by its known decimal sign.

    Raises ``NotANumber``, and ``TwoReadings`` where the sign is not known either.
    """
    try:
        return parse(text)
    except TwoReadings as two:
        if fraction is None:
            raise
        bare = str(two)
        whole = bare if fraction in bare else re.sub("[.,]", "", bare)
        return Decimal(whole.replace(",", "."))


def misfit(number: Decimal) -> str:
    """Say why ``number`` cannot be kept as it is; nothing where it can."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > DECIMALS:
        return f"At most {DECIMALS} digits after the decimal sign are kept."
    if abs(number) >= LARGEST:
        return f"Numbers below {figure(LARGEST)} fit. Choose a larger unit, such as thousands."
    return ""


def two_readings(text: str) -> str:
    """Say how to write ``text`` so that it can be read in one way only."""
    whole = text.replace(",", "").replace(".", "")
    return f"“{text}” can be read in two ways. Write {whole} if you mean thousands, {text}0 if not."


def write(value: Decimal) -> str:
    """Return ``value`` so that ``parse`` gives it back, without needless zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{value:.{DECIMALS}f}" if AMBIGUOUS.fullmatch(text) else text


def _bare(text: str) -> str:
    return text.strip().translate(UNWRITTEN).translate(MINUS)

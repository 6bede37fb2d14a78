"""Amounts of money as people read them; always ``Decimal``, never a float."""

from decimal import ROUND_HALF_UP, Context, Decimal

from changeprog.programme.words import TYPESET, figure

THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)
POWERS = [(9, "bn"), (6, "M"), (3, "k")]
BREAKLESS = "\u00a0"


def plain(amount: Decimal) -> str:
    """Write an amount exactly, without its currency; cents only where there are some."""
    exact = _decimal(amount)
    whole = exact == exact.to_integral_value()
    return figure(exact) if whole else f"{exact:,.2f}".translate(TYPESET)


def write(amount: Decimal, currency: str) -> str:
    """Write an amount exactly, with its currency: "12 000 EUR"; cents only where there are some."""
    return f"{plain(amount)}{BREAKLESS}{currency}"


def about(amount: Decimal, currency: str) -> str:
    """Write an estimate without cents: "748 619 USD"."""
    return write(whole(amount), currency)


def whole(amount: Decimal) -> Decimal:
    """Return an amount without its cents, rounded."""
    return _decimal(amount).quantize(Decimal(1), ROUND_HALF_UP)


def short(amount: Decimal) -> str:
    """Write an amount in three digits, for pictures: "850", "12.4 k", "1.25 M", "3 bn"."""
    rounded = THREE_DIGITS.plus(_decimal(amount))
    for power, sign in POWERS:
        if abs(rounded) >= Decimal(10) ** power:
            return f"{figure(rounded.scaleb(-power))}{BREAKLESS}{sign}"
    return figure(rounded)


def _decimal(amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal):
        raise TypeError(f"Money is Decimal, not {type(amount).__name__}.")
    return amount

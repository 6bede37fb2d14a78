"""Filters for amounts of money: ``{{ amount|money:programme.currency }}``."""

from decimal import Decimal

from django import template

from changeprog.programme import money as amounts

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Write an amount exactly, with its currency; nothing for none."""
    return "" if amount is None else amounts.write(amount, currency)


@register.filter
def amount(amount: Decimal | None) -> str:
    """Write an amount exactly, where the currency is said elsewhere; nothing for none."""
    return "" if amount is None else amounts.plain(amount)


@register.filter
def whole_amount(amount: Decimal | None) -> str:
    """Write an estimate without cents, where the currency is said elsewhere; nothing for none."""
    return "" if amount is None else amounts.plain(amounts.whole(amount))


@register.filter
def about_money(amount: Decimal | None, currency: str) -> str:
    """Write an estimate without cents, with its currency; nothing for none."""
    return "" if amount is None else amounts.about(amount, currency)


@register.filter
def short_money(amount: Decimal | None) -> str:
    """Write an amount in three digits; nothing for none."""
    return "" if amount is None else amounts.short(amount)

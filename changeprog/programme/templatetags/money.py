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
def short_money(amount: Decimal | None) -> str:
    """Write an amount in three digits; nothing for none."""
    return "" if amount is None else amounts.short(amount)

"""Guessing of room codes: how many wrong ones an address may try before it has to wait.

A room full of people shares one address, so only what is wrong counts, and mistyping is allowed
for. At this rate all codes would take longer than a lifetime, and each works for a day.
"""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST = 40
"""Wrong codes from one address within the time."""
WHILE = 60
"""Seconds."""


def is_guessing(request: HttpRequest) -> bool:
    """Whether so many codes from there were wrong that right ones are refused as well."""
    wrong: int = cache.get(_name(request), 0)
    return wrong >= MOST


def count(request: HttpRequest) -> None:
    """Note that a code from there was wrong."""
    name = _name(request)
    if not cache.add(name, 1, WHILE):
        try:
            cache.incr(name)
        except ValueError:  # forgotten just now
            cache.set(name, 1, WHILE)


def _name(request: HttpRequest) -> str:
    return f"room-code:{get_adapter(request).get_client_ip(request)}"

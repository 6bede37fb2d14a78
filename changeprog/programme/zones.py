"""Time zones as people choose them: the IANA names that this machine knows."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

NOT_FOR_PEOPLE = ("Etc/", "SystemV/", "posix/", "right/", "US/")


@cache
def zones() -> tuple[str, ...]:
    """Return the names people can choose from, in order, UTC first."""
    named = (z for z in available_timezones() if "/" in z and not z.startswith(NOT_FOR_PEOPLE))
    return ("UTC", *sorted(named))


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones as choices of a form field."""
    return [(name, name.replace("_", " ")) for name in zones()]


def known_zone(name: str) -> None:
    """Raise ``ValidationError`` for a zone this machine does not know."""
    if name not in available_timezones():
        raise ValidationError("Choose a time zone from the list.")

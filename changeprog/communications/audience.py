"""Who hears of the programme, and why somebody does not.

A procedure reaches everybody, or whoever one of its parts reaches. Functions, roles and named
people are known here; who sits in a team is known above, and registered from there.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

from changeprog.programme.models import Programme

if TYPE_CHECKING:
    from changeprog.communications.models.terms import Terms

Part = Callable[["Terms"], Q]
"""Takes a procedure and returns the condition of the people whom a part of its audience reaches."""

TAKES_PART = Q(removed_at=None) & ~Q(role="") & ~Q(email="")
PAUSED = "Has paused the digest"
AWAY = "Has paused all mails over that day"
STOPPED_THIS = "Has stopped the mails of this procedure"
STOPPED_SINGLE = "Has stopped single mails; it stands in the inbox"

ABSENCES = {
    "No longer takes part": ~Q(removed_at=None) | Q(role=""),
    "Has no e-mail address": Q(email=""),
    "The programme has been stopped": Programme.silenced("programme__"),
    "Has stopped all mails of this programme": Q(unsubscriptions__what="everything"),
}
"""Reasons, in words for the ledger, why nothing at all is sent to a person whom these find."""

REFUSALS = {**ABSENCES, PAUSED: Q(digest_paused=True)}
"""The same for the digest, which people may pause."""

SINGLE_REFUSALS = {**ABSENCES, STOPPED_SINGLE: Q(unsubscriptions__what="single")}
"""The same for mails that tell one thing, which people may want in the inbox alone."""


def in_functions(terms: "Terms") -> Q:
    return Q(function__in=terms.to_functions.all())


def in_roles(terms: "Terms") -> Q:
    return Q(role__in=terms.role_list)


def by_name(terms: "Terms") -> Q:
    return Q(pk__in=terms.to_people.values("pk"))


_parts: list[Part] = [in_functions, in_roles, by_name]


def register(part: Part) -> None:
    """Add a part that an audience may have; registering one twice changes nothing."""
    if part not in _parts:
        _parts.append(part)


def reached_by(terms: "Terms") -> Q:
    """Return the condition of the people whom a procedure reaches, taking part or not."""
    if terms.to_everyone:
        return Q()
    return Q(*(part(terms) for part in _parts), _connector=Q.OR)

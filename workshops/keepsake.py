"""Keepsakes: what the browser of somebody who writes without a name keeps of it, and nobody else.

A cookie of the room holds the secrets of the notes written in it from this browser, the newest
last. The server reads it with a request and stores it nowhere.
"""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from workshops.models import Workshop

NAME = "notes-{}"
MOST = 90
"""Notes that fit into one cookie; of somebody who writes more, the oldest cannot be changed."""
AGE = 60 * 60 * 24 * 60
"""Seconds for which the browser keeps it: 60 days, as it does the sign-in."""


def read(request: HttpRequest, workshop: Workshop) -> tuple[UUID, ...]:
    """Return the secrets that the browser keeps; what is no secret is passed over."""
    kept = request.COOKIES.get(NAME.format(workshop.pk), "")
    return tuple(UUID(hex=each) for each in kept.split(".") if _is_secret(each))[-MOST:]


def keep(response: HttpResponse, workshop: Workshop, secrets: tuple[UUID, ...]) -> None:
    """Have the browser keep ``secrets``, and show them in this workshop's room only."""
    response.set_cookie(
        NAME.format(workshop.pk),
        ".".join(each.hex for each in secrets[-MOST:]),
        max_age=AGE,
        path=reverse("workshop_room:room", args=[workshop.programme.key, workshop.pk]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _is_secret(text: str) -> bool:
    return len(text) == len(UUID(int=0).hex) and all(each in "0123456789abcdef" for each in text)

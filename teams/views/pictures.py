"""Pictures of victories, for those who may see the victories."""

from typing import Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.models import Picture

A_YEAR = 31_536_000
"""Seconds; what is at an address never changes, for the address is the digest of the bytes."""


@programme_view(Role.OBSERVER)
@require_GET
def picture(request: ProgrammeRequest, digest: str) -> HttpResponse:
    """Send a picture at the size of a page."""
    return _send(request, digest, "large")


@programme_view(Role.OBSERVER)
@require_GET
def picture_small(request: ProgrammeRequest, digest: str) -> HttpResponse:
    """Send a picture at the size of a card."""
    return _send(request, digest, "small")


def _send(request: ProgrammeRequest, digest: str, size: Literal["large", "small"]) -> HttpResponse:
    """Send one size; only this browser may keep it, and opened alone it can do nothing."""
    shown = Picture.objects.shown().filter(programme=request.programme)
    found = get_object_or_404(shown.only("pk", size), digest=digest)
    etag = f'"{digest}-{size}"'
    known = get_conditional_response(request, etag=etag)
    answer = known or HttpResponse(bytes(getattr(found, size)), content_type="image/webp")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer

"""Joining by the room code: which workshop it opens, where it leads, and its picture."""

from io import BytesIO
from zoneinfo import ZoneInfo

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate, now

from changeprog.programme.models import Programme
from workshops.codes import LENGTH, read_code
from workshops.models import Workshop


def join_path(workshop: Workshop) -> str:
    """Return the path that lets somebody join."""
    return reverse("workshop_room:join_code", args=[workshop.code])


def join_url(workshop: Workshop) -> str:
    """Return the address that lets somebody join, as it stands in mails and in the QR code."""
    return settings.BASE_URL + join_path(workshop)


def shown_address() -> str:
    """Return where the code is typed, as it is read off a wall: without the scheme."""
    return settings.BASE_URL.partition("://")[2] + reverse("workshop_room:join")


def shown_code(workshop: Workshop) -> str:
    """Return the code as it is read off a wall: in two groups of three."""
    half = LENGTH // 2
    return f"{workshop.code[:half]} {workshop.code[half:]}"


def opened_by(typed: str) -> Workshop | None:
    """Return the workshop that a code opens: one that is going on, or begins today.

    Today is the day where the programme is at home.
    """
    known = Workshop.objects.with_names().filter(code=read_code(typed)[: LENGTH + 1]).first()
    return known if known and is_joined(known) else None


def is_joined(workshop: Workshop) -> bool:
    """Whether its code works now; never in a closed programme."""
    if workshop.programme.closed_at:
        return False
    planned = workshop.status == Workshop.Status.PLANNED
    return workshop.is_open or (planned and _is_today(workshop, workshop.programme))


def _is_today(workshop: Workshop, programme: Programme) -> bool:
    zone = ZoneInfo(programme.time_zone)
    return localdate(workshop.starts_at, zone) == localdate(now(), zone)


def qr_code(workshop: Workshop) -> SafeString:
    """Return the join address as a picture in SVG; its colours are those of ink and paper.

    Error correction is at level M: a wall is looked at from an angle, but it has no creases.
    """
    picture = BytesIO()
    segno.make(join_url(workshop), error="m", micro=False).save(
        picture,
        kind="svg",
        xmldecl=False,
        svgns=True,
        omitsize=True,
        border=2,
        svgclass="qr",
        lineclass=None,
        title="QR code that leads into the workshop",
        desc=join_url(workshop),
    )
    return mark_safe(picture.getvalue().decode())

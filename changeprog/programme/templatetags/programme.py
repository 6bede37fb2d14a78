"""Tags of a programme's pages: live regions, the viewer's own dates, function marks."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.db.models import Model
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now

from changeprog.programme import bell as bells
from changeprog.programme import words
from changeprog.programme.models import Person, Role
from changeprog.programme.origins import origins_of
from changeprog.programme.parts import Part
from changeprog.programme.people_tabs import tabs_for
from changeprog.programme.rooms import ProgrammeRegion
from changeprog.programme.tracing import place_of

register = template.Library()


@register.simple_tag(takes_context=True)
def region(context: template.Context, shown: ProgrammeRegion) -> SafeString:
    """Show a live region just as the stream will send it."""
    person = context["request"].person
    if shown.personal_context is None:
        return shown.render_for(person.programme, Role(person.role))
    return shown.render_personally(person)


@register.simple_tag(takes_context=True)
def bell(context: template.Context) -> SafeString:
    """Show the way to the viewer's inbox; it costs no query of its own."""
    return bells.among(context.get("programmes") or (), context["request"].programme.key)


@register.inclusion_tag("programme/_origins.html", takes_context=True)
def origins(context: template.Context, subject: Model) -> dict[str, Any]:
    """Show from what ``subject`` came, such as a workshop."""
    return {"origins": origins_of(subject, context["request"].person)}


@register.inclusion_tag("programme/_chain.html", takes_context=True)
def chain(context: template.Context, subject: Model, mend: str = "") -> dict[str, Any]:
    """Show the way from the vision down to ``subject``, and what came of it.

    Where it hangs on nothing, ``mend`` is the address at which the reader says on what.
    """
    request = context["request"]
    place = place_of(subject, request.programme, request.person)
    return {"place": place if place and place.says_something else None, "mend": mend}


@register.inclusion_tag("programme/_people_tabs.html", takes_context=True)
def people_tabs(context: template.Context) -> dict[str, Any]:
    """Show the pages about people that the viewer may open, if there are several."""
    request = context["request"]
    return {"tabs": tabs_for(request.person), "path": request.path}


@register.filter
def away(day: date | None) -> str:
    """Say how far ``day`` is from today: "in 12 days", "tomorrow", "3 days late"."""
    return words.away(day, localdate()) if day else ""


@register.filter
def ago(at: datetime | None) -> str:
    """Say how long ago ``at`` was: "today", "yesterday", "5 days ago"."""
    return words.ago((localdate() - localdate(at)).days) if at else ""


@register.filter
def days_since(at: datetime | None) -> int:
    """Return the whole days since ``at``."""
    return (now() - at).days if at else 0


@register.filter
def figure(value: Any) -> str:
    """Write a number without trailing zeros and with thin thousands."""
    return words.figure(value)


@register.filter
def of_person(parts: Mapping[int, list[Part]], person: Person) -> list[Part]:
    """Return the parts of ``person`` among those of many."""
    return parts.get(person.pk, []) if parts else []

"""Tags of victories: who said thank you, and the tap that says it."""

from typing import Any

from django import template

from changeprog.programme.models import Person
from teams.models import Victory
from teams.naming import named, together

register = template.Library()


@register.inclusion_tag("teams/victories/_thanks.html", takes_context=True)
def thanks(context: template.Context, victory: Victory, viewer: Person) -> dict[str, Any]:
    """Show who thanked for ``victory`` and, if it is not their own, let ``viewer`` do so."""
    people = [said.person for said in victory.thanks.all()]
    return {
        "victory": victory,
        "programme": viewer.programme,
        "said": viewer in people,
        "may_thank": victory.may_be_thanked_by(viewer),
        "count": len(people),
        "words": named([person.name for person in people]),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def names(people: list[Person]) -> str:
    """Write everybody's name: "Ana, Ben and Cleo"."""
    return together([person.name for person in people])

"""Tags of the direction's pages."""

from typing import Any

from django import template
from django.urls import reverse

from changeprog.direction.tabs import TABS

register = template.Library()


@register.inclusion_tag("direction/_tabs.html", takes_context=True)
def direction_tabs(context: template.Context) -> dict[str, Any]:
    """Show the pages of the direction that the viewer may open, the present one marked."""
    request = context["request"]
    shown = [
        {"label": tab.label, "url": reverse(tab.url_name, args=[request.programme.key])}
        for tab in TABS
        if request.person.may(tab.least)
    ]
    return {"tabs": shown, "path": request.path}

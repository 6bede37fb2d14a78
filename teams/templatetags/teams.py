"""Tags of the teams' pages."""

from typing import Any

from django import template
from django.urls import reverse

from teams.tabs import TABS

register = template.Library()


@register.inclusion_tag("teams/_teams_tabs.html", takes_context=True)
def teams_tabs(context: template.Context) -> dict[str, Any]:
    """Show the pages of the teams that the viewer may open, the present one marked."""
    request = context["request"]
    shown = [
        {"label": tab.label, "url": reverse(tab.url_name, args=[request.programme.key])}
        for tab in TABS
        if request.person.may(tab.least)
    ]
    return {"tabs": shown, "path": request.path}

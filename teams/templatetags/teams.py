"""Tags of the teams' pages."""

from typing import Any

from django import template

from changeprog.direction.tabs import tabs_of
from teams.tabs import TABS

register = template.Library()


@register.inclusion_tag("shell/_tabs.html", takes_context=True)
def teams_tabs(context: template.Context) -> dict[str, Any]:
    """Show the pages of the teams that the viewer may open, the present one marked."""
    return tabs_of(context["request"], "Teams", TABS)

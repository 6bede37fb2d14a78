"""Tags of the direction's pages."""

from typing import Any

from django import template

from changeprog.direction.tabs import TABS, tabs_of

register = template.Library()


@register.inclusion_tag("shell/_tabs.html", takes_context=True)
def direction_tabs(context: template.Context) -> dict[str, Any]:
    """Show the pages of the direction that the viewer may open, the present one marked."""
    return tabs_of(context["request"], "Direction", TABS)

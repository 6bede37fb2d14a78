"""Tags for the pages of the map."""

from typing import Any

from django import template
from django.template import Context

from stakeholders.pages import tabs

register = template.Library()


@register.inclusion_tag("shell/_tabs.html", takes_context=True)
def map_tabs(context: Context) -> dict[str, Any]:
    """Draw the tabs of the map."""
    return tabs(context["request"])

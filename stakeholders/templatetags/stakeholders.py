"""Tags for the pages of the map."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context

from stakeholders.columns import Text
from stakeholders.models import Stakeholder
from stakeholders.pages import tabs
from stakeholders.support import Support

register = template.Library()


@register.inclusion_tag("shell/_tabs.html", takes_context=True)
def map_tabs(context: Context) -> dict[str, Any]:
    """Draw the tabs of the map."""
    return tabs(context["request"])


@register.filter
def of_row(texts: Mapping[int, list[Text]], row: Stakeholder) -> list[Text]:
    """Return the cells of a row of the table that other modules have added."""
    return texts.get(row.pk, []) if texts else []


@register.filter
def support_word(level: int | None) -> str:
    """Return the word for a step of support; "Unknown" where nobody knows."""
    return str(Support(level).label) if level else "Unknown"

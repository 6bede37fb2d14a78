"""Tags for the pages of the map."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context

from stakeholders.columns import Text
from stakeholders.models import Stakeholder
from stakeholders.pages import tabs

register = template.Library()


@register.inclusion_tag("shell/_tabs.html", takes_context=True)
def map_tabs(context: Context) -> dict[str, Any]:
    """Draw the tabs of the map."""
    return tabs(context["request"])


@register.filter
def of_row(texts: Mapping[int, list[Text]], row: Stakeholder) -> list[Text]:
    """Return the cells of a row of the table that other modules have added."""
    return texts.get(row.pk, []) if texts else []

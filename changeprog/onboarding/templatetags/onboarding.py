"""What the templates of bringing on board need."""

from datetime import timedelta
from typing import Any

from django import template
from django.urls import reverse

from changeprog.direction.tabs import tabs_of
from changeprog.onboarding import answering
from changeprog.onboarding.tabs import TABS

register = template.Library()


@register.inclusion_tag("shell/_tabs.html", takes_context=True)
def onboarding_tabs(context: template.Context, here: str = "") -> dict[str, Any]:
    """Show the pages of bringing on board that the reader may open.

    ``here`` names the page that is marked where the one shown is another view of it.
    """
    shown = tabs_of(context["request"], "Bringing on board", TABS)
    if here:
        shown["path"] = reverse(here, args=[context["request"].programme.key])
    return shown


@register.filter
def lasting(wait: timedelta) -> str:
    """Return how long a wait is, such as "3 hours"."""
    return answering.lasting(wait)

"""The pages of the map, side by side: one line a page. All are for champions and facilitators."""

from typing import Any

from changeprog.direction.tabs import Tab, tabs_of
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.models import Role

PAGES = [
    Tab("Grid", "stakeholders:map", Role.FACILITATOR),
    Tab("Table", "stakeholders:table", Role.FACILITATOR),
    Tab("Over time", "stakeholders:support", Role.FACILITATOR),
    Tab("Web", "stakeholders:web", Role.FACILITATOR),
    Tab("Surveys", "stakeholders:surveys", Role.FACILITATOR),
    Tab("Ground rules", "stakeholders:ground_rules", Role.FACILITATOR),
    Tab("Ambassadors", "stakeholders:ambassadors", Role.FACILITATOR),
    Tab("Import", "stakeholders:imports", Role.FACILITATOR),
]


def tabs(request: ProgrammeRequest) -> dict[str, Any]:
    """Return the tabs that the viewer may open, for a template's context."""
    return tabs_of(request, "The map", PAGES)

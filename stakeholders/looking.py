"""The access log of a profile: who has looked at it, and at the overviews that showed it."""

from typing import Any

from django.db.models import F, QuerySet

from stakeholders.models import Look, OverviewLook, Stakeholder

Looked = dict[str, Any]
"""Who has seen what, and when: "who", "what", "at"."""


def looks_at(stakeholder: Stakeholder) -> QuerySet[Any, Looked]:
    """Return every look at the profile and, once a day, at each overview; the newest first.

    An overview that was opened before somebody was put on the map did not show them.
    """
    own = _told(Look.objects.filter(stakeholder=stakeholder))
    overviews = OverviewLook.objects.filter(
        programme=stakeholder.programme_id, at__gte=stakeholder.on_map_since
    )
    return own.union(_told(overviews), all=True).order_by("-at", "-pk")


def _told(rows: QuerySet[Any]) -> QuerySet[Any, Looked]:
    return rows.order_by().values("pk", "what", "at", who=F("person__name"))

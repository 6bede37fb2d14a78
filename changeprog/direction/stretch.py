"""The milestones of a stretch of time: which ones, what lies around it, and in which lanes."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Min, Q

from changeprog.direction.chart import Lane
from changeprog.direction.models import Objective
from changeprog.direction.models.milestone import MilestoneQuerySet
from changeprog.direction.span import Span, whole
from changeprog.direction.timeline import Stop
from changeprog.programme.models import Team


def stops_in(known: MilestoneQuerySet, span: Span, by: str, today: date) -> list[Stop]:
    """Return what the picture shows: of names only those of the lanes, each looked up once."""
    looked_up = ["programme", by] if by else ["programme"]
    bare = known.between(span.first, span.last).with_names().select_related(None)
    shown = bare.prefetch_related(*looked_up)
    return [Stop(milestone, milestone.state(today)) for milestone in shown]


def in_words(known: MilestoneQuerySet, page: Iterable[Stop], today: date) -> list[Stop]:
    """Return the stops of ``page`` with everything that the table says."""
    here = known.filter(pk__in=[stop.milestone.pk for stop in page])
    full = here.with_names().with_needs().with_day()
    return [Stop(milestone, milestone.state(today)) for milestone in full]


def around(known: MilestoneQuerySet, span: Span | None, today: date) -> dict[str, Any]:
    """Return how many there are, from when to when, and what lies outside ``span``."""
    asked: dict[str, Any] = {"count": Count("pk"), "first": Min("day"), "last": Max("day")}
    if span:
        before, after = Q(day__lt=span.first), Q(day__gt=span.last)
        late = Q(reached_on=None, due__lt=today)
        asked |= {
            "earlier": Count("pk", filter=before),
            "earlier_late": Count("pk", filter=before & late),
            "later": Count("pk", filter=after),
        }
    return known.with_day().order_by().aggregate(**asked)


def everything(asked: dict[str, Any], today: date) -> Span:
    """Return the span of all that there is, and of today."""
    first, last = asked["first"] or today, asked["last"] or today
    return whole(min(first, today), max(last, today))


def lanes(stops: list[Stop], by: str) -> list[Lane]:
    """Return ``stops`` in one lane, or one for each objective or team and a last one for none."""
    if not by:
        return [Lane("", stops)]
    none = "No objective yet" if by == "objective" else "No team yet"
    return [Lane(str(title or none), list(group)) for title, group in _grouped(stops, by)]


def _grouped(
    stops: list[Stop], by: str
) -> Iterable[tuple[Objective | Team | None, Iterable[Stop]]]:
    def whose(stop: Stop) -> Objective | Team | None:
        belongs: Objective | Team | None = getattr(stop.milestone, by)
        return belongs

    def order(stop: Stop) -> tuple[bool, int]:
        belongs = whose(stop)
        return belongs is None, belongs.pk if belongs else 0

    return groupby(sorted(stops, key=order), key=whose)

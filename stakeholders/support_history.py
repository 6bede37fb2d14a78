"""How support has moved, asked of the history that the map keeps."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, TruncMonth

from changeprog.programme.models import Person
from stakeholders.forms.over_time import OverTimeForm
from stakeholders.forms.people import NONE
from stakeholders.models import Assessment, Stakeholder
from stakeholders.models.stakeholder import AssessmentQuerySet
from stakeholders.over_time import Moves


def moves(viewer: Person, function: str) -> Iterator[Moves]:
    """Yield how many have moved alike each month; months are those of the viewer's clock."""
    counted = (
        _of_support(viewer, function)
        .order_by()
        .annotate(month=TruncMonth("at"), function=Coalesce("stakeholder__person__function", 0))
        .values_list("month", "function", "before", "after")
        .annotate(count=Count("pk"))
    )
    for month, of_function, before, after, count in counted:
        yield Moves(month.date(), of_function, before, after, count)


def told(viewer: Person, function: str, way: str, since: date) -> AssessmentQuerySet:
    """Return the moves up and down since the day ``since``, newest first, with their reasons."""
    both = _of_support(viewer, function).filter(before__isnull=False, after__isnull=False)
    known = both.exclude(before=F("after")).filter(at__date__gte=since)
    if way:
        is_up = way == OverTimeForm.Way.UP
        known = known.filter(Q(after__gt=F("before")) if is_up else Q(after__lt=F("before")))
    return known.select_related(
        "stakeholder__programme", "stakeholder__person__function", "conversation", "by"
    )


def _of_support(viewer: Person, function: str) -> AssessmentQuerySet:
    people = Stakeholder.objects.visible_to(viewer)
    if function:
        people = people.filter(person__function=None if function == NONE else int(function))
    return Assessment.objects.of_support().filter(stakeholder__in=people)

"""Evidence for the fifth principle: milestones whose benefit people can see."""

from django.urls import reverse
from django.utils.formats import date_format

from changeprog.direction.models import Milestone
from changeprog.direction.principles.evidence import Evidence, Kind, Moment, Step
from changeprog.direction.principles.rhythm import YEAR
from changeprog.programme.models import Programme, Role
from changeprog.programme.words import away


def arrived(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell on which days such a milestone was reached, one for each day of the last year."""
    visible = Milestone.objects.filter(programme=programme, visible_benefit=True)
    reached = visible.filter(reached_on__lte=moment.today).order_by("-reached_on", "pk")
    a_day = reached.distinct("reached_on").values_list("pk", "name", "reached_on")
    return [
        Evidence(name, Kind.MET, _address(programme, pk), on=on)
        for pk, name, on in a_day[: YEAR + 1]
    ]


def planned(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell which of them is due next; one that is late is."""
    visible = Milestone.objects.filter(programme=programme, visible_benefit=True)
    due_first = visible.open().order_by("due", "pk").values_list("pk", "name", "due").first()
    if due_first is None:
        return []
    pk, name, due = due_first
    words = f"The next one, due on {date_format(due)} ({away(due, moment.today)}): {name}"
    page = _address(programme, pk)
    step = Step(f"Reach the next one: {name}", page, Role.OBSERVER)
    return [Evidence(words, Kind.PARTLY, page, step, due)]


def _address(programme: Programme, pk: int) -> str:
    return reverse("direction:milestone", args=[programme.key, pk])

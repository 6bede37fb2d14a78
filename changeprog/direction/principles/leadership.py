"""Evidence for the first principle: what people of senior management did for the direction."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from changeprog.direction.models import Objective, Vision, VisionSignOff
from changeprog.direction.principles.evidence import Evidence, Kind, Moment, Step
from changeprog.direction.principles.rhythm import QUARTER
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.models.function import CORE

SENIOR = CORE[0][0]
"""The function of those who lead the house."""


@dataclass(frozen=True)
class Leader:
    """Somebody who heads the house, and what that person did for the vision."""

    name: str
    role: str
    wrote: bool
    signed: bool


def leads(prefix: str = "") -> Q:
    """Return the condition that whoever ``prefix`` leads to heads the house and takes part."""
    so = {"function__core": True, "function__name": SENIOR, "removed_at": None}
    return Q(**{prefix + field: value for field, value in so.items()})


def most(some: int, of: int) -> Kind:
    """Return what it means that ``some`` were counted ``of`` so many: more than half is met."""
    if 2 * some > of:
        return Kind.MET
    return Kind.PARTLY if some else Kind.MISSING


def vision(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell whether people of senior management wrote the vision and signed it off."""
    visions = Vision.objects.filter(programme=programme).order_by("-version")
    newest = visions.values_list("pk", "version").first()
    write = Step(
        "Write the vision with those who decide",
        reverse("direction:write_vision", args=[programme.key]),
    )
    if newest is None:
        words = f"Nobody has written the vision in {moment.age} days"
        return [Evidence(words, Kind.MISSING, step=write)] if moment.age > QUARTER else []
    pk, version = newest
    leaders = _leaders(programme, pk)
    page = reverse("direction:vision", args=[programme.key])
    return [_written(leaders, page, write), _signed_off(programme, leaders, page, version)]


def _leaders(programme: Programme, newest: int) -> list[Leader]:
    """Return the leaders by name; signed is what they signed off as the ``newest`` version."""
    wrote = Vision.objects.filter(programme=programme, author=OuterRef("pk"))
    signed = VisionSignOff.objects.filter(vision=newest, person=OuterRef("pk"))
    rows = Person.objects.filter(leads(), programme=programme)
    return [Leader(*row) for row in rows.values_list("name", "role", Exists(wrote), Exists(signed))]


def _written(leaders: list[Leader], page: str, write: Step) -> Evidence:
    if names := ", ".join(leader.name for leader in leaders if leader.wrote):
        return Evidence(f"Written by {names} of senior management", Kind.MET, page)
    words = "The vision is written, but by nobody of senior management"
    return Evidence(words, Kind.PARTLY, page, write)


def _signed_off(programme: Programme, leaders: list[Leader], page: str, version: int) -> Evidence:
    signed = [leader.signed for leader in leaders if leader.role]
    if not signed:
        invite = reverse("programme:invite", args=[programme.key])
        step = Step("Bring in those who decide", invite)
        return Evidence("Nobody of senior management takes part", Kind.MISSING, step=step)
    words = f"{sum(signed)} of {len(signed)} in senior management signed version {version} off"
    kind = most(sum(signed), len(signed))
    step = Step("Have those who decide sign the vision off", page, Role.OBSERVER)
    return Evidence(words, kind, page, None if kind is Kind.MET else step)


def objectives(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell how many objectives people of senior management own."""
    own = Objective.objects.filter(programme=programme)
    count = own.aggregate(all=Count("pk"), led=Count("pk", filter=leads("owner__")))
    if not count["all"]:
        return []
    noun = "objective" if count["all"] == 1 else "objectives"
    words = f"People of senior management own {count['led']} of {count['all']} {noun}"
    kind = most(count["led"], count["all"])
    page = reverse("direction:overview", args=[programme.key]) + "#direction-objectives"
    step = Step("Ask those who decide to own an objective", page, Role.OBSERVER)
    return [Evidence(words, kind, page, None if kind is Kind.MET else step)]

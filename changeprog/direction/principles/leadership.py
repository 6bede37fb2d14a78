"""Evidence for the first principle: what people of senior management did for the direction."""

from django.db.models import Count, Q
from django.urls import reverse

from changeprog.direction.models import Objective, Vision
from changeprog.direction.principles.evidence import Evidence, Kind, Moment, Step
from changeprog.direction.principles.rhythm import QUARTER
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.models.function import CORE

SENIOR = CORE[0][0]
"""The function of those who lead the house."""


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
    return [_written(programme, write), _signed_off(programme, *newest)]


def _written(programme: Programme, write: Step) -> Evidence:
    leaders = Person.objects.filter(leads(), visions__programme=programme)
    writers = leaders.distinct().values_list("name", flat=True)
    page = reverse("direction:vision", args=[programme.key])
    if names := ", ".join(writers):
        return Evidence(f"Written by {names} of senior management", Kind.MET, page)
    words = "The vision is written, but by nobody of senior management"
    return Evidence(words, Kind.PARTLY, page, write)


def _signed_off(programme: Programme, pk: int, version: int) -> Evidence:
    leaders = programme.people.filter(leads()).with_role()
    signed = Count("pk", filter=Q(vision_sign_offs__vision=pk), distinct=True)
    count = leaders.aggregate(all=Count("pk", distinct=True), signed=signed)
    page = reverse("direction:vision", args=[programme.key])
    if not count["all"]:
        invite = reverse("programme:invite", args=[programme.key])
        step = Step("Bring in those who decide", invite)
        return Evidence("Nobody of senior management takes part", Kind.MISSING, step=step)
    words = f"{count['signed']} of {count['all']} in senior management signed version {version} off"
    kind = most(count["signed"], count["all"])
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

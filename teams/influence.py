"""What seats and representation say about two of the six principles of the direction."""

from django.db.models import Case, Exists, OuterRef, When
from django.urls import reverse

from changeprog.direction.principles import Evidence, Kind, Moment, Step
from changeprog.direction.principles.leadership import leads
from changeprog.programme.models import Function, Programme, Role, Team
from teams.models import RequiredFunction, Seat
from teams.representation import needs


def decision_makers(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell whether senior management sits in the leadership team, and leads it; one query."""
    of_it = {"team__programme": programme, "team__kind": Team.Kind.LEADERSHIP}
    senior = Case(When(leads("person__"), then=True), default=False)
    seats = Seat.objects.held().filter(**of_it).annotate(senior=senior)
    held = list(seats.values_list("chair", "senior", "team", "team__name"))
    if not held:
        return []
    pk, name = held[0][2:]
    page = reverse("teams:team", args=[programme.key, pk])
    return of_leadership([(chair, senior) for chair, senior, *_ in held], name, page)


def of_leadership(held: list[tuple[bool, bool]], name: str, page: str) -> list[Evidence]:
    """Return what it means who sits in the leadership team.

    ``held`` says of each seat whether it leads and whether senior management holds it. A chair of
    senior management is met, another seat of theirs partly, none missing; no seat tells nothing.
    """
    if not held:
        return []
    step = Step(f"Have somebody who decides lead {name}", page, Role.OBSERVER)
    if (True, True) in held:
        return [Evidence(f"Somebody of senior management leads {name}", Kind.MET, page)]
    if any(is_senior for _, is_senior in held):
        words = f"Senior management sits in {name}, but does not lead it"
        return [Evidence(words, Kind.PARTLY, page, step)]
    return [Evidence(f"Nobody of senior management sits in {name}", Kind.MISSING, page, step)]


def designers(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell how many of the functions that the design team needs are in it; two queries."""
    seats = Seat.objects.held().filter(team=OuterRef("pk"))
    teams = Team.objects.filter(programme=programme, kind=Team.Kind.DESIGN)
    team = teams.filter(Exists(seats)).first()
    if team is None:
        return []
    there = Seat.objects.held().filter(team=team, person__function=OuterRef("pk"))
    required = RequiredFunction.objects.filter(team=team, function=OuterRef("pk"))
    functions = Function.objects.filter(programme=programme)
    asked = functions.annotate(is_there=Exists(there), is_required=Exists(required))
    needed = [each for each in asked if each.is_required or needs(team, each, frozenset())]
    filled = sum(1 for each in needed if each.is_there)
    page = reverse("teams:team", args=[programme.key, team.pk])
    return of_design(filled, len(needed), team.name, page)


def of_design(there: int, needed: int, name: str, page: str) -> list[Evidence]:
    """Return what it means that ``there`` of the ``needed`` functions sit in the design team.

    All of them are met, some partly, none missing.
    """
    words = f"{there} of {needed} functions that {name} needs are in it"
    if there >= needed:
        return [Evidence(words, Kind.MET, page)]
    step = Step(f"Fill the empty seats of {name}", page, Role.OBSERVER)
    return [Evidence(words, Kind.PARTLY if there else Kind.MISSING, page, step)]

"""What seats and representation say about two of the six principles of the direction."""

from django.db.models import Case, When
from django.urls import reverse

from changeprog.direction.principles import Evidence, Kind, Moment, Step
from changeprog.direction.principles.leadership import leads
from changeprog.programme.models import Programme, Role, Team
from teams.models import Seat
from teams.representation import read


def decision_makers(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell whether senior management sits in the leadership team, and leads it."""
    team = Team.objects.get(programme=programme, kind=Team.Kind.LEADERSHIP)
    senior = Case(When(leads("person__"), then=True), default=False)
    held = Seat.objects.held().filter(team=team).annotate(senior=senior)
    seats = list(held.values_list("chair", "senior"))
    page = reverse("teams:team", args=[programme.key, team.pk])
    return of_leadership(seats, team.name, page)


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
    """Tell how many of the functions that the design team needs are in it."""
    team = Team.objects.get(programme=programme, kind=Team.Kind.DESIGN)
    row = read(programme, [team])[0]
    if not row.seats:
        return []
    page = reverse("teams:team", args=[programme.key, team.pk])
    needed = sum(1 for cell in row.cells if cell.required)
    return of_design(needed - len(row.gaps), needed, team.name, page)


def of_design(there: int, needed: int, name: str, page: str) -> list[Evidence]:
    """Return what it means that ``there`` of the ``needed`` functions sit in the design team.

    All of them are met, some partly, none missing.
    """
    words = f"{there} of {needed} functions that {name} needs are in it"
    if there >= needed:
        return [Evidence(words, Kind.MET, page)]
    step = Step(f"Fill the empty seats of {name}", page, Role.OBSERVER)
    return [Evidence(words, Kind.PARTLY if there else Kind.MISSING, page, step)]

"""Old habits with a new use: shown, named, changed, taken away."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.onboarding.forms.old_habit import OldHabitForm
from changeprog.onboarding.models import OldHabit
from changeprog.onboarding.standing import led_by, own_teams
from changeprog.onboarding.trying import may_try
from changeprog.onboarding.views.answers import Trail, ask_from, done, page_of
from changeprog.onboarding.views.trials import team_to_try
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import page_behind
from changeprog.programme.models import Role, Team


@programme_view(Role.OBSERVER)
@require_GET
def old_habits(request: ProgrammeRequest) -> HttpResponse:
    """Show what people do anyway, team by team, and what the new way makes of it."""
    rows = OldHabit.objects.filter(programme=request.programme).of_active_teams().by_team()
    page = page_of(request, rows)
    mine, may = _teams_of(request)
    context = {
        "page": page,
        "rows": [(row, may is None or row.team_id in may) for row in page],
        "mine": mine,
    }
    return render(request, "onboarding/old_habit/old_habits.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def name(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Name an old habit of a team."""
    team = team_to_try(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = OldHabitForm(typed, programme=request.programme, team=team)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, _back(request, team.pk), "Named.", saved)
    return _ask(request, form, f"What does {team} do already?", "Name it", team.pk)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is said of an old habit."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = OldHabitForm(typed, programme=request.programme, team=found.team, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, _back(request, found.team_id), "The old habit is saved.", saved)
    return _ask(request, form, "What should change?", "Save", found.team_id)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take an old habit away; where no script does it with one press, ask on a page of its own."""
    found = _find(request, pk)
    if request.method == "GET":
        asked = f"Was “{found}” named by mistake?"
        return _ask(request, Form(), asked, "Take it away", found.team_id)
    found.remove(request.person)
    return done(request, _back(request, found.team_id), f"“{found}” is taken away.", found)


def _teams_of(request: ProgrammeRequest) -> tuple[list[Team], set[int] | None]:
    """Return the person's own teams, and the numbers of those they may name for; none for all."""
    if request.programme.closed_at or not request.person.may(Role.MEMBER):
        return [], set()
    mine, led = own_teams(request.person), led_by(request.person)
    return mine, None if led is None else led | {team.pk for team in mine}


def _find(request: ProgrammeRequest, pk: int) -> OldHabit:
    own = OldHabit.objects.filter(programme=request.programme).select_related("programme", "team")
    found: OldHabit = get_object_or_404(own, pk=pk)
    if not may_try(request.person, found.team):
        raise PermissionDenied
    return found


def _back(request: ProgrammeRequest, team: int) -> str:
    """Return where the person was: the page of all of them, or the team's own."""
    listed = reverse("onboarding:old_habits", args=[request.programme.key])
    own = reverse("onboarding:team", args=[request.programme.key, team])
    return listed if page_behind(request) == listed else own


def _ask(
    request: ProgrammeRequest, form: Form, heading: str, button: str, team: int
) -> HttpResponse:
    trail = Trail(reverse("onboarding:old_habits", args=[request.programme.key]), "Old habits")
    back = reverse("onboarding:team", args=[request.programme.key, team])
    keep = f"old-habit-{team}"
    return ask_from(request, trail, form, heading, button, back=back, keep=keep)

"""All trials, one trial, and what is done with one: planned, changed, begun, taken away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.onboarding import habit_picture, trial_cards, trial_outcomes
from changeprog.onboarding.forms.trial import TrialForm
from changeprog.onboarding.forms.trial_filter import TrialFilter
from changeprog.onboarding.models import Adoption, Trial, TrialNote
from changeprog.onboarding.trying import is_offered, may_change_note, may_try
from changeprog.onboarding.views.answers import Trail, ask_from, done, page_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import page_behind
from changeprog.programme.models import Role, Team


@programme_view(Role.OBSERVER)
@require_GET
def trials(request: ProgrammeRequest) -> HttpResponse:
    """Show what teams try, and what became of it."""
    shown = TrialFilter(request.GET, programme=request.programme)
    page = page_of(request, shown.narrowed(trial_outcomes.of(request.programme)).with_names())
    context = {
        "page": page,
        "cards": trial_cards.cards(page, None),
        "filter": shown,
        "outcomes": trial_outcomes.outcomes(request.programme),
    }
    return render(request, "onboarding/trial/trials.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def trial(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one trial: for its team with the sums of its ticks."""
    found = find(request, pk)
    may = is_offered(request.person, found.team)
    notes = TrialNote.objects.filter(trial=found).with_names()
    all_notes = may and may_change_note(TrialNote(trial=found), request.person)
    context = {
        "card": trial_cards.card(found, request.person),
        "notes": [(note, all_notes or note.by_id == request.person.pk) for note in notes],
        "may_try": may,
    }
    if not found.is_planned and may_try(request.person, found.team):
        weeks, says = trial_cards.sums(found)
        shown = {"weeks": weeks, "habit": says, "picture": habit_picture.draw(weeks)}
        context["sums"] = shown
    return render(request, "onboarding/trial/trial.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def plan(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Plan what a team tries next; one that starts today begins at once."""
    team = team_to_try(request, pk)
    first = {"starts_on": localdate(), "owner": Adoption.of(team).lead or request.person}
    typed = request.POST if request.method == "POST" else None
    form = TrialForm(typed, programme=request.programme, team=team, initial=first)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        words = "Planned." if saved.is_planned else "It has begun. One tap a day is all it takes."
        return done(request, saved.get_team_url(), words, saved)
    url = reverse("onboarding:team", args=[request.programme.key, team.pk])
    return _ask(request, form, "What will you try?", "Try it", url, f"trial-new-{team.pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is said of a trial."""
    found = find_to_try(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = TrialForm(typed, programme=request.programme, team=found.team, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, back(request, found), "The trial is saved.", saved)
    url = found.get_absolute_url()
    return _ask(request, form, "What should change?", "Save", url, f"trial-{found.pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def begin(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Begin a planned trial today."""
    found = find_to_try(request, pk)
    if request.method == "GET":
        url = found.get_absolute_url()
        return _ask(request, Form(), f"Begin “{found}” today?", "Begin today", url)
    if not found.begin(request.person):
        messages.info(request, "It has begun already.")
        return done(request, back(request, found), "Tick it once a day.")
    return done(request, back(request, found), "It has begun.", found)


@programme_view(Role.MEMBER)
@require_POST
def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a trial away that was a mistake."""
    found = find_to_try(request, pk)
    found.remove(request.person)
    return done(request, found.get_team_url(), f"“{found}” is taken away.", found)


def find(request: ProgrammeRequest, pk: int) -> Trial:
    """Return the trial of the programme with that number, or answer 404."""
    own = Trial.objects.filter(programme=request.programme).with_names()
    found: Trial = get_object_or_404(
        own.select_related("programme", "team__programme", "owner"), pk=pk
    )
    return found


def find_to_try(request: ProgrammeRequest, pk: int) -> Trial:
    """Return that trial; 403 for who is neither of its team nor leads it."""
    found = find(request, pk)
    if not may_try(request.person, found.team):
        raise PermissionDenied
    return found


def team_to_try(request: ProgrammeRequest, pk: int) -> Team:
    """Return the adopting team with that number; 403 for who is neither of it nor leads it."""
    own = Team.objects.filter(programme=request.programme).adopting().active()
    team = get_object_or_404(own.select_related("programme"), pk=pk)
    if not may_try(request.person, team):
        raise PermissionDenied
    return team


def back(request: ProgrammeRequest, found: Trial) -> str:
    """Return where the person was: the team's own page, or the trial's."""
    team = found.get_team_url()
    return team if page_behind(request) == team else found.get_absolute_url()


def _ask(  # noqa: PLR0913, PLR0917 -- what a question says
    request: ProgrammeRequest, form: Form, heading: str, button: str, url: str, keep: str = ""
) -> HttpResponse:
    trail = Trail(reverse("onboarding:trials", args=[request.programme.key]), "Trials")
    return ask_from(request, trail, form, heading, button, back=url, keep=keep)

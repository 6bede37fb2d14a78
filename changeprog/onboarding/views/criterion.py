"""One criterion of business as usual: read, agreed on, changed, taken away."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.history import LINES, Line
from changeprog.onboarding.criteria import may_write, standings
from changeprog.onboarding.criterion_words import fallen, stage_of
from changeprog.onboarding.forms.criterion import CriterionForm
from changeprog.onboarding.models import Criterion, Evidence
from changeprog.onboarding.models.criterion import StandsAccepted
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.programme import facts
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role, Team


@programme_view(Role.OBSERVER)
@require_GET
def criterion(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what has to be true, what shows it, and who accepts it."""
    return page(request, find(request, pk))


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new(request: ProgrammeRequest) -> HttpResponse:
    """Agree on a criterion of the whole programme."""
    return _agree(request, None)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def new_for_team(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Agree on a criterion of one team."""
    return _agree(request, own_team(request, pk))


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a criterion, as long as it is not accepted."""
    found = own(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = CriterionForm(typed, programme=request.programme, team=found.team, instance=found)
    if form.is_bound and form.is_valid() and _saved(request, form):
        return done(request, found.get_absolute_url(), "The criterion is saved.", about=found)
    return _ask(request, form, "What should change?", found.get_absolute_url())


@programme_view(Role.MEMBER)
@require_POST
def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a criterion away."""
    found = own(request, pk)
    found.remove(request.person)
    words = f"“{found}” is taken away."
    return done(request, found.get_list_url(), words, about=found)


def page(request: ProgrammeRequest, found: Criterion, status: int = 200) -> HttpResponse:
    """Show the page of a criterion."""
    (standing,) = standings([found])
    shown = Evidence.objects.filter(criterion=found).with_names()
    writes = may_write(request.person, found.team)
    is_acceptor = found.is_accepted_by(request.person) and request.person.may(Role.MEMBER)
    context = {
        "criterion": found,
        "standing": standing,
        "evidence": [(each, _may_remove(request, each, writes)) for each in shown],
        "history": _history(request, found),
        "may_write": writes and not found.is_accepted,
        "may_remove": writes,
        "may_show": request.person.may(Role.MEMBER),
        "may_accept": is_acceptor and standing.progress.order == 1,
        "may_take_back": found.is_accepted and may_take_back(request, found),
    }
    return render(request, "onboarding/criteria/criterion.html", context, status=status)


def may_take_back(request: ProgrammeRequest, found: Criterion) -> bool:
    """Whether it is for the viewer to say that it is not so any more.

    That is the named person, and the champions once that person takes part no longer.
    """
    acceptor = found.acceptor
    gone = acceptor is None or acceptor.removed_at is not None or not acceptor.may(Role.MEMBER)
    champion = gone and request.person.may(Role.CHAMPION)
    return found.is_accepted_by(request.person) or champion


def find(request: ProgrammeRequest, pk: int) -> Criterion:
    """Return the criterion with that number in the viewer's programme."""
    rows = Criterion.objects.filter(programme=request.programme).still().with_names()
    found: Criterion = get_object_or_404(rows, pk=pk)
    return found


def own(request: ProgrammeRequest, pk: int) -> Criterion:
    """Return it, if it is for the viewer to say what it is."""
    found = find(request, pk)
    if not may_write(request.person, found.team):
        raise PermissionDenied
    return found


def own_team(request: ProgrammeRequest, pk: int) -> Team:
    """Return the adopting team, if it is for the viewer to say what its criteria are."""
    teams = Team.objects.filter(programme=request.programme).adopting().active()
    team = get_object_or_404(teams.select_related("programme"), pk=pk)
    if not may_write(request.person, team):
        raise PermissionDenied
    return team


def _agree(request: ProgrammeRequest, team: Team | None) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = CriterionForm(typed, programme=request.programme, team=team)
    if form.is_bound and form.is_valid():
        before = stage_of(team)
        saved = form.make(request.person)
        words = fallen("It is agreed.", team, before)
        return done(request, saved.get_absolute_url(), words, about=saved)
    back = reverse("onboarding:usual", args=[request.programme.key])
    if team:
        back = reverse("onboarding:team", args=[request.programme.key, team.pk])
    heading = f"What has to be true for {team or 'the whole programme'}?"
    return _ask(request, form, heading, back)


def _saved(request: ProgrammeRequest, form: CriterionForm) -> bool:
    """Save the form; what somebody else did meanwhile is said in it."""
    try:
        return form.save(request.person) is not None
    except StandsAccepted as refusal:
        form.yield_to(form.cleaned_data["revision"], str(refusal))
        return False


def _history(request: ProgrammeRequest, found: Criterion) -> list[Line]:
    """Return what happened to it as far as the viewer may see, the newest first."""
    events = Event.objects.visible_to(request.person).of(found)[:LINES]
    return [
        Line(
            event.person.name if event.person else "The programme",
            event.sentence,
            event.at,
            facts.notes(event.facts),
        )
        for event in events
    ]


def _may_remove(request: ProgrammeRequest, evidence: Evidence, writes: bool) -> bool:
    mine = evidence.by_id == request.person.pk and request.person.may(Role.MEMBER)
    return (writes or mine) and not evidence.criterion.is_accepted


def _ask(request: ProgrammeRequest, form: CriterionForm, heading: str, back: str) -> HttpResponse:
    everything = reverse("onboarding:usual", args=[request.programme.key])
    trail = Trail(everything, "Business as usual")
    button = "Save" if form.instance else "Agree on it"
    keep = f"criterion-{request.path}"
    return ask_from(request, trail, form, heading, button, back=back, keep=keep)

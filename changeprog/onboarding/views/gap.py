"""What somebody did not know: listed, logged in two fields, changed, resolved, opened again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.onboarding.forms.gap import GapForm, LogGapForm, ResolutionForm
from changeprog.onboarding.gap_filter import GapFilter
from changeprog.onboarding.helping import readable_by
from changeprog.onboarding.models import Gap
from changeprog.onboarding.models.gap import WHAT
from changeprog.onboarding.standing import own_teams
from changeprog.onboarding.views.addresses import number_in
from changeprog.onboarding.views.answers import Asking, done, page_of
from changeprog.programme import facts
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import powers
from changeprog.programme.models import Event, Role

LINES = 30
"""Events of its history that are told."""

_ask = Asking("onboarding:gaps", "Gaps").ask


@programme_view(Role.OBSERVER)
@require_GET
def gaps(request: ProgrammeRequest) -> HttpResponse:
    """Show what somebody did not know, by what is asked for: open ones first, the oldest first."""
    chosen = GapFilter(request.GET, request.programme)
    context = {
        "filter": chosen,
        "page": page_of(request, chosen.rows().with_names()),
        **powers(request),
    }
    return render(request, "onboarding/gap/gaps.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def log_gap(request: ProgrammeRequest) -> HttpResponse:
    """Log in two fields what somebody did not know."""
    typed = request.POST if request.method == "POST" else None
    form = LogGapForm(typed, programme=request.programme, initial=_begun(request))
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, saved.get_absolute_url(), "Logged. Who knows the answer?", saved)
    back = reverse("onboarding:gaps", args=[request.programme.key])
    return _ask(request, form, "What did somebody not know?", "Log it", back=back, keep="gap-new")


def _begun(request: ProgrammeRequest) -> dict[str, object]:
    """Return what the form begins with: the words of a question one may read, and the team."""
    team = number_in(request, "team")
    if asked := number_in(request, "question"):
        known = readable_by(request.person).filter(pk=asked).first()
        return {"what": known.words[:WHAT], "team": known.team_id} if known else {}
    if team is None and len(own := own_teams(request.person)) == 1:
        team = own[0].pk
    return {"team": team}


@programme_view(Role.OBSERVER)
@require_GET
def gap(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one, with what resolved it and what happened."""
    found = _find(request, pk)
    events = list(Event.objects.visible_to(request.person).of(found)[:LINES])
    context = {
        "gap": found,
        "story": [(event, facts.notes(event.facts)) for event in events],
        "may_take_away": found.may_be_taken_away_by(request.person),
        **powers(request),
    }
    return render(request, "onboarding/gap/gap.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_gap(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is said of it, and who finds out."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = GapForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, found.get_absolute_url(), "The gap is saved.", saved)
    back = found.get_absolute_url()
    return _ask(request, form, "What should change?", "Save", back=back, keep=f"gap-{pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def resolve_gap(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what resolved it."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = ResolutionForm(typed, programme=request.programme)
    if typed is not None and form.is_valid():
        if form.resolve(found, request.person):
            words = "Resolved, and kept for the next one who wonders."
            return done(request, found.get_absolute_url(), words, found)
        messages.info(request, "Somebody was quicker: it is resolved already.")
        return done(request, found.get_absolute_url(), "Nothing was changed.")
    back = found.get_absolute_url()
    return _ask(request, form, "What resolved it?", "Say so", back=back, keep=f"gap-{pk}-resolved")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def reopen_gap(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Open it again; where no script does it with one press, ask on a page of its own."""
    found = _find(request, pk)
    if request.method == "GET":
        back = found.get_absolute_url()
        return _ask(request, Form(), f"Is “{found}” still not known?", "Open it again", back=back)
    found.reopen(request.person)
    return done(request, found.get_absolute_url(), "It is open again.", found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove_gap(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take it away: for who logged it, and facilitators."""
    found = _find(request, pk)
    if not found.may_be_taken_away_by(request.person):
        raise PermissionDenied
    if request.method == "GET":
        back = found.get_absolute_url()
        return _ask(request, Form(), f"Was “{found}” logged by mistake?", "Take it away", back=back)
    found.remove(request.person)
    return done(request, found.get_list_url(), f"“{found}” is taken away.", found)


def _find(request: ProgrammeRequest, pk: int) -> Gap:
    own = Gap.objects.filter(programme=request.programme)
    found: Gap = get_object_or_404(own.with_names(), pk=pk)
    return found

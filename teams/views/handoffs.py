"""What goes from team to team: shown, named, checked, taken away, and a leak made a barrier."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.handoff import CheckForm, HandOffForm
from teams.handoffs import HAND_OFFS
from teams.models import HandOff
from teams.views.answers import done, powers
from teams.views.place import Place

PLACE = Place("teams:hand_offs", "Hand-offs", HAND_OFFS)


@programme_view(Role.OBSERVER)
@require_GET
def hand_offs(request: ProgrammeRequest) -> HttpResponse:
    """Show picture and table, live."""
    return render(request, "teams/handoffs/handoffs.html", {"shown": HAND_OFFS, **powers(request)})


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def name_hand_off(request: ProgrammeRequest) -> HttpResponse:
    """Name a hand-off."""
    form = HandOffForm(request.POST or None, programme=request.programme)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return PLACE.done(request, "Named. Who has looked lately whether it works?", saved)
    return PLACE.ask(request, form, "What goes over?", "Name it", keep="hand-off-new")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_hand_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is said of a hand-off."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = HandOffForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return PLACE.done(request, "The hand-off is saved.", saved)
    return PLACE.ask(request, form, "What should change?", "Save", keep=f"hand-off-{pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def check_hand_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how it goes at present."""
    found = _find(request, pk)
    form = CheckForm(request.POST or None, initial={"state": found.state})
    if form.is_bound and form.is_valid():
        found.check_it(request.person, form.cleaned_data["state"])
        return PLACE.done(request, f"Checked: {found.get_state_display().lower()}.", found)
    return PLACE.ask(request, form, f"How does “{found}” go?", "Say so")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove_hand_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a hand-off away; where no script does it with one press, ask on a page of its own."""
    found = _find(request, pk)
    if request.method == "GET":
        return PLACE.ask(request, Form(), f"Does “{found}” not go over any more?", "Take it away")
    found.remove(request.person)
    return PLACE.done(request, f"“{found}” is taken away.", found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def become_barrier(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Make a barrier of a leak; pressed twice, or by two, there is one."""
    found = _find(request, pk)
    if request.method == "GET":
        return PLACE.ask(request, Form(), f"Is “{found}” in the way?", "Log the barrier")
    if found.become_barrier(request.person) is None:
        words = "It does not leak any more, so there is no barrier."
        return done(request, words, PLACE.url(request), messages.INFO, regions=[HAND_OFFS])
    return PLACE.done(request, "It is among what is in the way. Who takes it on?")


def _find(request: ProgrammeRequest, pk: int) -> HandOff:
    own = HandOff.objects.filter(programme=request.programme)
    found: HandOff = get_object_or_404(own.with_names(), pk=pk)
    return found

"""What goes from team to team: shown, named, checked, taken away, and a leak made a barrier."""

from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.direction import undoing
from changeprog.direction.models.revised import Revised
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.handoff import CheckForm, HandOffForm
from teams.handoffs import HAND_OFFS
from teams.models import HandOff
from teams.views.answers import ask, done, powers

HEADING = "What goes from team to team?"


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
        return _done(request, "Named. Who has looked lately whether it works?", saved)
    return _ask(request, form, "What goes over?", "Name it", keep="hand-off-new")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_hand_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is said of a hand-off."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = HandOffForm(typed, programme=request.programme, instance=found)
    valid = form.is_bound and form.is_valid()
    if valid and (saved := form.save(request.person)):
        return _done(request, "The hand-off is saved.", saved)
    answer = _ask(request, form, "What should change?", "Save", keep=f"hand-off-{pk}")
    if valid:
        answer.status_code = HTTPStatus.CONFLICT
    return answer


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def check_hand_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how it goes at present."""
    found = _find(request, pk)
    form = CheckForm(request.POST or None, initial={"state": found.state})
    if form.is_bound and form.is_valid():
        found.check_it(request.person, form.cleaned_data["state"])
        return _done(request, f"Checked: {found.get_state_display().lower()}.", found)
    return _ask(request, form, f"How does “{found}” go?", "Say so")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove_hand_off(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a hand-off away; where no script does it with one press, ask on a page of its own."""
    found = _find(request, pk)
    if request.method == "GET":
        return _ask(request, Form(), f"Does “{found}” not go over any more?", "Take it away")
    found.remove(request.person)
    return _done(request, f"“{found}” is taken away.", found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def become_barrier(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Make a barrier of a leak; pressed twice, or by two, there is one."""
    found = _find(request, pk)
    if request.method == "GET":
        return _ask(request, Form(), f"Is “{found}” in the way?", "Log the barrier")
    if found.become_barrier(request.person) is None:
        words = "It does not leak any more, so there is no barrier."
        return done(request, words, _page(request), messages.INFO, regions=[HAND_OFFS])
    return _done(request, "It is among what is in the way. Who takes it on?")


def _find(request: ProgrammeRequest, pk: int) -> HandOff:
    own = HandOff.objects.filter(programme=request.programme)
    found: HandOff = get_object_or_404(own.with_names(), pk=pk)
    return found


def _page(request: ProgrammeRequest) -> str:
    return reverse("teams:hand_offs", args=[request.programme.key])


def _ask(
    request: ProgrammeRequest, form: Form, heading: str, button: str, keep: str = ""
) -> HttpResponse:
    return ask(
        request,
        "act",
        form,
        heading=heading,
        button=button,
        action=request.path,
        back=_page(request),
        keep=f"{keep}-{request.programme.key}" if keep else "",
        trail_url=_page(request),
        trail=HEADING,
    )


def _done(request: ProgrammeRequest, words: str, about: Revised | None = None) -> HttpResponse:
    """Say ``words`` over the page as it is now, with a way to undo what was done to ``about``."""
    event = undoing.last(about, request.person) if about else None
    place = [request.programme.key, event.pk] if event else []
    undo = reverse("direction:undoing", args=place) if event else ""
    return done(request, words, _page(request), undo=undo, regions=[HAND_OFFS])

"""Leading a collection: its phases, the board, and what of it goes to the programme."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.direction.models import Overtaken
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import grouping, phases
from workshops.forms.notes import ArrangementForm, GroupForm, PhaseForm, RewordForm
from workshops.models import Activity, ActivityKind, Group, Note
from workshops.phases import NotNow
from workshops.views.answers import find_activity, led, refused
from workshops.views.asking import answer, ask_about, too_late

if TYPE_CHECKING:
    from django.http import QueryDict

GONE_ON = "Somebody else has gone on already."
CHOOSE = "Choose one note or more first."
CHANGED = "Somebody else has changed the board meanwhile. Look again."
OVERTAKEN = "Somebody else saved this while you were writing."
AGAIN = "Save again to put yours in its place."


def find_collection(request: ProgrammeRequest, pk: int) -> Activity:
    """Return a collection of a workshop that the person leads; 404 and 403 otherwise."""
    found = find_activity(request, pk)
    if found.kind != ActivityKind.COLLECT:
        raise Http404
    return found


def find_note(request: ProgrammeRequest, pk: int) -> Note:
    """Return a note of a collection that the person leads; while it is hidden there is none."""
    own = Note.objects.standing().filter(programme=request.programme)
    note = get_object_or_404(own, pk=pk)
    note.activity = find_collection(request, note.activity_id)
    if phases.is_hidden(note.activity):
        raise Http404
    return note


def find_group(request: ProgrammeRequest, pk: int) -> Group:
    """Return a group of a collection that the person leads, as ``find_note``."""
    group = get_object_or_404(Group, programme=request.programme, pk=pk)
    group.activity = find_collection(request, group.activity_id)
    if phases.is_hidden(group.activity):
        raise Http404
    return group


@programme_view(Role.MEMBER)
@require_POST
def phase(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Go on to the next phase, or back."""
    found = find_collection(request, pk)
    form = PhaseForm(request.POST)
    if not form.is_valid():
        return refused(request, found.workshop, "Choose a phase of this activity.")
    if not phases.go(found, request.person, **form.cleaned_data):
        return refused(request, found.workshop, GONE_ON)
    return led(request, found.workshop)


@programme_view(Role.MEMBER)
@require_POST
def arrangement(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Do something with the notes that were chosen: move, group, merge or park them."""
    found = find_collection(request, pk)
    form = ArrangementForm(request.POST, activity=found)
    if not form.is_valid():
        none_chosen = "notes" not in request.POST
        return refused(request, found.workshop, CHOOSE if none_chosen else CHANGED)
    try:
        words, undo = form.arrange()
    except NotNow as refusal:
        return refused(request, found.workshop, str(refusal))
    return led(request, found.workshop, words, undo=undo)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def note(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Edit a note; what was written first is kept."""
    found = find_note(request, pk)
    shown = {"text": found.text, "revision": found.revision}
    form = RewordForm(request.POST or None, initial=shown)
    said: dict[str, Any] = {"heading": "Edit the note", "button": "Save"}
    if form.is_valid():
        told = _try(form, lambda: found.reword(request.person, **_based_on(form)))
        if told is None:
            return answer(request, found.activity.workshop, "Saved. The first words are kept too.")
        said["status"] = told
    inside = "workshops/collect/_note_form.html"
    return ask_about(request, found.activity.workshop, form, inside=inside, note=found, **said)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def group(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Name a group."""
    found = find_group(request, pk)
    form = GroupForm(request.POST or None, initial={"name": found.name, "revision": found.revision})
    path = reverse("workshops:group_removal", args=[request.programme.key, pk])
    said: dict[str, Any] = {"heading": f"Name “{found}”", "button": "Save", "dissolution": path}
    if form.is_valid():
        told = _try(form, lambda: found.rename(request.person, **_based_on(form)))
        if told is None:
            return answer(request, found.activity.workshop)
        said["status"] = told
    inside = "workshops/collect/_group_form.html"
    return ask_about(request, found.activity.workshop, form, inside=inside, **said)


@programme_view(Role.MEMBER)
@require_POST
def group_removal(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a group apart; its notes stay on the board."""
    found = find_group(request, pk)
    return _act(request, found.activity, lambda: grouping.dissolve(found), f"“{found}” is gone.")


@programme_view(Role.MEMBER)
@require_POST
def note_splitting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take apart what was merged last."""
    found = find_note(request, pk)
    return _act(request, found.activity, lambda: grouping.split(found), "Taken apart again.")


@programme_view(Role.MEMBER)
@require_POST
def note_return(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a note out of the parking lot."""
    found = find_note(request, pk)
    return _act(request, found.activity, lambda: grouping.put_back(found), "Back on the board.")


def _act(
    request: ProgrammeRequest, activity: Activity, act: Callable[[], object], words: str
) -> HttpResponse:
    """Do something once, or say why it cannot be done now."""
    try:
        act()
    except NotNow as refusal:
        return too_late(request, activity.workshop, str(refusal))
    return answer(request, activity.workshop, words)


def _based_on(form: Form) -> dict[str, Any]:
    """Return what was said, and on top of which revision."""
    said = dict(form.cleaned_data)
    return {"based_on": said.pop("revision"), **said}


def _try(form: Form, act: Callable[[], None]) -> int | None:
    """Do it; or have the form say why not, and return the status that says so."""
    try:
        act()
    except Overtaken as other:
        typed = cast("QueryDict", form.data).copy()
        typed["revision"] = str(other.current.revision)
        form.data = typed
        form.add_error(None, f"{OVERTAKEN} Theirs says: “{other.current}”. {AGAIN}")
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    else:
        return None
    return 409

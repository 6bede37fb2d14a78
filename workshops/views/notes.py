"""Leading a collection: its phases, the board, and what of it goes to the programme."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops import grouping, phases, rearranging
from workshops.forms.notes import ArrangementForm, GroupForm, PhaseForm, RewordForm
from workshops.models import Activity, ActivityKind, Group, Note, Rearrangement, Workshop
from workshops.phases import NotNow
from workshops.views.answers import NOT_ON, find_activity, led, refused
from workshops.views.asking import answer, ask_about, too_late

GONE_ON = "Somebody else has gone on already."
CHOOSE = "Choose one note or more first."
CHANGED = "Somebody else has changed the board meanwhile. Look again."
PUBLISHED = "What came of this workshop is published. Change it in the programme."


class Over(NotNow):
    """The workshop does not go on, or what came of it is published."""

    def __init__(self, workshop: Workshop, words: str) -> None:
        super().__init__(words)
        self.workshop = workshop


def in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let ``view`` answer what comes when the workshop is over by saying so."""

    @wraps(view)
    def answering(request: ProgrammeRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Over as refusal:
            return too_late(request, refusal.workshop, str(refusal))

    return answering


def find_collection(request: ProgrammeRequest, pk: int, *, drafts: bool = False) -> Activity:
    """Return a collection of a workshop that the person leads; 404 and 403 otherwise.

    Raises ``Over`` when something is to be changed and the workshop does not go on; ``drafts`` are
    changed until it is published.
    """
    found = find_activity(request, pk)
    if found.kind != ActivityKind.COLLECT:
        raise Http404
    if request.method == "POST":
        _refuse_when_over(found.workshop, drafts=drafts)
    return found


def _refuse_when_over(workshop: Workshop, *, drafts: bool) -> None:
    if drafts and workshop.published_at:
        raise Over(workshop, PUBLISHED)
    if not drafts and not workshop.is_open:
        raise Over(workshop, NOT_ON)


def find_note(request: ProgrammeRequest, pk: int, *, drafts: bool = False) -> Note:
    """Return a note of a collection that the person leads; while it is hidden there is none."""
    own = Note.objects.standing().filter(programme=request.programme)
    note = get_object_or_404(own, pk=pk)
    note.activity = find_collection(request, note.activity_id, drafts=drafts)
    if phases.is_hidden(note.activity):
        raise Http404
    return note


def find_group(request: ProgrammeRequest, pk: int, *, drafts: bool = False) -> Group:
    """Return a group of a collection that the person leads, as ``find_note``."""
    group = get_object_or_404(Group, programme=request.programme, pk=pk)
    group.activity = find_collection(request, group.activity_id, drafts=drafts)
    if phases.is_hidden(group.activity):
        raise Http404
    return group


@programme_view(Role.MEMBER)
@require_POST
@in_words
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
@in_words
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
@in_words
def note(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Edit a note; what was written first is kept."""
    found = find_note(request, pk)
    shown = {"text": found.text, "revision": found.revision}
    form = RewordForm(request.POST or None, initial=shown)
    said: dict[str, Any] = {"heading": "Edit the note", "button": "Save"}
    if form.is_valid() and form.save(partial(found.reword, request.person)):
        return answer(request, found.activity.workshop, "Saved. The first words are kept too.")
    inside = "workshops/collect/_note_form.html"
    return ask_about(request, found.activity.workshop, form, inside=inside, note=found, **said)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
@in_words
def group(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Name a group."""
    found = find_group(request, pk)
    form = GroupForm(request.POST or None, initial={"name": found.name, "revision": found.revision})
    path = reverse("workshops:group_removal", args=[request.programme.key, pk])
    said: dict[str, Any] = {"heading": f"Name “{found}”", "button": "Save", "dissolution": path}
    if form.is_valid() and form.save(partial(found.rename, request.person)):
        return answer(request, found.activity.workshop)
    inside = "workshops/collect/_group_form.html"
    return ask_about(request, found.activity.workshop, form, inside=inside, **said)


@programme_view(Role.MEMBER)
@require_POST
@in_words
def group_removal(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a group apart; its notes stay on the board."""
    found = find_group(request, pk)
    try:
        kept = rearranging.dissolve(found)
    except NotNow as refusal:
        return too_late(request, found.activity.workshop, str(refusal))
    place = [request.programme.key, found.activity_id, kept.pk]
    undo = reverse("workshops:collection_undoing", args=place)
    return answer(request, found.activity.workshop, f"“{found}” is gone.", undo=undo)


@programme_view(Role.MEMBER)
@require_POST
@in_words
def undo(request: ProgrammeRequest, pk: int, key: UUID) -> HttpResponse:
    """Lay notes as they lay before they were moved, grouped or parked, or their group dissolved."""
    found = find_collection(request, pk)
    kept = get_object_or_404(Rearrangement, activity=found, key=key)
    kept.activity = found
    return _act(request, found, lambda: rearranging.undo(kept), "It is as it was before.")


@programme_view(Role.MEMBER)
@require_POST
@in_words
def note_splitting(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take apart what was merged last."""
    found = find_note(request, pk)
    return _act(request, found.activity, lambda: grouping.split(found), "Taken apart again.")


@programme_view(Role.MEMBER)
@require_POST
@in_words
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

"""What a participant does while the room collects: write, change, withdraw, and vote.

Which note it is about stands in the body, never in the address: a log of requests has the person
beside the address, and must not have the note of somebody who writes without a name.
"""

from collections.abc import Callable

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from workshops import keepsake, phases
from workshops.access import WorkshopRequest, taking_part
from workshops.forms.notes import DotForm, OwnNoteForm, RewriteForm, WriteForm
from workshops.models import Activity, ActivityKind, Dot, Note
from workshops.phases import NotNow
from workshops.views.answers import not_said, said

CLOSED = "The workshop is not going on just now. Your words are kept here."
UNREADABLE = 422


def find_begun(request: WorkshopRequest, activity: int) -> Activity:
    """Return a collection of the workshop that has begun, or answer 404."""
    begun = request.workshop.activities.filter(kind=ActivityKind.COLLECT, started_at__isnull=False)
    found = get_object_or_404(begun, pk=activity)
    found.workshop, found.programme = request.workshop, request.programme
    return found


def find_own(request: WorkshopRequest, activity: Activity, form: Form) -> Note:
    """Return the note that is meant, if this participant wrote it; 404 otherwise."""
    if not form.is_valid() and "note" in form.errors:
        raise Http404
    own = activity.notes.by(request.participant)
    note = get_object_or_404(own, pk=form.cleaned_data["note"])
    note.activity = activity
    return note


@taking_part
@require_POST
def write(request: WorkshopRequest, activity: int) -> HttpResponse:
    """Write a note, once per key, in whatever phase the room is until the result is shown."""
    found = find_begun(request, activity)
    form = WriteForm(request.POST)
    if not form.is_valid():
        return not_said(request, first_error(form), UNREADABLE)
    who, key, text = request.participant, form.cleaned_data["key"], form.cleaned_data["text"]
    if not phases.is_anonymous(found):
        return _try(request, found, lambda: Note.write(found, who, key, text))
    known = set(who.secrets)
    who.secrets = (*who.secrets, *({key} - known))
    answer = _try(request, found, lambda: Note.write(found, who, key, text))
    keepsake.keep(answer, request.workshop, who.secrets)
    return answer


@taking_part
@require_POST
def rewrite(request: WorkshopRequest, activity: int) -> HttpResponse:
    """Change what one wrote, as long as the room is writing."""
    found = find_begun(request, activity)
    form = RewriteForm(request.POST)
    own = find_own(request, found, form)
    if not form.is_valid():
        return not_said(request, first_error(form), UNREADABLE)
    return _try(request, found, lambda: own.rewrite(form.cleaned_data["text"]))


@taking_part
@require_POST
def withdraw(request: WorkshopRequest, activity: int) -> HttpResponse:
    """Take back what one wrote."""
    found = find_begun(request, activity)
    own = find_own(request, found, OwnNoteForm(request.POST))
    return _try(request, found, own.withdraw)


@taking_part
@require_POST
def give_back(request: WorkshopRequest, activity: int) -> HttpResponse:
    """Write again what one had taken back."""
    found = find_begun(request, activity)
    own = find_own(request, found, OwnNoteForm(request.POST))
    return _try(request, found, lambda: own.withdraw(back=True))


@taking_part
@require_POST
def dots(request: WorkshopRequest, activity: int) -> HttpResponse:
    """Give something one dot more, or one fewer."""
    found = find_begun(request, activity)
    form = DotForm(request.POST, activity=found)
    if not form.is_valid():
        return not_said(request, first_error(form), UNREADABLE)
    return _try(request, found, lambda: Dot.put(found, request.participant, **form.cleaned_data))


def first_error(form: Form) -> str:
    """Return the first thing that has to be put right, in words."""
    return str(next(iter(form.errors.values()))[0])


def _try(request: WorkshopRequest, activity: Activity, act: Callable[[], object]) -> HttpResponse:
    """Do it and show what is the participant's own now, or say why not."""
    if not request.workshop.is_open:
        return not_said(request, CLOSED)
    try:
        act()
    except NotNow as refusal:
        return not_said(request, str(refusal))
    return said(request, activity)

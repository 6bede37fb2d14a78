"""Results and annoyances of a trial: noted, changed, taken away, made a victory or a barrier."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.onboarding.forms.trial_note import TrialNoteForm
from changeprog.onboarding.models import Trial, TrialNote
from changeprog.onboarding.trying import may_change_note, may_try
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.onboarding.views.trials import back, find_to_try
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def write(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Note a result or an annoyance."""
    trial = find_to_try(request, pk)
    typed = request.POST if request.method == "POST" else None
    kind = request.GET.get("kind", "")
    form = TrialNoteForm(typed, programme=request.programme, trial=trial, kind=kind)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, back(request, trial), "Noted.", saved)
    return _ask(request, form, trial, "What did you notice?", "Note it")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a note: whoever wrote it, and who leads the team."""
    note = _to_change(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = TrialNoteForm(typed, programme=request.programme, trial=note.trial, instance=note)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, back(request, note.trial), "The note is saved.", saved)
    return _ask(request, form, note.trial, "What should it say?", "Save")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a note away, asked on a page of its own without scripts; what it became stays."""
    note = _to_change(request, pk)
    if request.method == "GET":
        return _ask(request, Form(), note.trial, "Was this noted by mistake?", "Take it away")
    note.remove(request.person)
    return done(request, back(request, note.trial), "The note is taken away.", note)


@programme_view(Role.MEMBER)
@require_POST
def become(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Make a victory of a result, a barrier of an annoyance; pressed twice there is one."""
    note = _find(request, pk)
    if not may_try(request.person, note.trial.team):
        raise PermissionDenied
    note.become(request.person)
    words = (
        "It is among the victories now." if note.is_result else "It is among what is in the way."
    )
    return done(request, back(request, note.trial), words, note)


def _find(request: ProgrammeRequest, pk: int) -> TrialNote:
    own = TrialNote.objects.filter(programme=request.programme, trial__removed_at=None)
    found: TrialNote = get_object_or_404(own.with_names(), pk=pk)
    return found


def _to_change(request: ProgrammeRequest, pk: int) -> TrialNote:
    note = _find(request, pk)
    if not may_change_note(note, request.person):
        raise PermissionDenied
    return note


def _ask(
    request: ProgrammeRequest, form: Form, trial: Trial, heading: str, button: str
) -> HttpResponse:
    trail = Trail(trial.get_absolute_url(), str(trial))
    return ask_from(request, trail, form, heading, button, keep=f"note-{trial.pk}")

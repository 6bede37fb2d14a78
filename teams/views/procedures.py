"""Who needs to know what, how often: procedures shown, agreed on, changed and ended."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.communications.models import Procedure
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.procedure import ProcedureForm
from teams.models import Meeting
from teams.models.voice import decides
from teams.procedures import PROCEDURES
from teams.views.answers import Trail, ask_from, done


@programme_view(Role.OBSERVER)
@require_GET
def procedures(request: ProgrammeRequest) -> HttpResponse:
    """Show what was agreed, live."""
    context = {"shown": PROCEDURES, "may_decide": decides(request.person)}
    return render(request, "teams/procedures/procedures.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def new_procedure(request: ProgrammeRequest) -> HttpResponse:
    """Agree on a procedure."""
    _ask_for_power(request)
    form = ProcedureForm(request.POST or None, programme=request.programme)
    if request.method == "POST" and form.is_valid():
        form.agree(request.person, _where(request))
        return _done(request, "Agreed. Everybody reads here what they can count on.")
    return _ask(request, form, "Who needs to know what?", "Agree on it", "procedure-new")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_procedure(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what was agreed."""
    _ask_for_power(request)
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = ProcedureForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        return _done(request, "The procedure is saved.")
    return _ask(request, form, "What should change?", "Save", f"procedure-{pk}")


@programme_view(Role.MEMBER)
@require_POST
def end_procedure(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let a procedure hold no longer."""
    _ask_for_power(request)
    _find(request, pk).end(request.person)
    return _done(request, "Ended. It stands among the earlier ones and can be taken up again.")


@programme_view(Role.MEMBER)
@require_POST
def resume_procedure(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take an ended procedure up again."""
    _ask_for_power(request)
    _find(request, pk).resume(request.person)
    return _done(request, "It holds again.")


def _ask_for_power(request: ProgrammeRequest) -> None:
    """Answer 403 to who neither leads the programme nor a team."""
    if not decides(request.person):
        raise PermissionDenied


def _find(request: ProgrammeRequest, pk: int) -> Procedure:
    agreed = Procedure.objects.filter(programme=request.programme, automatic=False)
    return get_object_or_404(agreed.with_audience(), pk=pk)


def _where(request: ProgrammeRequest) -> str:
    """Return the meeting that is going on, by name, if there is one."""
    meeting = Meeting.objects.filter(programme=request.programme).open().first()
    return str(meeting) if meeting else ""


def _all(request: ProgrammeRequest) -> str:
    return reverse("teams:procedures", args=[request.programme.key])


def _ask(
    request: ProgrammeRequest, form: ProcedureForm, heading: str, button: str, keep: str
) -> HttpResponse:
    trail = Trail(_all(request), "Procedures")
    return ask_from(request, trail, form, heading, button, keep=keep)


def _done(request: ProgrammeRequest, words: str) -> HttpResponse:
    return done(request, words, _all(request), regions=[PROCEDURES])

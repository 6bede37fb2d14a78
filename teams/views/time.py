"""Does anybody carry too much? Promised and asked, other duties, and who goes instead."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.direction import undoing
from changeprog.direction.models.revised import Revised
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.meeting import AttendanceForm
from teams.forms.time import DutyForm, TimeRuleForm
from teams.models import Attendance, AttendanceState, Duty, Meeting
from teams.models.duty import answers_for
from teams.time_page import REGION
from teams.views.answers import ask, done, powers

HEADING = "Does anybody carry too much?"


@programme_view(Role.MEMBER)
@require_GET
def time(request: ProgrammeRequest) -> HttpResponse:
    """Show the hours of functions, and of the people for whom the viewer answers, live."""
    return render(request, "teams/time/time.html", {"shown": REGION, **powers(request)})


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def time_rule(request: ProgrammeRequest) -> HttpResponse:
    """Set how many hours milestones and actions ask."""
    form = TimeRuleForm(request.POST or None, programme=request.programme)
    if form.is_bound and form.is_valid():
        form.save(request.person)
        return _done(request, "Saved. All weeks are counted by it.")
    return _ask(request, form, "How much time do milestones and actions ask?", "Save")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def say_duty(request: ProgrammeRequest) -> HttpResponse:
    """Say what else takes somebody's time for a while."""
    form = DutyForm(request.POST or None, programme=request.programme, viewer=request.person)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return _done(request, "Noted. The weeks are counted with it.", saved)
    return _ask(request, form, "What else takes time?", "Note it", keep="duty-new")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_duty(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a duty."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = DutyForm(typed, programme=request.programme, viewer=request.person, instance=found)
    valid = form.is_bound and form.is_valid()
    if valid and (saved := form.save(request.person)):
        return _done(request, "The duty is saved.", saved)
    answer = _ask(request, form, "What has changed?", "Save", keep=f"duty-{pk}")
    if valid:
        answer.status_code = HTTPStatus.CONFLICT
    return answer


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove_duty(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a duty away; where no script does it with one press, ask on a page of its own."""
    found = _find(request, pk)
    if request.method == "GET":
        return _ask(request, Form(), f"Does “{found.what}” take no time?", "Take it away")
    found.remove(request.person)
    return _done(request, f"“{found.what}” is taken away.", found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def send_substitute(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Have somebody else go to a meeting instead."""
    ahead = Meeting.objects.filter(programme=request.programme).ahead()
    rows = Attendance.objects.filter(meeting__in=ahead.order_by().values("pk"))
    row = get_object_or_404(rows.select_related("meeting__programme", "person"), pk=pk)
    _refuse_unless(answers_for(request.person, row.person))
    initial = [AttendanceState.SUBSTITUTE]
    form = AttendanceForm(request.POST or None, row=row, states=initial)
    if form.is_bound and form.is_valid():
        said = form.save(request.person)
        return _done(request, f"{said.sent} goes to “{row.meeting}” instead of {row.person}.")
    heading = f"Who goes to “{row.meeting}” instead of {row.person}?"
    return _ask(request, form, heading, "Send them")


def _find(request: ProgrammeRequest, pk: int) -> Duty:
    """Return a duty of the programme that the viewer may change; otherwise 404 or 403."""
    own = Duty.objects.filter(programme=request.programme).select_related("programme", "person")
    found: Duty = get_object_or_404(own, pk=pk)
    _refuse_unless(found.is_kept_by(request.person))
    return found


def _refuse_unless(may: bool) -> None:
    if not may:
        raise PermissionDenied


def _page(request: ProgrammeRequest) -> str:
    return reverse("teams:time", args=[request.programme.key])


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
    return done(request, words, _page(request), undo=undo, regions=[REGION])

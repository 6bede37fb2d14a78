"""Does anybody carry too much? Promised and asked, other duties, and who goes instead."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.meeting import AttendanceForm
from teams.forms.time import DutyForm, TimeRuleForm
from teams.models import Attendance, AttendanceState, Duty, Meeting
from teams.models.duty import answers_for
from teams.time_page import REGION, rows_of_people
from teams.views.answers import page_of, powers
from teams.views.place import Place

PLACE = Place("teams:time", "Time", REGION)


@programme_view(Role.MEMBER)
@require_GET
def time(request: ProgrammeRequest) -> HttpResponse:
    """Show the hours of functions, and of the people for whom the viewer answers, live."""
    return render(request, "teams/time/time.html", {"shown": REGION, **powers(request)})


@programme_view(Role.MEMBER)
@require_GET
def time_people(request: ProgrammeRequest) -> HttpResponse:
    """Show the hours of all people for whom the viewer answers, page by page."""
    weeks, rows = rows_of_people(request.person)
    context = {"weeks": weeks, "page": page_of(request, rows), "trail": PLACE.tab}
    return render(request, "teams/time/people.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def time_rule(request: ProgrammeRequest) -> HttpResponse:
    """Set how many hours milestones and actions ask."""
    form = TimeRuleForm(request.POST or None, programme=request.programme)
    if form.is_bound and form.is_valid():
        form.save(request.person)
        return PLACE.done(request, "Saved. All weeks are counted by it.")
    return PLACE.ask(request, form, "How much time do milestones and actions ask?", "Save")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def say_duty(request: ProgrammeRequest) -> HttpResponse:
    """Say what else takes somebody's time for a while."""
    form = DutyForm(request.POST or None, programme=request.programme, viewer=request.person)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return PLACE.done(request, "Noted. The weeks are counted with it.", saved)
    return PLACE.ask(request, form, "What else takes time?", "Note it", keep="duty-new")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_duty(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a duty."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = DutyForm(typed, programme=request.programme, viewer=request.person, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return PLACE.done(request, "The duty is saved.", saved)
    return PLACE.ask(request, form, "What has changed?", "Save", keep=f"duty-{pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove_duty(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a duty away; where no script does it with one press, ask on a page of its own."""
    found = _find(request, pk)
    if request.method == "GET":
        return PLACE.ask(request, Form(), f"Does “{found.what}” take no time?", "Take it away")
    found.remove(request.person)
    return PLACE.done(request, f"“{found.what}” is taken away.", found)


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
        return PLACE.done(request, f"{said.sent} goes to “{row.meeting}” instead of {row.person}.")
    heading = f"Who goes to “{row.meeting}” instead of {row.person}?"
    return PLACE.ask(request, form, heading, "Send them")


def _find(request: ProgrammeRequest, pk: int) -> Duty:
    """Return a duty of the programme that the viewer may change; otherwise 404 or 403."""
    own = Duty.objects.filter(programme=request.programme).select_related("programme", "person")
    found: Duty = get_object_or_404(own, pk=pk)
    _refuse_unless(found.is_kept_by(request.person))
    return found


def _refuse_unless(may: bool) -> None:
    if not may:
        raise PermissionDenied

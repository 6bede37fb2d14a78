"""The agenda of a workshop: adding, changing, moving and removing its activities."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.forms.meeting import MoveForm
from workshops.forms.activity import ActivityForm
from workshops.models import Activity, Workshop
from workshops.models.activity import ActivityOn
from workshops.views.answers import find_activity, find_led
from workshops.views.asking import answer, ask_about, too_late

SETTLED = "The agenda of a workshop that is over belongs to its record."


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def new_activity(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Add an activity to the agenda."""
    return _edit(request, find_led(request, pk), None)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def activity(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change an activity of the agenda."""
    found = find_activity(request, pk)
    return _edit(request, found.workshop, found)


@programme_view(Role.MEMBER)
@require_POST
def move_activity(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Move an activity up or down."""
    found = find_activity(request, pk)
    if found.workshop.is_settled:
        return too_late(request, found.workshop, SETTLED)
    found.move(request.person, MoveForm(request.POST).steps())
    return answer(request, found.workshop)


@programme_view(Role.MEMBER)
@require_POST
def remove_activity(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take an activity off the agenda."""
    found = find_activity(request, pk)
    if found.workshop.is_settled:
        return too_late(request, found.workshop, SETTLED)
    try:
        found.remove(request.person)
    except ActivityOn as reason:
        return too_late(request, found.workshop, str(reason))
    undo = reverse("workshops:activity_removal_end", args=[request.programme.key, pk])
    return answer(request, found.workshop, f"“{found.title}” is off the agenda.", undo=undo)


@programme_view(Role.MEMBER)
@require_POST
def restore_activity(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put an activity back onto the agenda."""
    found = find_activity(request, pk, Activity.everything())
    if found.workshop.is_settled:
        return too_late(request, found.workshop, SETTLED)
    found.restore(request.person)
    return answer(request, found.workshop, f"“{found.title}” is on the agenda again.")


def _edit(request: ProgrammeRequest, workshop: Workshop, found: Activity | None) -> HttpResponse:
    if workshop.is_settled:
        return too_late(request, workshop, SETTLED)
    typed = request.POST if request.method == "POST" else None
    form = ActivityForm(typed, workshop=workshop, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        return answer(request, workshop, "The agenda is saved.")
    removal = ""
    if found and found.started_at is None:
        removal = reverse("workshops:activity_removal", args=[request.programme.key, found.pk])
    heading = "Change this activity" if found else "Add an activity"
    return ask_about(
        request,
        workshop,
        form,
        heading=heading,
        button="Save",
        removal=removal,
        removal_words="Take it off the agenda",
    )

"""What comes out of a meeting: decisions and actions, as they are made and afterwards."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role
from teams.forms.outcome import ActionForm, DecisionForm, NewActionForm
from teams.models import Action, Decision, Meeting
from teams.views.answers import ask, done, page_behind
from teams.views.meeting_answers import ask_about, changed, find_led, led, too_late


@programme_view(Role.MEMBER)
@require_POST
def decide(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write a decision down."""
    found = find_led(request, pk)
    if found.status != Meeting.Status.OPEN:
        return too_late(request, found)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, "decision", form)
    form.make(request.person, found)
    return changed(request, found, decision_form=DecisionForm())


@programme_view(Role.MEMBER)
@require_POST
def agree_action(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write down who does what by when."""
    found = find_led(request, pk)
    if found.status != Meeting.Status.OPEN:
        return too_late(request, found)
    form = NewActionForm(request.POST, meeting=found)
    if not form.is_valid():
        return _refused(request, found, "action", form)
    form.make(request.person)
    return changed(request, found, action_form=NewActionForm(None, meeting=found))


@programme_view(Role.MEMBER)
@require_POST
def withdraw_decision(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a decision off the minutes."""
    found = _decision(request, pk)
    found.withdraw(request.person)
    undo = reverse("teams:decision_withdrawal_end", args=[request.programme.key, pk])
    return changed(request, found.meeting, "The decision is off the minutes.", undo=undo)


@programme_view(Role.MEMBER)
@require_POST
def restore_decision(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a decision back into the minutes."""
    found = _decision(request, pk)
    found.restore(request.person)
    return changed(request, found.meeting, "The decision is in the minutes again.")


@programme_view(Role.OBSERVER)
@require_GET
def action(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one action with what happened to it."""
    found = _action(request, pk)
    context = {
        "action": found,
        "may_act": _may_act(request, found),
        "history": Event.objects.visible_to(request.person).of(found),
    }
    return render(request, "teams/meeting/action.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_action(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change an action: its words, who does it, by when."""
    found = _own_action(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = ActionForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        return _saved(request, found, "The action is saved.")
    back = found.get_absolute_url()
    said: dict[str, Any] = {"heading": "Change the action", "button": "Save", "back": back}
    if found.meeting:
        return ask_about(request, found.meeting, form, **said)
    return ask(request, "meeting/form", form, trail=found.text, trail_url=back, **said)


@programme_view(Role.MEMBER)
@require_POST
def finish_action(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that it is done."""
    found = _own_action(request, pk)
    found.finish(request.person)
    undo = reverse("teams:action_done_end", args=[request.programme.key, pk])
    return _saved(request, found, "Done. Thank you.", undo)


@programme_view(Role.MEMBER)
@require_POST
def reopen_action(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that it is done."""
    found = _own_action(request, pk)
    found.reopen(request.person)
    return _saved(request, found, "It is open again.")


@programme_view(Role.MEMBER)
@require_POST
def drop_action(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that it was agreed."""
    found = _own_action(request, pk)
    found.drop(request.person)
    undo = reverse("teams:action_removal_end", args=[request.programme.key, pk])
    return _saved(request, found, "The action is off the list.", undo)


@programme_view(Role.MEMBER)
@require_POST
def take_up_action(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put an action back onto the list."""
    found = _own_action(request, pk)
    found.take_up(request.person)
    return _saved(request, found, "The action is on the list again.")


def _decision(request: ProgrammeRequest, pk: int) -> Decision:
    own = Decision.objects.filter(programme=request.programme)
    found = get_object_or_404(own.select_related("meeting__programme", "programme"), pk=pk)
    led(request, found.meeting)
    return found


def _action(request: ProgrammeRequest, pk: int) -> Action:
    own = Action.objects.filter(programme=request.programme)
    related = own.select_related("meeting__programme", "programme", "owner")
    return get_object_or_404(related, pk=pk)


def _own_action(request: ProgrammeRequest, pk: int) -> Action:
    """Return an action that the person owns, or whose meeting they may lead; else answer 403."""
    found = _action(request, pk)
    if not _may_act(request, found):
        raise PermissionDenied
    return found


def _may_act(request: ProgrammeRequest, found: Action) -> bool:
    return found.owner_id == request.person.pk or found.led_by(request.person)


def _refused(
    request: ProgrammeRequest, found: Meeting, kind: str, form: DecisionForm | NewActionForm
) -> HttpResponse:
    back = found.get_absolute_url()
    context: dict[str, Any] = {"meeting": found, f"{kind}_form": form, "back": back}
    return ask(request, f"meeting/{kind}_form", form, heading="Not yet complete", **context)


def _saved(request: ProgrammeRequest, found: Action, words: str, undo: str = "") -> HttpResponse:
    """Say ``words`` in the meeting's page, if the action was reached from there."""
    meeting = found.meeting
    if meeting and page_behind(request).startswith(meeting.get_absolute_url()):
        return changed(request, meeting, words, undo=undo)
    return done(request, words, found.get_absolute_url(), undo=undo)

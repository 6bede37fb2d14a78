"""When people are reminded, and who: what holds for each kind, and changing it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.accounts.forms import status_of
from changeprog.communications import reminders
from changeprog.communications.preference_forms import ReminderForm
from changeprog.communications.wording import reminded
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.CHAMPION)
@require_GET
def reminder_rules(request: ProgrammeRequest) -> HttpResponse:
    """Show for each kind of thing when people are reminded of it."""
    known = reminders.rules_of(request.programme)
    rows = [
        (kind, known[kind.name], reminded(kind, known[kind.name])) for kind in reminders.kinds()
    ]
    return render(request, "communications/reminders.html", {"rows": rows})


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def reminder_rule(request: ProgrammeRequest, name: str) -> HttpResponse:
    """Set when people are reminded of one kind of thing, and who."""
    kind = reminders.find(name)
    if kind is None:
        raise Http404
    rule = reminders.rule_of(request.programme, kind)
    form = ReminderForm(request.POST or None, instance=rule, kind=kind)
    if request.method == "POST" and form.is_valid():
        event = form.keep(request.person)
        key = request.programme.key
        undo = reverse("direction:undoing", args=[key, event.pk]) if event else ""
        messages.success(request, "Saved.", extra_tags=undo)
        return redirect("communications:reminders", key)
    context = {"form": form, "kind": kind}
    return render(request, "communications/reminder.html", context, status=status_of(form))

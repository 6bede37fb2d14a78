"""How one wants to be told: when, when not, how much at a time, and what not at all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from changeprog.accounts.forms import status_of
from changeprog.communications import arrival
from changeprog.communications.models import Preference
from changeprog.communications.preference_forms import PreferenceForm
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.closed import works_when_closed
from changeprog.programme.models import Person, Role


@programme_view(Role.OBSERVER)
@works_when_closed("mails can always be stopped")
@require_http_methods(["GET", "POST"])
def preferences(request: ProgrammeRequest) -> HttpResponse:
    """Show and change how one is told in this programme."""
    person = Person.objects.select_related("programme").get(pk=request.person.pk)
    form = PreferenceForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("communications:preferences", request.programme.key)
    known = Preference.of(request.person)
    today = now().astimezone(request.person.zone).date()
    context = {
        "form": form,
        "is_paused": known.is_paused(today),
        "paused_until": known.paused_until,
        "next": arrival.of_notice(now(), request.person.zone, known, arrival.MONDAY),
        "stops_all": "everything" in form.were_stopped,
    }
    return render(request, "communications/preferences.html", context, status=status_of(form))

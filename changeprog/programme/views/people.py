"""Who takes part, and how they are invited, changed and removed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.accounts.forms import status_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.closed import works_when_closed
from changeprog.programme.forms import InvitationForm, PartForm, refuse_too_many
from changeprog.programme.models import Person, Role
from changeprog.programme.models.person import LastChampion, PersonQuerySet
from changeprog.programme.parts import parts_of

MAY_READ = "who may read a closed programme is still decided: people leave, and others follow them"


@programme_view(Role.OBSERVER)
@require_GET
def people(request: ProgrammeRequest) -> HttpResponse:
    """List who takes part, by function."""
    present = Person.objects.present().with_role().filter(programme=request.programme)
    rows = present.select_related("function", "invitation").order_by("function", "name", "pk")
    shown = list(rows)
    context = {
        "people": shown,
        "parts": parts_of(request.programme, shown),
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "programme/people.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def invite(request: ProgrammeRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None, by=request.person)
    if request.method == "POST" and form.is_valid():
        invited = form.invite()
        messages.success(request, f"{invited.name} gets a mail with the invitation.")
        return redirect("programme:people", request.programme.key)
    return render(request, "programme/invite.html", {"form": form}, status=status_of(form))


@programme_view(Role.CHAMPION)
@require_POST
def invite_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mail a fresh invitation to somebody who has not joined; the old link stops working."""
    invited = get_object_or_404(_people_of(request).filter(user=None).exclude(email=""), pk=pk)
    try:
        refuse_too_many(request.person, invited.email)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        invited.invite(request.person, Role(invited.role or Role.MEMBER))
        messages.success(request, f"{invited.name} gets a new mail; the old link is dead.")
    return redirect("programme:people", request.programme.key)


@programme_view(Role.CHAMPION)
@works_when_closed(MAY_READ)
@require_http_methods(["GET", "POST"])
def person(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change the part somebody has."""
    found = get_object_or_404(_people_of(request), pk=pk)
    form = PartForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        fresh = get_object_or_404(_people_of(request), pk=pk)
        try:
            fresh.change(request.person, **form.cleaned_data)
        except LastChampion as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{fresh.name}: saved.")
            return redirect("programme:people", request.programme.key)
    parts = parts_of(request.programme, [found])
    context = {"form": form, "someone": found, "parts": parts}
    return render(request, "programme/person.html", context, status=status_of(form))


@programme_view(Role.CHAMPION)
@works_when_closed(MAY_READ)
@require_POST
def remove_person(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """End somebody's access at once, with a way back; what they did stays in the journal."""
    found = get_object_or_404(_people_of(request), pk=pk)
    try:
        found.remove(request.person)
    except LastChampion as refusal:
        messages.error(request, str(refusal))
    else:
        back = reverse("programme:return_person", args=[request.programme.key, pk])
        undo = "" if found == request.person else back
        messages.success(request, f"{found.name} no longer takes part.", extra_tags=undo)
    return redirect("programme:people", request.programme.key)


@programme_view(Role.CHAMPION)
@works_when_closed(MAY_READ)
@require_POST
def return_person(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo a removal."""
    everybody = Person.objects.filter(programme=request.programme)
    found = get_object_or_404(everybody.select_related("programme", "invitation"), pk=pk)
    found.bring_back(request.person)
    messages.success(request, f"{found.name} takes part again.")
    return redirect("programme:people", request.programme.key)


def _people_of(request: ProgrammeRequest) -> PersonQuerySet:
    return Person.objects.present().filter(programme=request.programme).select_related("programme")

"""One benefit: expected, changed, and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.forms import BenefitForm, CorrectionForm, EntryForm
from changeprog.direction.history import history
from changeprog.direction.models import Benefit, BenefitEntry
from changeprog.direction.views.answers import done, show
from changeprog.direction.views.editing import Editing
from changeprog.direction.worth import worth
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

BENEFIT = Editing(
    form=BenefitForm,
    noun="benefit",
    to_make="Add a benefit",
    make="Add it",
    made="The benefit is saved. Record here what comes of it.",
    to_change="Change the benefit",
    changed="The benefit is saved.",
    everything="direction:value",
    trail="direction/_value_trail.html",
)


@programme_view(Role.OBSERVER)
@require_GET
def benefit(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a benefit."""
    found = _find(request, pk)
    return show(request, "benefit", _page(request, found, EntryForm(benefit=found)))


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new_benefit(request: ProgrammeRequest) -> HttpResponse:
    """Say what a benefit is worth."""
    return BENEFIT.answer(request)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_benefit(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a benefit."""
    return BENEFIT.answer(request, _find(request, pk))


@programme_view(Role.MEMBER)
@require_POST
def realise(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Record what came of a benefit; its owner and champions may."""
    found = _find(request, pk)
    if not found.may_be_booked_by(request.person):
        return _leave_to_owner(request, found)
    form = EntryForm(request.POST, benefit=found)
    if not form.is_valid():
        return show(request, "benefit", _page(request, found, form))
    form.save(request.person)
    return done(request, found.get_absolute_url(), "The amount is recorded.", about=found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def correct_entry(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Correct what was recorded; the benefit's owner and champions may."""
    entries = BenefitEntry.objects.filter(benefit__programme=request.programme)
    entry = get_object_or_404(entries.select_related("benefit__programme", "benefit__owner"), pk=pk)
    if not entry.benefit.may_be_booked_by(request.person):
        return _leave_to_owner(request, entry.benefit)
    form = CorrectionForm(request.POST if request.method == "POST" else None, entry=entry)
    if form.is_bound and form.is_valid():
        form.save(request.person)
        if form.is_valid():
            about = entry.benefit
            return done(request, about.get_absolute_url(), "The entry is corrected.", about)
    asked = {
        "heading": "What should it have said?",
        "button": "Correct it",
        "back": entry.benefit.get_absolute_url(),
        "trail": "direction/_value_trail.html",
    }
    return show(request, "ask", {"form": form, **asked})


def _find(request: ProgrammeRequest, pk: int) -> Benefit:
    of_programme = Benefit.objects.filter(programme=request.programme)
    return get_object_or_404(of_programme.with_names().with_realised(localdate()), pk=pk)


def _leave_to_owner(request: ProgrammeRequest, found: Benefit) -> HttpResponse:
    owner = f"{found.owner}, who owns it, or a champion" if found.owner else "A champion"
    messages.error(request, f"{owner} records what comes of it.")
    return redirect(found)


def _page(request: ProgrammeRequest, found: Benefit, form: EntryForm) -> dict[str, Any]:
    entries = found.entries.select_related("by", "corrected_by", "corrects").order_by("-on", "-pk")
    return {
        "benefit": found,
        "worth": worth(found, localdate()),
        "form": form,
        "entries": entries,
        "capabilities": found.capabilities.select_related("programme"),
        "history": history(found, request.person),
        "may_lead": request.person.may(Role.CHAMPION),
        "may_book": found.may_be_booked_by(request.person),
        "currency": request.programme.currency,
    }

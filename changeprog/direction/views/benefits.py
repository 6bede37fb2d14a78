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
from changeprog.direction.worth import worth
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


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
    return _edit(request, None, "The benefit is saved. Record here what comes of it.")


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_benefit(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a benefit."""
    return _edit(request, _find(request, pk), "The benefit is saved.")


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
    return done(request, found.get_absolute_url(), "The amount is recorded.")


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
            return done(request, entry.benefit.get_absolute_url(), "The entry is corrected.")
    return show(request, "correction_form", {"form": form, "entry": entry})


def _edit(request: ProgrammeRequest, found: Benefit | None, words: str) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = BenefitForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, saved.get_absolute_url(), words)
    return show(request, "benefit_form", {"form": form, "benefit": found})


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

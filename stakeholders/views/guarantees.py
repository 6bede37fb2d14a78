"""What somebody was promised, or allowed as an exception."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.direction.models import Overtaken
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from stakeholders.access import look
from stakeholders.forms.conviction import GuaranteeForm
from stakeholders.models import Guarantee
from stakeholders.views.answers import ask, undo_of
from stakeholders.views.profile import about, told


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def give(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Note what somebody was promised or allowed."""
    found = look(request, pk, "guarantee")
    typed = request.POST if request.method == "POST" else None
    form = GuaranteeForm(typed, programme=request.programme, stakeholder=found)
    if typed is None or not form.is_valid():
        context = {"heading": "What was promised?", "button": "Keep it", **about(found)}
        return ask(request, "profile/ask", form, keep=f"guarantee-new-{pk}", **context)
    given = form.make(request.person)
    return told(request, found, "Kept. On its day it stands out.", undo=undo_of(request, given))


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def change_guarantee(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what was promised, or say whether it was kept."""
    guarantee = _find(request, pk)
    found, seen = guarantee.stakeholder, guarantee.revision
    typed = request.POST if request.method == "POST" else None
    form = GuaranteeForm(typed, programme=request.programme, instance=guarantee, stakeholder=found)
    removal = reverse("stakeholders:guarantee_removal", args=[request.programme.key, pk])
    keep = f"guarantee-{pk}-{seen}"
    context = {"heading": "What was promised?", "keep": keep, "removal": removal} | about(found)
    if request.method == "GET":
        found.looked_at(request.person, "guarantee")
    if typed is not None and form.is_valid() and form.save(request.person):
        undo = undo_of(request, guarantee) if guarantee.revision != seen else ""
        return told(request, found, "Saved.", undo=undo)
    return ask(request, "profile/ask", form, **context)


@programme_view(Role.FACILITATOR)
@require_POST
def settle(request: ProgrammeRequest, pk: int, outcome: str) -> HttpResponse:
    """Say with one tap that it was kept, or broken."""
    guarantee = _find(request, pk)
    seen = guarantee.revision
    words = "A promise kept." if outcome == Guarantee.Outcome.KEPT else "Noted as broken."
    try:
        guarantee.change(request.person, seen, outcome=outcome)
    except Overtaken as refusal:
        return told(request, guarantee.stakeholder, str(refusal))
    undo = undo_of(request, guarantee) if guarantee.revision != seen else ""
    return told(request, guarantee.stakeholder, words, undo=undo)


@programme_view(Role.FACILITATOR)
@require_POST
def take_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take away what was noted by mistake."""
    guarantee = _find(request, pk)
    guarantee.remove(request.person)
    undo = undo_of(request, guarantee)
    return told(request, guarantee.stakeholder, "It is taken away.", undo=undo)


def _find(request: ProgrammeRequest, pk: int) -> Guarantee:
    own = Guarantee.objects.visible_to(request.person).with_names()
    found: Guarantee = get_object_or_404(own, pk=pk)
    return found

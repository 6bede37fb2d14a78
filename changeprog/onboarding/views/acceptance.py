"""Accepting that a criterion is met, by the person named for it, and taking that back."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.direction.models import Overtaken
from changeprog.onboarding.criterion_words import fallen, risen, stage_of
from changeprog.onboarding.forms.criterion import AcceptanceForm, TakingBackForm
from changeprog.onboarding.models.criterion import NotRipe
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.onboarding.views.criterion import find, may_take_back, page
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

CHANGED = "Somebody changed it while you were reading. Read it once more before you accept it."


@programme_view(Role.MEMBER)
@require_POST
def accept(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Accept a criterion, on top of the words that were read."""
    found = find(request, pk)
    if not found.is_accepted_by(request.person):
        raise PermissionDenied
    form = AcceptanceForm(request.POST)
    before = stage_of(found.team)
    try:
        found.accept(request.person, form.cleaned_data["revision"] if form.is_valid() else 0)
    except (Overtaken, NotRipe) as refusal:
        words = CHANGED if isinstance(refusal, Overtaken) else str(refusal)
        messages.error(request, words)
        return page(request, find(request, pk), status=HTTPStatus.CONFLICT)
    words = risen("You have accepted it.", found.team, before)
    return done(request, found.get_absolute_url(), words, about=found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def take_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take an acceptance back, with the reason."""
    found = find(request, pk)
    if not may_take_back(request, found):
        raise PermissionDenied
    form = TakingBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        before = stage_of(found.team)
        found.take_back(request.person, form.cleaned_data["why"])
        words = fallen("It is taken back.", found.team, before)
        mine = found if found.is_accepted_by(request.person) else None
        return done(request, found.get_absolute_url(), words, about=mine)
    trail = Trail(found.get_absolute_url(), found.statement)
    keep = f"taking-back-{found.pk}"
    return ask_from(request, trail, form, "Is it not so any more?", "Take it back", keep=keep)

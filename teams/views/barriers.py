"""Barriers: the long list, one of them, and what is done about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role
from teams.filters import BarrierFilter
from teams.forms import KnockDownForm, OwnerForm
from teams.models import Barrier
from teams.views.answers import ask, done, page_of, powers


@programme_view(Role.OBSERVER)
@require_GET
def barriers(request: ProgrammeRequest) -> HttpResponse:
    """List the barriers of one state, and of one owner if asked for."""
    wanted = BarrierFilter(request.GET, request.programme)
    page = page_of(request, wanted.rows())
    context = {"filter": wanted, "page": page, "programme": request.programme}
    return render(request, "teams/barriers.html", {**context, **powers(request)})


@programme_view(Role.OBSERVER)
@require_GET
def barrier(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one barrier with its history."""
    found = _find(request, pk)
    context = {"barrier": found, "history": Event.objects.visible_to(request.person).of(found)}
    return render(request, "teams/barrier.html", {**context, **powers(request)})


@programme_view(Role.MEMBER)
@require_POST
def take(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Become the owner of a barrier that has none."""
    found = _find(request, pk)
    if found.take(request.person):
        return _done(request, pk, "It is yours now. Thank you for taking it on.")
    return _too_late(request, pk)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def hand_over(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give a barrier to another owner."""
    found = _find(request, pk)
    if found.knocked_down_at:
        return _too_late(request, pk)
    form = OwnerForm(request.POST or None, subject=found)
    if request.method == "GET" or not form.is_valid():
        return ask(request, "hand_over", form, heading="Who takes it on?", barrier=found)
    if not form.hand_over(request.person):
        return _too_late(request, pk)
    owner = form.cleaned_data["owner"]
    return _done(request, pk, f"{owner.name} owns it now." if owner else "It waits for an owner.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def knock_down(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how a barrier was knocked down."""
    found = _find(request, pk)
    if found.knocked_down_at:
        return _too_late(request, pk)
    form = KnockDownForm(request.POST or None, subject=found)
    if request.method == "GET" or not form.is_valid():
        return ask(request, "knock_down", form, heading="Out of the way?", barrier=found)
    if found.knock_down(request.person, form.cleaned_data["how"]):
        return _done(request, pk, "Knocked down. One thing less in the way.")
    return _too_late(request, pk)


@programme_view(Role.MEMBER)
@require_POST
def stand_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a barrier back that turned out to be in the way still."""
    _find(request, pk).stand_again(request.person)
    return _done(request, pk, "It is back among what is in the way.")


def _find(request: ProgrammeRequest, pk: int) -> Barrier:
    own = Barrier.objects.filter(programme=request.programme)
    return get_object_or_404(own.with_names().select_related("programme"), pk=pk)


def _done(
    request: ProgrammeRequest, pk: int, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    fresh = _find(request, pk)
    context = {"barrier": fresh, "history": Event.objects.visible_to(request.person).of(fresh)}
    return done(request, words, fresh.get_absolute_url(), level, **context)


def _too_late(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say who was quicker."""
    fresh = _find(request, pk)
    if fresh.knocked_down_at:
        words = f"{fresh.knocked_down_by or 'Somebody'} has knocked it down already."
    else:
        words = f"{fresh.owner or 'Somebody'} has taken it on already."
    return _done(request, pk, words, messages.INFO)

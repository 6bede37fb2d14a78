"""One barrier: its page, and what is done about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.models import Overtaken
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from teams.barrier_page import shown
from teams.celebrating import celebrate as become_victory
from teams.celebrating import celebrate_no_more as be_victory_no_more
from teams.forms import BarrierForm, KnockDownForm, OwnerForm
from teams.models import Barrier
from teams.views.answers import ask, done, page_behind, powers


@programme_view(Role.OBSERVER)
@require_GET
def barrier(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show how one barrier stands; one that was taken back only to who may return it."""
    found = _find(request, pk, taken_back=True)
    if found.removed_at:
        _allow_taking_back(found, request)
        return render(request, "teams/barrier/taken_back.html", {"barrier": found})
    context = {**shown(found, request.person), **powers(request)}
    return render(request, "teams/barrier.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_barrier(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say more of a barrier: whom it affects, what it blocks, what is done next by when."""
    found = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = BarrierForm(typed, programme=request.programme, instance=found)
    context: dict[str, Any] = {"heading": "What is to be said of it?", "barrier": found}
    if typed is not None and form.is_valid() and form.save(request.person):
        return _done(request, pk, "The barrier is saved.", undo="barrier_editing_undo")
    return ask(request, "barrier/edit", form, **context)


@programme_view(Role.MEMBER)
@require_POST
def undo_barrier_change(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put back what the viewer's own last change changed, unless somebody changed it since."""
    try:
        undone = _find(request, pk).undo_change(request.person)
    except Overtaken:
        words = "Somebody changed it since, so it stays as it is."
        return _done(request, pk, words, messages.INFO)
    return _done(request, pk, "As it was before." if undone else "There was nothing to undo.")


@programme_view(Role.MEMBER)
@require_POST
def say_me_too(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that a barrier is in one's own way as well."""
    _find(request, pk).say_me_too(request.person)
    return _done(request, pk, "Noted: it is in your way too.")


@programme_view(Role.MEMBER)
@require_POST
def say_me_too_no_more(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take one's own me-too back."""
    _find(request, pk).say_me_too_no_more(request.person)
    return _done(request, pk, "Noted: it is not in your way any more.")


@programme_view(Role.MEMBER)
@require_POST
def take(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Become the owner of a barrier that has none."""
    found = _find(request, pk)
    if found.take(request.person):
        words = "It is yours now. Thank you for taking it on."
        return _done(request, pk, words, undo="barrier_owner_undo")
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
    words = f"{owner.name} owns it now." if owner else "It waits for an owner."
    return _done(request, pk, words, undo="barrier_owner_undo")


@programme_view(Role.MEMBER)
@require_POST
def hand_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo that the viewer took it on or handed it over, unless something happened to it since."""
    if _find(request, pk).hand_back(request.person):
        return _done(request, pk, "It is in the hands it was in before.")
    return _done(request, pk, "Somebody changed it since, so it stays as it is.", messages.INFO)


@programme_view(Role.MEMBER)
@require_POST
def take_barrier_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back a barrier that was logged by mistake."""
    found = _find(request, pk, taken_back=True)
    _allow_taking_back(found, request)
    found.remove(request.person)
    undo = reverse("teams:barrier_taking_back_undo", args=[request.programme.key, pk])
    words = "Taken back. It is on no page and in no digest any more."
    return done(request, words, found.get_absolute_url(), undo=undo)


@programme_view(Role.MEMBER)
@require_POST
def bring_barrier_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Bring a barrier back that was taken back by mistake."""
    found = _find(request, pk, taken_back=True)
    _allow_taking_back(found, request)
    found.bring_back(request.person)
    return _done(request, pk, "It is back, as it was.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def knock_down(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how a barrier was knocked down, and whose doing it was."""
    found = _find(request, pk)
    if found.knocked_down_at:
        return _too_late(request, pk)
    form = KnockDownForm(request.POST or None, subject=found)
    if request.method == "GET" or not form.is_valid():
        return ask(request, "knock_down", form, heading="Out of the way?", barrier=found)
    if form.knock_down(request.person):
        words = "Knocked down. One thing less in the way."
        return _done(request, pk, words, undo="barrier_return")
    return _too_late(request, pk)


@programme_view(Role.MEMBER)
@require_POST
def stand_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a barrier back that turned out to be in the way still."""
    _find(request, pk).stand_again(request.person)
    return _done(request, pk, "It is back among what is in the way.")


@programme_view(Role.MEMBER)
@require_POST
def celebrate(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Make a victory of a barrier that was knocked down."""
    victory = become_victory(_find(request, pk), request.person)
    if victory is None:
        return _done(request, pk, "It still stands, so it is no victory yet.", messages.INFO)
    return _done(request, pk, "It is on the wall of victories.", undo="barrier_victory_end")


@programme_view(Role.MEMBER)
@require_POST
def celebrate_no_more(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that a barrier became a victory; not once that victory is promoted."""
    if be_victory_no_more(_find(request, pk), request.person):
        return _done(request, pk, "It is no victory any more. The barrier stays knocked down.")
    return _done(request, pk, "There is no victory that you could take back.", messages.INFO)


def _allow_taking_back(found: Barrier, request: ProgrammeRequest) -> None:
    """Raise ``PermissionDenied`` for who may not, 404 for who may not even know of it any more."""
    if found.may_be_taken_back_by(request.person):
        return
    if found.removed_at:
        raise Http404
    raise PermissionDenied


def _find(request: ProgrammeRequest, pk: int, *, taken_back: bool = False) -> Barrier:
    """Return a barrier of the programme with all that pages show; 404 unless there is one."""
    rows = Barrier.everything() if taken_back else Barrier.objects.all()
    own = rows.filter(programme=request.programme, pk=pk).with_names()
    found: Barrier = get_object_or_404(
        own.select_related("programme", "objective", "milestone", "doers_team", "doers_function")
    )
    return found


def _done(
    request: ProgrammeRequest,
    pk: int,
    words: str,
    level: int = messages.SUCCESS,
    undo: str = "",
) -> HttpResponse:
    """Say ``words`` over the barrier as it is now; ``undo`` names what takes them back."""
    fresh = _find(request, pk)
    back = reverse(f"teams:{undo}", args=[request.programme.key, pk]) if undo else ""
    context = shown(fresh, request.person)
    if request.htmx:
        context["on_its_page"] = page_behind(request) == fresh.get_absolute_url()
    return done(request, words, fresh.get_absolute_url(), level, undo=back, **context)


def _too_late(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say who was quicker."""
    fresh = _find(request, pk)
    if fresh.knocked_down_at:
        words = f"{fresh.knocked_down_by or 'Somebody'} has knocked it down already."
    else:
        words = f"{fresh.owner or 'Somebody'} has taken it on already."
    return _done(request, pk, words, messages.INFO)

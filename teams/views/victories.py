"""Victories: the wall, one of them, what is said of it later, and whether it counts at all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.models import Overtaken
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role
from teams.forms import PromotionForm, VictoryForm
from teams.models import Victory
from teams.victory_filter import VictoryFilter
from teams.views.answers import ask, done, page_behind, powers
from teams.wall import wall_of


@programme_view(Role.OBSERVER)
@require_GET
def victories(request: ProgrammeRequest) -> HttpResponse:
    """Show the wall: the victories of a month, and where the other months are."""
    wanted = VictoryFilter(request.GET, request.programme)
    wall = wall_of(wanted, request.GET.get("page"))
    context = {"filter": wanted, "wall": wall, "programme": request.programme}
    context["viewer"] = request.person
    return render(request, "teams/victories/wall.html", {**context, **powers(request)})


@programme_view(Role.OBSERVER)
@require_GET
def victory(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one victory with its history; one that was taken back only to who may return it."""
    found = find(request, pk, taken_back=True)
    if found.removed_at:
        if not found.may_be_taken_back_by(request.person):
            raise Http404
        return render(request, "teams/victories/taken_back.html", {"victory": found})
    return render(request, "teams/victory.html", shown(request, found))


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_victory(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say more of a victory, or say it better."""
    found = find(request, pk)
    if not found.may_be_changed_by(request.person):
        raise PermissionDenied
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = VictoryForm(*typed, programme=request.programme, instance=found)
    context: dict[str, Any] = {"heading": "Say more of this victory", "victory": found}
    if request.method == "POST" and form.is_valid() and form.save(request.person):
        return answer(request, pk, "Saved.", undo="victory_editing_undo")
    return ask(request, "victories/edit", form, **context)


@programme_view(Role.MEMBER)
@require_POST
def undo_change(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put back what the last change changed."""
    found = find(request, pk)
    if not found.may_be_changed_by(request.person):
        raise PermissionDenied
    try:
        undone = found.undo_change(request.person)
    except Overtaken:
        return answer(request, pk, "Somebody changed it since. It stays as it is.", messages.INFO)
    return answer(request, pk, "As it was before." if undone else "Nothing had been changed.")


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def promote(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Hold a victory up for all to see, with a sentence why."""
    found = find(request, pk)
    form = PromotionForm(request.POST or None, subject=found)
    if found.promoted_at is None and (request.method == "GET" or not form.is_valid()):
        return ask(request, "promote", form, heading="Hold it up for all to see", victory=found)
    if found.promoted_at is None and found.promote(request.person, form.cleaned_data["because"]):
        words = "Promoted. The home page and the next digest quote it."
        return answer(request, pk, words, undo="victory_promotion_end")
    return answer(request, pk, "It has been promoted already.", messages.INFO)


@programme_view(Role.CHAMPION)
@require_POST
def take_down(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a promotion back."""
    find(request, pk).take_down(request.person)
    return answer(request, pk, "It is no longer promoted. The victory itself stays.")


@programme_view(Role.MEMBER)
@require_POST
def take_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back a victory that was logged by mistake."""
    found = find(request, pk, taken_back=True)
    if not found.may_be_taken_back_by(request.person):
        raise PermissionDenied
    found.remove(request.person)
    back = reverse("teams:victory_return", args=[request.programme.key, pk])
    words = "Taken back. It is on no page and in no digest any more."
    return done(request, words, found.get_absolute_url(), undo=back)


@programme_view(Role.MEMBER)
@require_POST
def bring_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Bring a victory back that was taken back by mistake."""
    found = find(request, pk, taken_back=True)
    if not found.may_be_taken_back_by(request.person):
        raise PermissionDenied
    found.bring_back(request.person)
    return answer(request, pk, "It is back, as it was.")


def find(request: ProgrammeRequest, pk: int, *, taken_back: bool = False) -> Victory:
    """Return a victory of the programme with all that pages show; 404 unless there is one."""
    rows = Victory.everything() if taken_back else Victory.objects.all()
    own = rows.filter(programme=request.programme)
    found: Victory = get_object_or_404(own.with_names(), pk=pk)
    return found


def shown(request: ProgrammeRequest, found: Victory) -> dict[str, Any]:
    """Return what the page about ``found`` shows; its history leaves the thanks to their line."""
    told = Event.objects.visible_to(request.person).of(found)
    return {
        "victory": found,
        "programme": request.programme,
        "history": told.exclude(verb__startswith="victory.thank"),
        "viewer": request.person,
        "may_change": found.may_be_changed_by(request.person),
        "may_take_back": found.may_be_taken_back_by(request.person),
        **powers(request),
    }


def answer(
    request: ProgrammeRequest, pk: int, words: str, level: int = messages.SUCCESS, undo: str = ""
) -> HttpResponse:
    """Say ``words`` over the victory as it is now; ``undo`` names what takes them back."""
    fresh = find(request, pk)
    back = reverse(f"teams:{undo}", args=[request.programme.key, pk]) if undo else ""
    path = fresh.get_absolute_url()
    context = {**shown(request, fresh), "on_its_page": page_behind(request) == path}
    return done(request, words, path, level, undo=back, **context)

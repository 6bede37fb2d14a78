"""Victories: the long list, one of them, and holding it up for all to see."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role
from teams.filters import VictoryFilter
from teams.forms import PromotionForm
from teams.models import Victory
from teams.views.answers import ask, done, page_of, powers


@programme_view(Role.OBSERVER)
@require_GET
def victories(request: ProgrammeRequest) -> HttpResponse:
    """List the victories, of one function or only the promoted ones if asked for."""
    wanted = VictoryFilter(request.GET, request.programme)
    page = page_of(request, wanted.rows())
    context = {"filter": wanted, "page": page, "programme": request.programme}
    return render(request, "teams/victories.html", {**context, **powers(request)})


@programme_view(Role.OBSERVER)
@require_GET
def victory(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one victory with its history."""
    found = _find(request, pk)
    context = {"victory": found, "history": Event.objects.visible_to(request.person).of(found)}
    return render(request, "teams/victory.html", {**context, **powers(request)})


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def promote(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Hold a victory up for all to see, with a sentence why."""
    found = _find(request, pk)
    form = PromotionForm(request.POST or None, subject=found)
    if found.promoted_at is None and (request.method == "GET" or not form.is_valid()):
        return ask(request, "promote", form, heading="Hold it up for all to see", victory=found)
    if found.promoted_at is None and found.promote(request.person, form.cleaned_data["because"]):
        return _done(request, pk, "Promoted. The home page and the next digest quote it.")
    return _done(request, pk, "It has been promoted already.", messages.INFO)


@programme_view(Role.CHAMPION)
@require_POST
def take_down(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a promotion back."""
    _find(request, pk).take_down(request.person)
    return _done(request, pk, "It is no longer promoted. The victory itself stays.")


def _find(request: ProgrammeRequest, pk: int) -> Victory:
    own = Victory.objects.filter(programme=request.programme)
    return get_object_or_404(own.with_names().select_related("programme"), pk=pk)


def _done(
    request: ProgrammeRequest, pk: int, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    fresh = _find(request, pk)
    context = {"victory": fresh, "history": Event.objects.visible_to(request.person).of(fresh)}
    return done(request, words, fresh.get_absolute_url(), level, **context)

"""Who goes on with what is open: the list, handing over, taking back, handing back."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.closing.forms import HandBackForm, HandoverForm
from changeprog.closing.models import Closing, Handover
from changeprog.closing.room import OPEN_THINGS
from changeprog.closing.steps import group_of, leave_the_rest
from changeprog.closing.views.answers import ask, done, page_behind, page_of
from changeprog.programme import open_things
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.CHAMPION)
@require_GET
def handovers(request: ProgrammeRequest) -> HttpResponse:
    """Show what is open, and who goes on with it: live, or all of one kind page by page."""
    closing = Closing.of(request.programme)
    context: dict[str, Any] = {"shown": OPEN_THINGS, "closing": closing}
    wanted = request.GET.get("kind")
    if wanted and (group := group_of(closing, wanted)):
        page = page_of(request, group.undecided_first)
        context |= {"group": group, "page": page, "programme": request.programme}
    return render(request, "closing/handovers.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def hand_over(request: ProgrammeRequest, kind: str, pk: int) -> HttpResponse:
    """Say who goes on with one open thing."""
    known = next((each for each in open_things.kinds() if each.name == kind), None)
    thing = open_things.find(request.programme, kind, pk)
    if known is None or thing is None:
        raise Http404
    closing = Closing.of(request.programme)
    own = Handover.objects.standing().filter(closing=closing.pk, kind=kind, number=pk)
    form = HandoverForm(request.POST or None, kind=known, thing=thing, handover=own.first())
    back = _list_behind(request)
    if form.is_bound and form.is_valid():
        made = form.save(request.person)
        words = f"{made.to.name} goes on with it." if made.to else "Nobody goes on with it."
        undo = reverse("closing:take_back", args=[request.programme.key, made.pk])
        return done(request, back, words, undo)
    heading = "Who goes on with this?"
    return ask(
        request,
        "hand_over",
        form,
        heading=heading,
        about=thing,
        back=back,
        trail_url=back,
        trail="What is open",
    )


def _list_behind(request: ProgrammeRequest) -> str:
    """Return the list that the person comes from: of everything, or a page of one kind."""
    every = reverse("closing:handovers", args=[request.programme.key])
    asked = urlsplit(request.htmx.current_url or "").query
    return f"{every}?{asked}" if asked and page_behind(request) == every else every


@programme_view(Role.CHAMPION)
@require_POST
def leave_with_owners(request: ProgrammeRequest) -> HttpResponse:
    """Leave everything that somebody has in hand, and nothing was decided about, where it is."""
    count = leave_the_rest(Closing.of(request.programme), request.person)
    words = f"{count} stay with whoever has them, who are told." if count else "Nothing to leave."
    return done(request, reverse("closing:handovers", args=[request.programme.key]), words)


@programme_view(Role.CHAMPION)
@require_POST
def take_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo a decision: the thing is again with whoever had it."""
    own = Handover.objects.filter(closing__programme=request.programme).with_names()
    found = get_object_or_404(own, pk=pk)
    found.take_back(request.person)
    back = reverse("closing:handovers", args=[request.programme.key])
    return done(request, back, "Taken back. It is as it was before.")


@programme_view(Role.OBSERVER)
@require_http_methods(["GET", "POST"])
def handover(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show somebody what was handed to them, to be handed back with a reason."""
    own = Handover.objects.filter(closing__programme=request.programme, to=request.person)
    found = get_object_or_404(own.with_names(), pk=pk)
    form = HandBackForm(request.POST or None)
    if form.is_bound and form.is_valid():
        found.hand_back(request.person, form.cleaned_data["why"])
        words = "Handed back. Whoever handed it to you is told why."
        return done(request, found.get_absolute_url(), words)
    status = 422 if form.is_bound else 200
    context = {"handover": found, "form": form}
    return render(request, "closing/handover.html", context, status=status)

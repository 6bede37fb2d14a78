"""The web: who turns to whom, and the ties that are drawn by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from changeprog.accounts.forms import status_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Person, Role
from changeprog.programme.search import Words
from stakeholders import charting, web_room
from stakeholders.forms.web import PeopleForm, TieForm, on_map
from stakeholders.models import OverviewLook, Tie
from stakeholders.web_page import context_of

SUGGESTED = 8
"""People who are offered while somebody types."""


@programme_view(Role.FACILITATOR)
@require_GET
def web(request: ProgrammeRequest) -> HttpResponse:
    """Show who turns to whom: everybody, all groups, one group, or somebody's neighbourhood."""
    OverviewLook.note(request.person, "the web")
    context = context_of(request.programme, request.GET)
    typed = PeopleForm(request.GET).typed()
    return render(
        request, "stakeholders/web/web.html", {**context, "typed": typed, **_hits(request, typed)}
    )


@programme_view(Role.FACILITATOR)
@require_POST
def web_stopping(request: ProgrammeRequest) -> HttpResponse:
    """Stop drawing the web; what was drawn last stays."""
    charting.stop(request.programme)
    web_room.announce(request.programme.key)
    return redirect("stakeholders:web", request.programme.key)


@programme_view(Role.FACILITATOR)
@require_POST
def web_drawing(request: ProgrammeRequest) -> HttpResponse:
    """Have the web drawn although that was stopped."""
    charting.draw_after_all(request.programme)
    web_room.announce(request.programme.key)
    return redirect("stakeholders:web", request.programme.key)


@programme_view(Role.FACILITATOR)
@require_GET
def people(request: ProgrammeRequest) -> HttpResponse:
    """Offer the people of the map whose names begin like what is typed."""
    typed = PeopleForm(request.GET).typed()
    file = "_options" if "other" in request.GET else "_hits"
    context = {"typed": typed, **_hits(request, typed)}
    return render(request, f"stakeholders/web/{file}.html", context)


def _hits(request: ProgrammeRequest, typed: str) -> dict[str, list[Person]]:
    words = Words.of(typed, SUGGESTED)
    found = words.among(on_map(request.programme), "name") if words.wanted else []
    return {"hits": found[:SUGGESTED]}


@programme_view(Role.FACILITATOR)
@require_POST
def ties(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Draw a tie between a person and somebody who is named."""
    about = get_object_or_404(on_map(request.programme), stakeholder=pk)
    form = TieForm(request.POST, about=about)
    if form.is_valid():
        tie = form.save(request.person)
        undo = reverse("stakeholders:tie_removal", args=[request.programme.key, tie.pk])
        messages.success(request, "The tie is drawn.", extra_tags=undo)
        return redirect(_page_of(request, about.pk))
    context = {"form": form, "about": about, "back": _page_of(request, about.pk)}
    return render(request, "stakeholders/web/tie.html", context, status=status_of(form))


@programme_view(Role.FACILITATOR)
@require_POST
def tie_removal(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a tie away."""
    tie = get_object_or_404(Tie.objects.filter(programme=request.programme), pk=pk)
    about = PeopleForm(request.GET).about() or tie.target_id
    removed = tie.remove(request.person)
    args = [request.programme.key, removed.pk] if removed else []
    undo = reverse("stakeholders:tie_return", args=args) if removed else ""
    messages.success(request, "The tie is taken away.", extra_tags=undo)
    return redirect(_page_of(request, about))


@programme_view(Role.FACILITATOR)
@require_POST
def tie_return(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Bring back a tie that the viewer has taken away."""
    own = Event.objects.filter(programme=request.programme, person=request.person)
    removed = get_object_or_404(own.about("tie.removed"), pk=pk)
    if tie := Tie.bring_back(request.person, removed):
        messages.success(request, "The tie is back.")
        return redirect(_page_of(request, tie.target_id))
    messages.error(request, "One of the two is not in the programme any more.")
    return redirect("stakeholders:web", request.programme.key)


def _page_of(request: ProgrammeRequest, person: int) -> str:
    path = reverse("stakeholders:web", args=[request.programme.key])
    return f"{path}?{urlencode({'focus': person})}"

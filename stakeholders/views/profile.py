"""One profile: its page, and its parts, each changed on top of what was seen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.overtaking import SharedForm
from stakeholders import next_talks, profile_page
from stakeholders.access import find, look
from stakeholders.forms.conviction import ConvictionForm
from stakeholders.forms.putting import PuttingForm
from stakeholders.forms.stakeholder import IdentityForm, MotivesForm, StandingForm
from stakeholders.looking import looks_at
from stakeholders.models import Belief, Stakeholder
from stakeholders.views.answers import anew, ask, done, page_behind, page_of, undo_of


@programme_view(Role.OBSERVER)
@require_GET
def profile(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what is known of one person to those who may know it, and note that they looked."""
    found = look(request, pk, "profile")
    return render(request, "stakeholders/profile.html", _context(request, found))


@programme_view(Role.FACILITATOR)
@require_GET
def looks(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the access log of a profile."""
    found = find(request, pk)
    page = page_of(request, looks_at(found))
    return render(request, "stakeholders/looks.html", {"stakeholder": found, "page": page})


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def put_on_map(request: ProgrammeRequest) -> HttpResponse:
    """Put somebody of the programme, or somebody new, on the map."""
    chosen = {"person": request.GET.get("person", "")}
    form = PuttingForm(request.POST or None, by=request.person, initial=chosen)
    if request.method == "GET" or not form.is_valid():
        back = reverse("stakeholders:table", args=[request.programme.key])
        context: dict[str, Any] = {"heading": "Who is it?", "button": "Put on the map"}
        context |= {"keep": "map-putting", "back": back, "trail_url": back, "trail": "The map"}
        return ask(request, "profile/ask", form, **context)
    found = form.put()
    undo = undo_of(request, found)
    words = f"{found.person.name} is on the map."
    return done(request, words, found.get_absolute_url(), undo=undo, stakeholder=found)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def standing(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say how somebody stands, who keeps the relationship, when the next conversation is."""
    return _edit(request, look(request, pk, "levels"), StandingForm, "How do they stand?")


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def identity(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what somebody sees themselves as, and what they guard."""
    return _edit(request, look(request, pk, "identity"), IdentityForm, "Who are they at heart?")


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def motives(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what is incentive and what requirement for somebody, and what helps them."""
    return _edit(request, look(request, pk, "motives"), MotivesForm, "What moves and helps them?")


@programme_view(Role.OBSERVER)
@require_http_methods(["GET", "POST"])
def conviction(request: ProgrammeRequest, pk: int, belief: str) -> HttpResponse:
    """Say whether somebody believes one of the six, and what shows it."""
    if belief not in Belief:
        raise Http404
    found, known = look(request, pk, "conviction"), Belief(belief)
    form = ConvictionForm(request.POST or None, stakeholder=found, belief=known)
    keep = f"conviction-{pk}-{belief}"
    if request.method == "POST" and form.is_valid() and form.save(request.person):
        return told(request, found, "Noted.", undo=undo_of(request, found))
    return _ask(request, found, form, f"“{known.label}”", keep)


@programme_view(Role.FACILITATOR)
@require_POST
def take_off_map(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take somebody off the map; everything about them is kept, and comes back with them."""
    found = find(request, pk)
    found.remove(request.person)
    words = f"{found.person.name} is off the map."
    return done(request, words, found.get_list_url(), undo=undo_of(request, found))


def told(
    request: ProgrammeRequest,
    stakeholder: Stakeholder,
    words: str,
    level: int = messages.SUCCESS,
    *,
    undo: str = "",
) -> HttpResponse:
    """Say ``words`` over the profile as it is now, or on the page from which it was changed."""
    path = stakeholder.get_absolute_url()
    fresh = find(request, stakeholder.pk)
    context: dict[str, Any] = {"stakeholder": fresh}
    behind = page_behind(request)
    if request.htmx and behind == path:
        fresh.looked_at(request.person, "profile")
        context = _context(request, fresh)
    elif behind == request.programme.get_absolute_url():
        context["regions"] = [next_talks.HOME]
    elif request.htmx and behind != request.path:
        messages.add_message(request, level, words, extra_tags=undo)
        return anew(request, path)
    return done(request, words, path, level, undo=undo, **context)


def _context(request: ProgrammeRequest, found: Stakeholder) -> dict[str, Any]:
    page = page_of(request, profile_page.conversations(found))
    return {**profile_page.shown(found, request.person), "page": page, "profile": found}


def _edit(
    request: ProgrammeRequest, found: Stakeholder, form_type: type[RevisedForm], heading: str
) -> HttpResponse:
    """Ask for a part of the profile, and save it on top of what was seen."""
    typed, seen = request.POST if request.method == "POST" else None, found.revision
    form = form_type(typed, programme=request.programme, instance=found)
    keep = f"profile-{found.pk}-{request.path.split('/')[-2]}-{seen}"
    if typed is not None and form.is_valid() and form.save(request.person):
        undo = undo_of(request, found) if found.revision != seen else ""
        return told(request, found, "Saved.", undo=undo)
    return _ask(request, found, form, heading, keep)


def _ask(
    request: ProgrammeRequest, found: Stakeholder, form: SharedForm, heading: str, keep: str
) -> HttpResponse:
    """Ask for something about ``found``; who sees theirs and somebody else's words has looked."""
    if form.overtaken:
        found.looked_at(request.person, "both versions")
    context = {"heading": heading, "keep": keep, **about(found)}
    return ask(request, "profile/ask", form, **context)


def about(found: Stakeholder) -> dict[str, Any]:
    """Return where a form about ``found`` belongs."""
    url, name = found.get_absolute_url(), found.person.name
    return {"about": name, "back": url, "trail_url": url, "trail": name}

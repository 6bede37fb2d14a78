"""Coming in by the room code: typed, or read as a QR code; through the door, or at once."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from changeprog.accounts.access import public
from changeprog.programme.access import person_of
from changeprog.programme.models import Person
from workshops import guessing
from workshops.access import WorkshopRequest, known_here, remember_guest
from workshops.codes import read_code
from workshops.forms.joining import CodeForm, GuestForm
from workshops.joining import opened_by, shown_code
from workshops.models import Participant, Workshop

if TYPE_CHECKING:
    from changeprog.accounts.models import User

NO_SUCH = "No workshop is open under this code now. A code works on the day of the workshop."
TOO_OFTEN = "That were too many codes. Wait a minute, then try again."


@public("anybody may type the code of a room; guessing is limited")
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask for the six characters on the wall."""
    form = CodeForm(request.POST or None)
    if not (form.is_bound and form.is_valid()):
        return _ask_code(request, form, 422 if form.is_bound else 200)
    if guessing.is_guessing(request):
        form.add_error("code", TOO_OFTEN)
        return _ask_code(request, form, 429)
    found = opened_by(form.cleaned_data["code"])
    if found is None:
        guessing.count(request)
        form.add_error("code", NO_SUCH)
        return _ask_code(request, form, 422)
    return redirect("workshop_room:join_code", found.code)


@public("whoever has the code of a room may come to its door; guessing is limited")
@never_cache
@require_http_methods(["GET", "POST"])
def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """Let those in who are known, and ask the others who they are."""
    found = None if guessing.is_guessing(request) else opened_by(code)
    if found is None and (early := _invited_to(request, code)):
        return redirect(early)
    if found is None:
        guessing.count(request)
        form = CodeForm({"code": code[:20]})
        form.add_error("code", NO_SUCH)
        return _ask_code(request, form, 404)
    person = _person(request, found)
    own = known_here(request.session, found, person)
    if own:
        return _to_place(request, found, own)
    if person:
        return _join_as(request, found, person)
    return _join_as_guest(request, found)


@public("whoever waits at the door of a room; nothing of the room is shown")
@never_cache
@require_GET
def door(request: HttpRequest, code: str) -> HttpResponse:
    """Wait until somebody opens; the page asks again every few seconds."""
    found = opened_by(code)
    own = known_here(request.session, found, _person(request, found)) if found else None
    if found is None or own is None:
        return redirect("workshop_room:join_code", code)
    if own.state in {Participant.State.IN, Participant.State.INVITED}:
        return _to_place(request, found, own)
    context = {"workshop": found, "participant": own}
    known = cast("WorkshopRequest", request)
    template = "workshops/join/_door.html" if known.htmx else "workshops/join/door.html"
    return render(request, template, context)


def _join_as(request: HttpRequest, workshop: Workshop, person: Person) -> HttpResponse:
    """Let somebody known, but not invited, come to the door."""
    if request.method == "POST":
        return _to_place(request, workshop, Participant.come(workshop, person))
    context = {"workshop": workshop, "person": person}
    return render(request, "workshops/join/known.html", context)


def _join_as_guest(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    form = GuestForm(request.POST if request.method == "POST" else None, workshop=workshop)
    if form.is_bound and form.is_valid():
        guest = form.knock()
        remember_guest(request.session, guest)
        return _to_place(request, workshop, guest)
    context = {"workshop": workshop, "form": form, "code": shown_code(workshop)}
    status = 422 if form.is_bound else 200
    return render(request, "workshops/join/guest.html", context, status=status)


def _to_place(request: HttpRequest, workshop: Workshop, own: Participant) -> HttpResponse:
    """Lead to the room, or to the door for who waits and who was turned away."""
    outside = own.state in {Participant.State.WAITING, Participant.State.REMOVED}
    place = (
        redirect("workshop_room:door", workshop.code)
        if outside
        else redirect("workshop_room:room", workshop.programme.key, workshop.pk)
    )
    known = cast("WorkshopRequest", request)
    return HttpResponseClientRedirect(place.url) if known.htmx else place


def _person(request: HttpRequest, workshop: Workshop) -> Person | None:
    user = cast("User", request.user)
    return person_of(user, workshop.programme.key) if user.is_authenticated else None


def _invited_to(request: HttpRequest, code: str) -> Workshop | None:
    """Return the workshop that a link in a mail is about, to somebody of its programme.

    They may follow it long before the day, and long after.
    """
    known = Workshop.objects.with_names().filter(code=read_code(code)).first()
    return known if known and _person(request, known) else None


def _ask_code(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    return render(request, "workshops/join/code.html", {"form": form}, status=status)

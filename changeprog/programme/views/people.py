"""Who takes part, and how they are invited, changed and removed."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.accounts.forms import status_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import A_PAGE
from changeprog.programme.closed import works_when_closed
from changeprog.programme.forms import InvitationForm, PartForm, refuse_too_many
from changeprog.programme.models import Function, Person, Role
from changeprog.programme.models.person import LastChampion, PersonQuerySet
from changeprog.programme.open_things import with_person
from changeprog.programme.parts import parts_of

MAY_READ = "who may read a closed programme is still decided: people leave, and others follow them"


@dataclass(frozen=True)
class Group:
    """Those of a function who stand on one page, and how many there are on all."""

    function: Function | None
    people: list[Person]
    size: int


@programme_view(Role.OBSERVER)
@require_GET
def people(request: ProgrammeRequest) -> HttpResponse:
    """List who takes part, by function: a page of them, and from ``?person=`` theirs."""
    present = Person.objects.present().with_role().filter(programme=request.programme)
    rows = present.select_related("function", "invitation").order_by("function", "name", "pk")
    functions = dict(rows.values_list("pk", "function"))
    page = _page(request, list(functions))
    shown = list(rows.filter(pk__in=page.object_list))
    context = {
        "page": page,
        "people": shown,
        "groups": _groups(shown, Counter(functions.values())),
        "parts": parts_of(request.programme, shown),
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "programme/people.html", context)


def _page(request: ProgrammeRequest, numbers: list[int]) -> Page[int]:
    """Return the page of ``numbers`` that the address asks for, or that has its person."""
    about = request.GET.get("person", "")
    known = about.isdecimal() and int(about) in numbers
    theirs = 1 + numbers.index(int(about)) // A_PAGE if known else 1
    return Paginator(numbers, A_PAGE).get_page(request.GET.get("page") or theirs)


def _groups(shown: list[Person], sizes: Counter[int | None]) -> list[Group]:
    return [
        Group(function, list(own), sizes[function.pk if function else None])
        for function, own in groupby(shown, key=lambda person: person.function)
    ]


def _on_its_way() -> str:
    """Say how the link of an invitation leaves this server."""
    if settings.EMAIL_URL:
        return "The mail with the link is on its way."
    return "This server sends no mail yet: its administrator has the link."


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def invite(request: ProgrammeRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None, by=request.person)
    if request.method == "POST" and form.is_valid():
        invited = form.invite()
        messages.success(request, f"{invited.name} is invited. {_on_its_way()}")
        return redirect("programme:people", request.programme.key)
    return render(request, "programme/invite.html", {"form": form}, status=status_of(form))


@programme_view(Role.CHAMPION)
@require_POST
def invite_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mail a fresh invitation to somebody who has not joined; the old link stops working."""
    invited = get_object_or_404(_people_of(request).filter(user=None).exclude(email=""), pk=pk)
    try:
        refuse_too_many(request.person, invited.email)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        invited.invite(request.person, Role(invited.role or Role.MEMBER))
        messages.success(
            request, f"{invited.name} is invited again, and the old link is dead. {_on_its_way()}"
        )
    return redirect("programme:people", request.programme.key)


@programme_view(Role.CHAMPION)
@works_when_closed(MAY_READ)
@require_http_methods(["GET", "POST"])
def person(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change the part somebody has."""
    found = get_object_or_404(_people_of(request), pk=pk)
    form = PartForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        fresh = get_object_or_404(_people_of(request), pk=pk)
        try:
            fresh.change(request.person, **form.cleaned_data)
        except LastChampion as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"The part of {fresh.name} is saved.")
            return redirect("programme:people", request.programme.key)
    parts = parts_of(request.programme, [found])
    context = {"form": form, "someone": found, "parts": parts}
    return render(request, "programme/person.html", context, status=status_of(form))


@programme_view(Role.CHAMPION)
@works_when_closed(MAY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_person(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what somebody has in hand, and end their access at once, with a way back.

    What they did stays in the journal.
    """
    found = get_object_or_404(_people_of(request), pk=pk)
    if request.method != "POST":
        context = {"someone": found, "open": with_person(found)}
        return render(request, "programme/removal.html", context)
    try:
        found.remove(request.person)
    except LastChampion as refusal:
        messages.error(request, str(refusal))
    else:
        back = reverse("programme:return_person", args=[request.programme.key, pk])
        undo = "" if found == request.person else back
        messages.success(request, f"{found.name} no longer takes part.", extra_tags=undo)
    return redirect("programme:people", request.programme.key)


@programme_view(Role.CHAMPION)
@works_when_closed(MAY_READ)
@require_POST
def return_person(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo a removal."""
    everybody = Person.objects.filter(programme=request.programme)
    found = get_object_or_404(everybody.select_related("programme", "invitation"), pk=pk)
    found.bring_back(request.person)
    messages.success(request, f"{found.name} takes part again.")
    return redirect("programme:people", request.programme.key)


def _people_of(request: ProgrammeRequest) -> PersonQuerySet:
    return Person.objects.present().filter(programme=request.programme).select_related("programme")

"""What do we still lack: resources, and what people promise of them."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.forms import PromiseForm, ResourceForm
from changeprog.direction.history import history
from changeprog.direction.models import Promise, Resource
from changeprog.direction.resources import LACKING, need, page_of_needs
from changeprog.direction.views.answers import done, show
from changeprog.direction.views.editing import Editing
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

RESOURCE = Editing(
    form=ResourceForm,
    noun="resource",
    to_make="Ask for a resource",
    make="Ask for it",
    made="It is asked for. Who promises some of it?",
    to_change="Change what is needed",
    changed="The resource is saved.",
    everything="direction:resources",
)


@programme_view(Role.OBSERVER)
@require_GET
def resources(request: ProgrammeRequest) -> HttpResponse:
    """Show what is needed and how much of it is missing; what lacks most is live."""
    shown = page_of_needs(request.GET.get("page", "1"))
    may_lead = request.person.may(Role.CHAMPION)
    context = {"shown": shown, "is_live": shown is LACKING, "may_lead": may_lead}
    return render(request, "direction/resources.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def resource(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a resource with everything that was ever promised of it."""
    found = _find(request, pk)
    return show(request, "resource", _page(request, found, _promise_form(request, found)))


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new_resource(request: ProgrammeRequest) -> HttpResponse:
    """Ask for a resource."""
    return RESOURCE.answer(request)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_resource(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is needed."""
    return RESOURCE.answer(request, _find(request, pk))


@programme_view(Role.CHAMPION)
@require_POST
def drop_resource(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that it is no longer needed."""
    found = _find(request, pk)
    found.drop(request.person)
    return done(request, found.get_absolute_url(), "It is no longer asked for.", about=found)


@programme_view(Role.CHAMPION)
@require_POST
def take_up_resource(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask for it again."""
    found = _find(request, pk)
    found.take_up(request.person)
    return done(request, found.get_absolute_url(), "It is asked for again.", about=found)


@programme_view(Role.MEMBER)
@require_POST
def promise(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Promise some of it; champions may note what anybody promised."""
    found = _find(request, pk)
    form = PromiseForm(request.POST, resource=found, by=request.person)
    if not form.is_valid():
        return show(request, "resource", _page(request, found, form))
    form.save()
    words = "Thank you. The promise is noted."
    return done(request, found.get_absolute_url(), words, about=found)


@programme_view(Role.MEMBER)
@require_POST
def withdraw_promise(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Withdraw a promise; who made it and champions may."""
    found = _find_promise(request, pk)
    if not found.is_kept_by(request.person):
        return _leave_to_promiser(request, found)
    found.withdraw(request.person)
    about = found.resource
    return done(request, about.get_absolute_url(), "The promise is withdrawn.", about)


@programme_view(Role.MEMBER)
@require_POST
def renew_promise(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Stand by a withdrawn promise again; who made it and champions may."""
    found = _find_promise(request, pk)
    if not found.is_kept_by(request.person):
        return _leave_to_promiser(request, found)
    found.renew(request.person)
    about = found.resource
    return done(request, about.get_absolute_url(), "The promise stands again.", about)


def _find(request: ProgrammeRequest, pk: int) -> Resource:
    of_programme = Resource.objects.filter(programme=request.programme)
    return get_object_or_404(of_programme.with_names().with_gap(localdate()), pk=pk)


def _find_promise(request: ProgrammeRequest, pk: int) -> Promise:
    of_programme = Promise.objects.filter(resource__programme=request.programme)
    return get_object_or_404(of_programme.select_related("resource__programme", "person"), pk=pk)


def _leave_to_promiser(request: ProgrammeRequest, found: Promise) -> HttpResponse:
    messages.error(request, f"{found.person}, whose promise it is, or a champion decides that.")
    return redirect(found.resource)


def _promise_form(request: ProgrammeRequest, found: Resource) -> PromiseForm:
    given = {"amount": found.gap, "key": uuid4()} if found.gap > Decimal(0) else None
    return PromiseForm(initial=given, resource=found, by=request.person)


def _page(request: ProgrammeRequest, found: Resource, form: PromiseForm) -> dict[str, Any]:
    today = localdate()
    promises = list(found.promises.select_related("person"))
    for each in promises:
        each.resource = found
    return {
        "resource": found,
        "need": need(found, today),
        "promises": [(each, each.is_kept_by(request.person)) for each in promises],
        "today": today,
        "form": form,
        "history": history(found, request.person),
        "may_lead": request.person.may(Role.CHAMPION),
        "may_promise": request.person.may(Role.MEMBER) and found.dropped_at is None,
    }

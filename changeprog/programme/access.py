"""The one way into a programme: a decorator that finds it *through the person*."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from changeprog.accounts.access import state_access
from changeprog.accounts.models import User
from changeprog.programme import arriving, closed
from changeprog.programme.models import Person, Programme, Role

P = ParamSpec("P")


class ProgrammeRequest(HttpRequest):
    """A request that came through ``programme_view``."""

    user: User
    programme: Programme
    person: Person
    htmx: HtmxDetails
    read_only: bool
    """Whether the page offers nothing that would change the programme, because it is closed."""


ProgrammeView = Callable[Concatenate[ProgrammeRequest, P], HttpResponseBase]


def person_of(user: User, key: str) -> Person | None:
    """Return the person ``user`` is in the programme called ``key``, with programme and function.

    It is also known where they arrive. A stranger, somebody removed and somebody without a role
    are all ``None``.
    """
    people = Person.objects.present().with_role().select_related("programme", "function")
    return arriving.with_places(people.filter(programme__key=key, user=user)).first()


def programme_view(
    least: Role,
) -> Callable[[ProgrammeView[P]], Callable[..., HttpResponseBase]]:
    """Let in people of the programme whose role includes ``least``; stranger 404, too little 403.

    What would change a closed programme is refused (409), unless the view ``works_when_closed``.
    The view takes no programme argument; it has ``request.programme`` and ``request.person``.
    """

    def decorate(view: ProgrammeView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, programme: str, **kwargs: Any) -> HttpResponseBase:
            person = person_of(cast("User", request.user), programme)
            if person is None:
                raise Http404
            known = cast("ProgrammeRequest", request)
            known.programme, known.person = person.programme, person
            if not person.may(least):
                raise PermissionDenied
            with timezone.override(person.zone):
                known.read_only = closed.is_read_only(person.programme, view)
                if refused := closed.refusal(request, person.programme, view):
                    return refused
                return cast("Callable[..., HttpResponseBase]", view)(known, **kwargs)

        asked = login_required(guarded)
        state_access(asked, least.value)
        return asked

    return decorate

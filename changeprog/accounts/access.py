"""Who may reach a view: every view carries an ``access`` that the access test walks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def state_access(view: Callable[..., HttpResponseBase], access: str) -> None:
    """Write on ``view`` who may reach it: public, signed in, administrator or a role."""
    view.access = access  # type: ignore[attr-defined]


def public(reason: str) -> Callable[[View], View]:
    """Open the view to everybody, for a ``reason`` that must be given."""

    def decorate(view: View) -> View:
        state_access(view, f"public: {reason}")
        return view

    return decorate


def signed_in(view: View) -> View:
    """Ask for an account, but for no programme."""
    guarded = login_required(view)
    state_access(guarded, "signed in")
    return guarded


def administrator(view: View) -> View:
    """Ask for the person who installed this copy; anybody else gets a 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not getattr(request.user, "is_administrator", False):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    asked = login_required(guarded)
    state_access(asked, "administrator")
    return cast("View", asked)

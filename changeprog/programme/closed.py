"""A closed programme is read and not changed: the one place where that is said.

``programme_view`` asks here before any view of a programme runs, as does every public door. What
still works when closed states so, with a reason. Jobs ask ``Programme.going_on``.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib.messages import WARNING
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django_htmx.http import reswap, trigger_client_event

from changeprog.programme.models import Programme

READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing, by their definition; the others are refused."""
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def works_when_closed(reason: str) -> Callable[[View], View]:
    """Let the view be posted to in a closed programme, for a ``reason`` that must be given."""

    def decorate(view: View) -> View:
        view.works_when_closed = reason  # type: ignore[attr-defined]
        return view

    return decorate


def refusal(
    request: HttpRequest, programme: Programme, view: Callable[..., Any] | None = None
) -> HttpResponse | None:
    """Return the answer to what would change a closed ``programme``; nothing where it may be."""
    if request.method in READING or not is_read_only(programme, view):
        return None
    return refuse(request, programme)


def is_read_only(programme: Programme, view: Callable[..., Any] | None = None) -> bool:
    """Whether nothing can be changed there, because ``programme`` is closed."""
    return programme.closed_at is not None and not getattr(view, "works_when_closed", "")


def refuse(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Say that ``programme`` is closed (409): as a page, or over the one that htmx is on.

    The page stays as it is, with what was typed.
    """
    words = words_of(programme)
    if getattr(request, "htmx", False):
        said = {"messages": [Message(WARNING, words)], "oob": True}
        answer = render(request, "shell/_flash.html", said, status=HTTPStatus.CONFLICT)
        return trigger_client_event(reswap(answer, "none"), "dialog:close")
    shown = {"closed": programme, "words": words}
    return render(request, "programme/closed.html", shown, status=HTTPStatus.CONFLICT)


def words_of(programme: Programme) -> str:
    """Say since when ``programme`` is closed, and that nothing was changed."""
    since = format_date(localtime(programme.closed_at), "j F Y") if programme.closed_at else ""
    return f"{programme} was closed on {since}. It can be read; nothing was changed."

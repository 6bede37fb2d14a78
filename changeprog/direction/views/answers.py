"""How a form is shown and a saved one answered, with htmx and without."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from changeprog.direction import undoing
from changeprog.direction.models import Judgement, Vision
from changeprog.direction.models.revised import Revised
from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.models import Team
from changeprog.programme.overtaking import refusal_of

Undoable = Revised | Vision | Judgement | Team


def show(request: ProgrammeRequest, page: str, context: dict[str, Any]) -> HttpResponse:
    """Show ``page`` of the direction, or only its fragment; 422 or 409 if its form was refused."""
    template = f"direction/_{page}.html" if request.htmx else f"direction/{page}.html"
    form = context["form"]
    status = refusal_of(form) if form.is_bound else HTTPStatus.OK
    return render(request, template, context, status=status)


def say(request: ProgrammeRequest, words: str, about: Model) -> None:
    """Say ``words`` on the next page, with a button that undoes what was done to ``about``."""
    messages.success(request, words, extra_tags=undo_of(request, about))


def undo_of(request: ProgrammeRequest, about: Model, at: str = "direction:undoing") -> str:
    """Return the address that undoes what the person has just done to ``about``, or nothing."""
    event = undoing.last(about, request.person)
    return reverse(at, args=[request.programme.key, event.pk]) if event else ""


def done(
    request: ProgrammeRequest, url: str, words: str, about: Undoable | None = None
) -> HttpResponse:
    """Say ``words`` on the page at ``url``, where the browser goes next.

    What was done to ``about`` can be undone there.
    """
    if about:
        say(request, words, about)
    else:
        messages.success(request, words)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)

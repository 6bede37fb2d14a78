"""How the pages around a workshop ask with a form, and say what was done."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.answers import ask_inside, page_behind
from workshops.models import Workshop
from workshops.views.answers import led


def ask(request: ProgrammeRequest, form: Form, inside: str = "", **context: Any) -> HttpResponse:
    """Show a form: as a page, in the dialog, or once more with what has to be put right.

    ``context`` has a ``heading`` and a ``button``; ``inside`` is the file of a form that shows more
    than its fields.
    """
    return ask_inside(request, inside or "workshops/_form.html", form, **context)


def ask_about(
    request: ProgrammeRequest, workshop: Workshop, form: Form, **said: Any
) -> HttpResponse:
    """Show a form of one workshop: ``heading``, ``button``, perhaps ``removal``, an address."""
    back = workshop.get_absolute_url()
    context = {"workshop": workshop, "back": back, "trail_url": back, "trail": workshop.title}
    return ask(request, form, **{**context, **said})


def answer(
    request: ProgrammeRequest, workshop: Workshop, words: str = "", *, undo: str = ""
) -> HttpResponse:
    """Say ``words`` where the person is: in the room they lead, or on the workshop's page."""
    lead = reverse("workshops:lead", args=[request.programme.key, workshop.pk])
    if page_behind(request) == lead:
        return led(request, workshop, words, undo=undo)
    if words:
        messages.success(request, words, extra_tags=undo)
    path = workshop.get_absolute_url()
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


def too_late(request: ProgrammeRequest, workshop: Workshop, words: str) -> HttpResponse:
    """Say why nothing has changed."""
    messages.info(request, words)
    return answer(request, workshop)

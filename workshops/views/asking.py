"""How the pages around a workshop ask with a form, and say what was done."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.overtaking import refusal_of
from teams.views.answers import page_behind
from workshops.models import Workshop
from workshops.views.answers import led


def ask(request: ProgrammeRequest, form: Form, inside: str = "", **context: Any) -> HttpResponse:
    """Show a form: as a page, in the dialog, or once more with what has to be put right.

    ``context`` has a ``heading`` and a ``button``; ``inside`` is the file of a form that shows more
    than its fields.
    """
    again = form.is_bound and not form.is_valid()
    file = inside or "workshops/_form.html"
    shown = {"form": form, "inside": file, **context}
    inside_of_page = file if again else "shell/_asked.html"
    template = inside_of_page if request.htmx else "workshops/form.html"
    status = refusal_of(form) if again else HTTPStatus.OK
    response = render(request, template, shown, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


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

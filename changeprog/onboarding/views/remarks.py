"""What is done with a remark from outside: a side effect, a barrier, or words."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.onboarding.forms.reality_check import NoteForm
from changeprog.onboarding.models import Remark
from changeprog.onboarding.reality_page import LEAST
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.programme.access import ProgrammeRequest, programme_view

QUICKER = "Somebody has done something with it already."


@programme_view(LEAST)
@require_POST
def become_side_effect(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Name a side effect with its words."""
    words = "It is a side effect now. What stands against it is for you to say."
    return _become(request, pk, Remark.become_side_effect, words)


@programme_view(LEAST)
@require_POST
def become_barrier(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Log a barrier with its words."""
    words = "It is a barrier now, without an owner yet."
    return _become(request, pk, Remark.become_barrier, words)


@programme_view(LEAST)
@require_http_methods(["GET", "POST"])
def note(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that it was taken note of, and why no more is made of it."""
    found = _find(request, pk)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not found.note(request.person, form.cleaned_data["reply"]):
            return _too_late(request, found)
        return done(request, found.get_absolute_url(), "It is taken note of.", about=found)
    trail = Trail(found.reality_check.get_absolute_url(), str(found.reality_check))
    said = {"back": found.get_absolute_url(), "keep": f"remark-{found.pk}"}
    return ask_from(request, trail, form, "Taken note of", "Say so", **said)


@programme_view(LEAST)
@require_POST
def reopen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back what was done with it."""
    found = _find(request, pk)
    found.reopen(request.person)
    return done(request, found.get_absolute_url(), "It waits for an answer again.")


def _become(
    request: ProgrammeRequest, pk: int, act: Callable[..., bool], words: str
) -> HttpResponse:
    found = _find(request, pk)
    if not act(found, request.person):
        return _too_late(request, found)
    return done(request, found.get_absolute_url(), words, about=found)


def _too_late(request: ProgrammeRequest, found: Remark) -> HttpResponse:
    messages.info(request, QUICKER)
    return redirect(found)


def _find(request: ProgrammeRequest, pk: int) -> Remark:
    own = Remark.objects.filter(programme=request.programme).with_names()
    return get_object_or_404(own, pk=pk)

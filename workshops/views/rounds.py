"""Leading to consensus: the words, the rounds on them, and what comes of them."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from workshops.forms.round import AnnulmentForm, RoundForm, WordsForm
from workshops.models import OutOfTurn, Proposal, Round, Workshop
from workshops.round_keys import KeyAway, KeyLost
from workshops.rounds import history
from workshops.views.answers import NOT_ON, find_activity, led, refused
from workshops.views.asking import ask_about

FORM = ["GET", "HEAD", "POST"]


def find_proposal(request: ProgrammeRequest, pk: int) -> Proposal:
    """Return a proposal of a workshop that the person leads; 404 and 403 otherwise."""
    own = Proposal.objects.with_workshop().filter(programme=request.programme)
    found = get_object_or_404(own, pk=pk)
    if not found.activity.workshop.led_by(request.person):
        raise PermissionDenied
    return found


def find_round(request: ProgrammeRequest, pk: int) -> Round:
    """Return a round of a workshop that the person leads; 404 and 403 otherwise."""
    own = Round.objects.with_words().filter(programme=request.programme)
    found = get_object_or_404(own, pk=pk)
    if not found.proposal.activity.workshop.led_by(request.person):
        raise PermissionDenied
    return found


def step(
    request: ProgrammeRequest, workshop: Workshop, act: Callable[[], Any], words: str
) -> HttpResponse:
    """Do one step and say ``words``, or say in words why it cannot be done now."""
    if not workshop.is_open:
        return refused(request, workshop, NOT_ON)
    try:
        act()
    except (OutOfTurn, KeyAway, KeyLost) as refusal:
        return refused(request, workshop, str(refusal))
    return led(request, workshop, words)


@programme_view(Role.MEMBER)
@require_GET
def proposal(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show how the words came about: every round, and what moved from one to the next."""
    own = Proposal.objects.with_workshop().filter(programme=request.programme)
    found = get_object_or_404(own, pk=pk)
    return render(request, "workshops/consensus/proposal.html", history(found))


@programme_view(Role.MEMBER)
@require_http_methods(FORM)
def propose(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put a proposal on the table of an activity."""
    activity = find_activity(request, pk)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = "The proposal is on all screens."
        return step(
            request, activity.workshop, lambda: form.propose(request.person, activity), words
        )
    heading = "What do we propose?"
    return ask_about(request, activity.workshop, form, heading=heading, button="Put it to the room")


@programme_view(Role.MEMBER)
@require_http_methods(FORM)
def words(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change the words of a proposal."""
    found = find_proposal(request, pk)
    workshop = found.activity.workshop
    form = WordsForm(request.POST or None, proposal=found)
    if request.method == "POST" and not workshop.is_open:
        return refused(request, workshop, NOT_ON)
    if request.method == "POST" and form.is_valid():
        try:
            if form.amend(request.person):
                return led(request, workshop, "The new words are on all screens.")
        except OutOfTurn as refusal:
            return refused(request, workshop, str(refusal))
        both = {"heading": "Two versions", "button": "Replace it"}
        return ask_about(request, workshop, form, **both)
    return ask_about(request, workshop, form, heading="Other words", button="Put them to the room")


@programme_view(Role.MEMBER)
@require_POST
def open_round(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Open the next round on the words."""
    found = find_proposal(request, pk)
    form = RoundForm(request.POST)
    if not form.is_valid():
        words = "Say whether the round is named or anonymous, and on which scale."
        return refused(request, found.activity.workshop, words)
    words = "The round is open. Nobody sees an answer before the reveal, you neither."
    return step(request, found.activity.workshop, lambda: form.open(request.person, found), words)


@programme_view(Role.MEMBER)
@require_POST
def agree(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take the proposal as agreed."""
    found = find_proposal(request, pk)
    return step(
        request, found.activity.workshop, lambda: found.agree(request.person), "It is agreed."
    )


@programme_view(Role.MEMBER)
@require_POST
def leave(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Leave the proposal without consensus."""
    found = find_proposal(request, pk)
    words = "It is left without consensus, and stands in the record as that."
    return step(request, found.activity.workshop, lambda: found.leave(request.person), words)


@programme_view(Role.MEMBER)
@require_POST
def reveal(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show everybody where everybody stands."""
    found = find_round(request, pk)
    workshop = found.proposal.activity.workshop
    return step(request, workshop, lambda: found.reveal(request.person), "")


@programme_view(Role.MEMBER)
@require_POST
def reopen(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Hide the answers again, so that people can give others."""
    found = find_round(request, pk)
    said = "The round is open again."
    if found.anonymous:
        said = "The round is open again. It is anonymous, so everybody answers anew."
    workshop = found.proposal.activity.workshop
    return step(request, workshop, lambda: found.reopen(request.person), said)


@programme_view(Role.MEMBER)
@require_http_methods(FORM)
def annul(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let a round count for nothing, for a reason."""
    found = find_round(request, pk)
    workshop = found.proposal.activity.workshop
    form = AnnulmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        words = "The round is annulled."
        return step(request, workshop, lambda: found.annul(request.person, why), words)
    heading = f"Annul round {found.number}?"
    return ask_about(request, workshop, form, heading=heading, button="Annul it")

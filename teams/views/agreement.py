"""The agreement of two chairs: read by them and the champion, written and confirmed by them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role, Team
from teams.forms.agreement import AgreementForm, ConfirmationForm
from teams.models.agreement import AgreementIncomplete, AgreementOvertaken
from teams.team_page import SharedChair, shared_chair
from teams.views.seat_answers import find_team, question, told


@programme_view(Role.MEMBER)
@require_GET
def agreement(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what the chairs have agreed, and who has confirmed it."""
    team = find_team(request, pk)
    shared = _shared(request, team)
    halves = [
        {
            "seat": seat,
            "expects": shared.agreement.expects(seat),
            "confirmed": shared.agreement.confirmed(seat),
        }
        for seat in shared.chairs
    ]
    complete = shared.agreement.is_complete(shared.chairs)
    context = {"team": team, "shared": shared, "halves": halves, "complete": complete}
    return render(request, "teams/chairs/agreement.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def write_agreement(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write one's own half and the common words; 409 when the other chair was quicker."""
    team = find_team(request, pk)
    shared = _shared(request, team)
    if shared.mine is None or not shared.is_shared:
        return _only_two(request, team)
    other = next(seat.person.name for seat in shared.chairs if seat != shared.mine)
    typed = request.POST if request.method == "POST" else None
    form = AgreementForm(typed, agreement=shared.agreement, seat=shared.mine, other=other)
    if form.is_bound and form.is_valid() and form.save():
        return told(request, "Saved. Both of you confirm it as it is now.", _url(team))
    keep = f"agreement-{team.pk}"
    heading = "How do you work with each other?"
    return question(request, form, heading, "Save", team=team, keep=keep)


@programme_view(Role.MEMBER)
@require_POST
def confirm(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that the agreement holds as it is."""
    team = find_team(request, pk)
    shared = _shared(request, team)
    if shared.mine is None or not shared.is_shared:
        return _only_two(request, team)
    seen = ConfirmationForm(request.POST)
    try:
        shared.agreement.confirm(shared.mine, seen.revision())
    except (AgreementIncomplete, AgreementOvertaken) as refusal:
        return told(request, str(refusal), _url(team), messages.ERROR)
    return told(request, "Confirmed.", _url(team))


def _shared(request: ProgrammeRequest, team: Team) -> SharedChair:
    """Return how the agreement stands; raise ``PermissionDenied`` for everybody else."""
    shared = shared_chair(team, request.person)
    if shared is None:
        raise PermissionDenied
    return shared


def _only_two(request: ProgrammeRequest, team: Team) -> HttpResponse:
    """Say who writes an agreement."""
    words = "An agreement is written by two chairs, and only by them."
    return told(request, words, _url(team), messages.INFO)


def _url(team: Team) -> str:
    return reverse("teams:agreement", args=[team.programme.key, team.pk])

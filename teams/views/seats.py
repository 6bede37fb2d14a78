"""Seats: giving one, changing what it promises, handing it over, leaving it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Function, Role
from teams.forms.seat import HandSeatOverForm, SeatChangeForm, SeatForm, WantedForm
from teams.models import Seat
from teams.models.seat import SeatLeft
from teams.views.seat_answers import find_team, question, refuse_unless_may_seat, told


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def give_seat(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give somebody a seat; ``?function=`` names whose candidates come first."""
    team = find_team(request, pk)
    refuse_unless_may_seat(request, team)
    typed = request.POST if request.method == "POST" else None
    wanted = _wanted(request)
    form = SeatForm(typed, team=team, wanted=wanted)
    if form.is_bound and form.is_valid() and (seat := form.save(request.person)):
        words = f"{seat.person} sits in {team} now."
        return told(request, words, team.get_absolute_url(), team=team)
    heading = f"Who of {wanted} sits in {team}?" if wanted else f"Who sits in {team}?"
    return question(request, form, heading, "Give the seat", team=team)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_seat(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change hours and chair of a seat."""
    seat = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = SeatChangeForm(typed, seat=seat)
    if seat.until:
        return _too_late(request, seat)
    if form.is_bound and form.is_valid() and form.save(request.person):
        words = f"What {seat.person} promises is saved."
        return told(request, words, seat.team.get_absolute_url(), team=seat.team)
    return question(request, form, f"What does {seat.person} promise?", "Save", team=seat.team)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def hand_seat_over(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Give a seat to somebody else; both stay in the team's history."""
    seat = _find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = HandSeatOverForm(typed, seat=seat)
    if seat.until and request.method == "GET":
        return _too_late(request, seat)
    if form.is_bound and form.is_valid() and (following := form.save(request.person)):
        words = f"{following.person} took over from {seat.person}."
        return told(request, words, seat.team.get_absolute_url(), team=seat.team)
    about = "Hours and chair go with the seat." if seat.chair else "The hours go with the seat."
    heading = f"Who takes over from {seat.person}?"
    return question(request, form, heading, "Hand it over", team=seat.team, about=about)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def leave_seat(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """End a seat; where no script does it with one press, ask on a page of its own."""
    seat = _find(request, pk)
    if request.method == "GET" and not seat.until:
        heading = f"Does {seat.person} leave {seat.team}?"
        return question(request, Form(), heading, "End the seat", team=seat.team)
    if not seat.leave(request.person):
        return _too_late(request, seat)
    words = f"{seat.person} has no seat in {seat.team} any more."
    return told(request, words, seat.team.get_absolute_url(), team=seat.team)


def _wanted(request: ProgrammeRequest) -> Function | None:
    return WantedForm(request.GET, programme=request.programme).function()


def _find(request: ProgrammeRequest, pk: int) -> Seat:
    """Return a seat of the programme that the viewer may change; otherwise 404 or 403."""
    own = Seat.objects.filter(team__programme=request.programme)
    related = own.select_related("team__programme", "person__function")
    seat = get_object_or_404(related, pk=pk)
    refuse_unless_may_seat(request, seat.team)
    return seat


def _too_late(request: ProgrammeRequest, seat: Seat) -> HttpResponse:
    """Say that the seat has ended meanwhile."""
    return told(request, str(SeatLeft(seat)), seat.team.get_absolute_url(), messages.INFO)

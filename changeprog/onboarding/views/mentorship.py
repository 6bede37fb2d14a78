"""Mentors: listed by team, named, their time changed, ended."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.onboarding.forms.mentorship import MentorForm, TimeForm
from changeprog.onboarding.helping import paces
from changeprog.onboarding.mentors import may_end, may_keep
from changeprog.onboarding.models import Mentorship
from changeprog.onboarding.standing import may_lead
from changeprog.onboarding.views.addresses import number_in
from changeprog.onboarding.views.answers import Asking, done, page_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import powers
from changeprog.programme.models import Role, Team
from teams.seating import led_by

_ask = Asking("onboarding:mentors", "Mentors").ask


@programme_view(Role.OBSERVER)
@require_GET
def mentors(request: ProgrammeRequest) -> HttpResponse:
    """Show each team with its mentors, their time, and how fast its questions are answered."""
    held = Mentorship.objects.held().with_names()
    teams = Team.objects.filter(programme=request.programme).adopting().active().in_order()
    one = number_in(request, "team")
    if one is not None:
        teams = teams.filter(pk=one)
    shown = teams.prefetch_related(Prefetch("mentorships", held, to_attr="mentors"))
    page = page_of(request, shown)
    fast = paces(list(page))
    may_name = _led(request)
    context = {
        "page": page,
        "rows": [(team, fast.get(team.pk), team.pk in may_name) for team in page],
        "one": one,
        **powers(request),
    }
    return render(request, "onboarding/mentorship/mentors.html", context)


def _led(request: ProgrammeRequest) -> set[int]:
    """Return the numbers of the teams whose mentors the viewer names; one or two queries."""
    own = led_by(request.person)
    if request.person.may(Role.MEMBER) and not request.person.may(Role.CHAMPION):
        own |= set(request.person.adoptions_led.values_list("team", flat=True))
    return own


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def name_mentor(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Name a mentor of a team; for those who lead it."""
    own = Team.objects.filter(programme=request.programme).adopting().active()
    team = get_object_or_404(own.select_related("programme"), pk=pk)
    if not may_lead(request.person, team):
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else None
    form = MentorForm(typed, team=team)
    if form.is_bound and form.is_valid() and (saved := form.name_mentor(request.person)):
        words = f"{saved.person} is a mentor of {team} and will hear of it."
        return done(request, saved.get_absolute_url(), words, saved)
    heading = f"Who helps the people of {team}?"
    return _ask(request, form, heading, "Name the mentor", keep=f"mentor-new-{pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_mentorship(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is agreed on a mentor's time."""
    found = _find(request, pk)
    if not may_keep(found, request.person):
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else None
    form = TimeForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, found.get_absolute_url(), "The mentorship is saved.", saved)
    heading = f"What is agreed with {found.person}?"
    return _ask(request, form, heading, "Save", keep=f"mentor-{pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def end_mentorship(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """End it today; for those who lead the team, and for the mentor."""
    found = _find(request, pk)
    if not may_end(found, request.person):
        raise PermissionDenied
    if request.method == "GET":
        heading = f"Is {found.person} no longer a mentor of {found.team}?"
        return _ask(request, Form(), heading, "End it today")
    found.end(request.person)
    words = f"{found.person} is no longer a mentor of {found.team}."
    return done(request, found.get_absolute_url(), words, found)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove_mentorship(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back a mentor who was named by mistake."""
    found = _find(request, pk)
    if not may_keep(found, request.person):
        raise PermissionDenied
    if request.method == "GET":
        heading = f"Was {found.person} named by mistake?"
        return _ask(request, Form(), heading, "Take it back")
    found.remove(request.person)
    return done(request, found.get_list_url(), "It is taken back.", found)


def _find(request: ProgrammeRequest, pk: int) -> Mentorship:
    own = Mentorship.objects.filter(programme=request.programme)
    found: Mentorship = get_object_or_404(own.with_names(), pk=pk)
    return found

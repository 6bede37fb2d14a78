"""Where everybody arrives: the programmes one has a part in, and the home page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.accounts.access import signed_in
from changeprog.accounts.forms import status_of
from changeprog.accounts.models import User
from changeprog.programme import arriving, home
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.forms import ProgrammeForm
from changeprog.programme.models import Person, Role


@signed_in
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Go to one's only programme, or choose among several, or start the first.

    Who took part once and does so no more is told that, before anything is started.
    """
    mine = Person.objects.present().with_role().filter(user=request.user.pk)
    people = list(mine.select_related("programme", "function").order_by("programme__name"))
    if not people and not Person.objects.filter(user=request.user.pk).exists():
        return redirect("new_programme")
    if len(people) == 1:
        return redirect(people[0].programme)
    return render(request, "programme/start.html", {"people": people})


@signed_in
@require_http_methods(["GET", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    """Name a programme and become its champion."""
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and isinstance(request.user, User):
        return redirect(form.start(request.user))
    return render(request, "programme/new.html", {"form": form}, status=status_of(form))


@programme_view(Role.OBSERVER)
@require_GET
def home_page(request: ProgrammeRequest) -> HttpResponse:
    """Lead those who have a place of their own there, and show everybody else the programme."""
    arrival = arriving.arrival_of(request.person)
    return redirect(arrival.url) if arrival else _at_a_glance(request)


@programme_view(Role.OBSERVER)
@require_GET
def whole_programme(request: ProgrammeRequest) -> HttpResponse:
    """Show the programme also to those who arrive at a place of their own."""
    return _at_a_glance(request)


def _at_a_glance(request: ProgrammeRequest) -> HttpResponse:
    """Show the programme at a glance; while it is new, the road it still has to walk."""
    role = Role(request.person.role)
    context = {
        "panels": home.panels(role),
        "may_lead": role is Role.CHAMPION,
    }
    return render(request, "programme/home.html", context)

"""Where are we headed: the overview, and the vision with every version it has had."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.direction.forms import DifferenceForm, VisionForm
from changeprog.direction.models import Vision
from changeprog.direction.regions import DIRECTION
from changeprog.direction.versions import compare
from changeprog.direction.views.answers import done
from changeprog.direction.writing import NEWEST, WRITING
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.overtaking import refusal_of


@programme_view(Role.OBSERVER)
@require_GET
def overview(request: ProgrammeRequest) -> HttpResponse:
    """Show vision, objectives and milestones, live."""
    regions = list(DIRECTION.regions.values())
    return render(request, "direction/overview.html", {"regions": regions})


@programme_view(Role.OBSERVER)
@require_GET
def vision(request: ProgrammeRequest) -> HttpResponse:
    """Show the vision as it stands, with its history."""
    return _show(request, _versions(request), place=0)


@programme_view(Role.OBSERVER)
@require_GET
def vision_version(request: ProgrammeRequest, version: int) -> HttpResponse:
    """Show the vision as it once stood."""
    versions = _versions(request)
    numbers = [known.version for known in versions]
    if version not in numbers:
        raise Http404
    return _show(request, versions, numbers.index(version))


@programme_view(Role.OBSERVER)
@require_GET
def vision_difference(request: ProgrammeRequest) -> HttpResponse:
    """Show what was added and removed between two versions."""
    versions = _versions(request)
    form = DifferenceForm(request.GET, versions)
    pair = form.pair()
    context = {
        "versions": versions,
        "form": form,
        "pair": pair,
        "texts": compare(*pair) if pair else [],
    }
    return render(request, "direction/vision_difference.html", context)


def _versions(request: ProgrammeRequest) -> list[Vision]:
    return list(Vision.objects.of(request.programme).with_sign_offs())


def _show(request: ProgrammeRequest, versions: list[Vision], place: int) -> HttpResponse:
    shown = versions[place] if versions else None
    context = {
        "vision": shown,
        "sign_offs": shown.sign_offs.all() if shown else [],
        "versions": versions,
        "is_current": place == 0,
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "direction/vision.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def write_vision(request: ProgrammeRequest) -> HttpResponse:
    """Write the next version; when somebody was quicker, show theirs beside what was typed."""
    current = Vision.current(request.programme)
    form = VisionForm(request.POST if request.method == "POST" else None, current=current)
    valid = form.is_bound and form.is_valid()
    if valid and (saved := form.save(request.programme, request.person)):
        return done(request, saved.get_absolute_url(), "The vision is saved.", about=saved)
    context = {
        "form": form,
        "theirs": form.overtaken_by,
        "is_new": current is None,
        "room": WRITING,
        "newest": NEWEST,
    }
    status = refusal_of(form) if form.is_bound else HTTPStatus.OK
    return render(request, "direction/vision_form.html", context, status=status)

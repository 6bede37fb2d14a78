"""What people can learn from: listed, shared, changed, checked, withdrawn."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.onboarding.forms.material import CheckForm, MaterialForm
from changeprog.onboarding.models import Gap, Material
from changeprog.onboarding.views.answers import Asking, done, page_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import powers
from changeprog.programme.models import Person, Role

SHOWS = {"due": "To check again", "withdrawn": "Withdrawn"}
"""The parts of the list beside what is offered, by what the address says."""
CLOSED = 20
"""Gaps that it has closed, on its page."""

_ask = Asking("onboarding:materials", "Material").ask


@programme_view(Role.OBSERVER)
@require_GET
def materials(request: ProgrammeRequest) -> HttpResponse:
    """Show what is offered by its title; what has to be checked, the latest first."""
    chosen = request.GET.get("show", "")
    rows = Material.objects.filter(programme=request.programme)
    shown = {
        "due": rows.due(localdate()).order_by("check_on", "pk"),
        "withdrawn": rows.exclude(withdrawn_at=None).order_by("title", "pk"),
    }.get(chosen, rows.offered().order_by("title", "pk"))
    context = {
        "page": page_of(request, shown.with_names()),
        "show": chosen if chosen in SHOWS else "",
        "due_count": rows.due(localdate()).count(),
        **powers(request),
    }
    return render(request, "onboarding/material/materials.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def share_material(request: ProgrammeRequest) -> HttpResponse:
    """Share something to learn from; it is one's own unless somebody else is named."""
    typed = request.POST if request.method == "POST" else None
    begun = {"owner": request.person.pk}
    form = MaterialForm(typed, programme=request.programme, initial=begun)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, saved.get_absolute_url(), "Shared.", saved)
    back = reverse("onboarding:materials", args=[request.programme.key])
    return _ask(
        request, form, "What can people learn from?", "Share it", back=back, keep="material"
    )


@programme_view(Role.OBSERVER)
@require_GET
def material(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one: where it is, whose it is, whether it still holds, which gaps it has closed."""
    found = _find(request, pk)
    closed = Gap.objects.filter(material=found).oldest_first().select_related("programme")
    context = {
        "material": found,
        "closed": closed[:CLOSED],
        "may_keep": found.may_be_kept_by(request.person),
        **powers(request),
    }
    return render(request, "onboarding/material/material.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def change_material(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is said of it."""
    found = _kept(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = MaterialForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return done(request, found.get_absolute_url(), "The material is saved.", saved)
    back = found.get_absolute_url()
    return _ask(request, form, "What should change?", "Save", back=back, keep=f"material-{pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def check_material(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that it still holds, and when it is looked at again."""
    found = _kept(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = CheckForm(typed)
    if typed is not None and form.is_valid():
        found.check_it(request.person, form.cleaned_data["again_on"])
        return done(request, found.get_absolute_url(), "Checked: it still holds.", found)
    heading = f"Does “{found}” still hold?"
    return _ask(request, form, heading, "It still holds", back=found.get_absolute_url())


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def withdraw_material(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Offer it no longer."""
    return _act(request, pk, Material.withdraw, "Does it not hold any more?", "Withdraw it")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def offer_material(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Offer it again."""
    return _act(request, pk, Material.offer, "Does it hold again?", "Offer it again")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def remove_material(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take away what was shared by mistake."""
    return _act(request, pk, Material.remove, "Was it shared by mistake?", "Take it away")


DONE = {
    "Withdraw it": "Withdrawn: nobody is led there any more.",
    "Offer it again": "It is offered again.",
    "Take it away": "It is taken away.",
}


def _act(
    request: ProgrammeRequest,
    pk: int,
    act: Callable[[Material, Person], None],
    heading: str,
    button: str,
) -> HttpResponse:
    """Do it with one press; where no script does that, ask on a page of its own."""
    found = _kept(request, pk)
    if request.method == "GET":
        return _ask(request, Form(), heading, button, back=found.get_absolute_url())
    act(found, request.person)
    gone = act is Material.remove
    path = found.get_list_url() if gone else found.get_absolute_url()
    return done(request, path, DONE[button], found)


def _find(request: ProgrammeRequest, pk: int) -> Material:
    own = Material.objects.filter(programme=request.programme).select_related("checked_by")
    found: Material = get_object_or_404(own.with_names(), pk=pk)
    return found


def _kept(request: ProgrammeRequest, pk: int) -> Material:
    """Return what the viewer may keep right; raise ``PermissionDenied`` if that is others'."""
    found = _find(request, pk)
    if not found.may_be_kept_by(request.person):
        raise PermissionDenied
    return found

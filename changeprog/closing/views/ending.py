"""The last edition, closing, and opening again."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from changeprog.closing import ending, last_edition
from changeprog.closing.forms import CloseForm, NoEditionForm, ReopenForm
from changeprog.closing.models import Closing
from changeprog.closing.steps import steps
from changeprog.closing.views.answers import ask, done
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.closed import works_when_closed
from changeprog.programme.models import Role


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def prepare_edition(request: ProgrammeRequest) -> HttpResponse:
    """Compose the last edition, and go to where it is worked on."""
    if request.method == "POST":
        edition = last_edition.prepare(request.person)
        words = "This is the last edition. Look at it as it reaches people, and approve it."
        return done(request, edition.desk_url, words)
    return _ask(request, "prepare_edition", Form(), heading="Prepare the last edition?")


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def no_edition(request: ProgrammeRequest) -> HttpResponse:
    """Do without a last edition, for a reason."""
    form = NoEditionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        closing = Closing.begun_by(request.person)
        closing.tell_nobody(request.person, form.cleaned_data["why"])
        return done(request, closing.get_absolute_url(), "There will be no last edition.")
    return _ask(request, "no_edition", form, heading="Do without a last edition?")


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def close(request: ProgrammeRequest) -> HttpResponse:
    """Close the programme, once every step is taken."""
    form = CloseForm(request.POST or None)
    missing: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            ending.close(request.person, form.cleaned_data["outcome"])
        except ending.NotReady as not_ready:
            missing = not_ready.missing
            form.add_error(None, "Something has to be done before; see above.")
        else:
            review = reverse("closing:review", args=[request.programme.key])
            words = "The programme is closed. It can be read, and opened again with a reason."
            return done(request, review, words)
    found = steps(Closing.of(request.programme))
    shown = {"steps": found, "missing": missing or found.missing}
    return _ask(request, "close", form, heading="Close the programme?", **shown)


@programme_view(Role.CHAMPION)
@works_when_closed("it is how a closed programme is opened again")
@require_http_methods(["GET", "POST"])
def reopening(request: ProgrammeRequest) -> HttpResponse:
    """Open a closed programme again, for a reason."""
    if not request.programme.closed_at:
        messages.info(request, "The programme is open.")
        return redirect("closing:overview", request.programme.key)
    form = ReopenForm(request.POST or None)
    if form.is_bound and form.is_valid():
        ending.reopen(request.person, form.cleaned_data["why"])
        home = request.programme.get_absolute_url()
        return done(request, home, "The programme is open again, and everybody is told why.")
    return _ask(request, "reopen", form, heading="Open the programme again?")


def _ask(request: ProgrammeRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    back = reverse("closing:overview", args=[request.programme.key])
    return ask(request, template, form, back=back, trail_url=back, trail="The end", **context)

"""Reality checks as champions and facilitators see them: whom they asked, and what was answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.direction.history import history
from changeprog.onboarding import reality_page
from changeprog.onboarding.forms.reality_answer import AnswerForm
from changeprog.onboarding.forms.reality_check import ChangeForm, InviteForm
from changeprog.onboarding.models import RealityCheck
from changeprog.onboarding.reality_mailing import mail_again
from changeprog.onboarding.reality_page import CHECKS, LEAST
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.programme.access import ProgrammeRequest, programme_view
from stakeholders.forms.survey import AttemptForm

TITLE = "Reality checks"


@programme_view(LEAST)
@require_GET
def reality_checks(request: ProgrammeRequest) -> HttpResponse:
    """Show who was asked from outside, and what they said that waits for an answer, live."""
    return render(request, "onboarding/reality_check/checks.html", {"shown": CHECKS})


@programme_view(LEAST)
@require_GET
def reality_check(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one of them: how it stands, and what was answered about each part."""
    found = find(request, pk)
    context = {
        "check": found,
        "attempt": AttemptForm(),
        "history": history(found, request.person),
        **reality_page.answered(found),
    }
    return render(request, "onboarding/reality_check/check.html", context)


@programme_view(LEAST)
@require_GET
def preview(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show what they are shown, today."""
    found = find(request, pk)
    with timezone.override(found.zone):
        context = {"check": found, "form": AnswerForm(check=found)}
        return render(request, "onboarding/reality_check/preview.html", context)


@programme_view(LEAST)
@require_http_methods(["GET", "POST"])
def new_reality_check(request: ProgrammeRequest) -> HttpResponse:
    """Ask somebody outside."""
    typed = request.POST if request.method == "POST" else None
    form = InviteForm(typed, programme=request.programme)
    if form.is_bound and form.is_valid() and (made := form.save(request.person)):
        reality_page.hint_mails()
        words = f"A mail with a link of their own is on its way to {form.cleaned_data['email']}."
        return done(request, made.get_absolute_url(), words, about=made)
    return _ask(request, form, "Who sees what we do not?", "Ask them")


@programme_view(LEAST)
@require_http_methods(["GET", "POST"])
def change(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change until when the link is good, and why it is them."""
    found = find(request, pk)
    typed = request.POST if request.method == "POST" else None
    seen = found.revision
    form = ChangeForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        reality_page.hint_mails()
        about = found if found.revision != seen else None
        return done(request, found.get_absolute_url(), "The reality check is saved.", about=about)
    return _ask(request, form, "What should change?", "Save", found)


@programme_view(LEAST)
@require_POST
def withdraw(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """End a link that was not answered yet."""
    found = find(request, pk)
    if not found.withdraw(request.person):
        messages.info(request, "It was answered or withdrawn before.")
        return redirect(found)
    words = "The link in their mail leads nowhere any more."
    return done(request, found.get_absolute_url(), words, about=found)


@programme_view(LEAST)
@require_POST
def renew(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let a link that was withdrawn be good again."""
    found = find(request, pk)
    found.renew(request.person)
    reality_page.hint_mails()
    return done(request, found.get_absolute_url(), "The link is good again.", about=found)


@programme_view(LEAST)
@require_POST
def post_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mail the link once more, to somebody who has lost it."""
    found = find(request, pk)
    form = AttemptForm(request.POST)
    key = form.cleaned_data.get("key") if form.is_valid() else None
    if key and mail_again(found, request.person, key):
        reality_page.hint_mails()
        messages.info(request, f"The same link is on its way to {found.person.email} again.")
    else:
        messages.info(request, "Nothing was mailed: it has been asked for often, or is over.")
    return redirect(found)


def find(request: ProgrammeRequest, pk: int) -> RealityCheck:
    """Return the check of the programme with that number; 404 when there is none."""
    own = RealityCheck.objects.filter(programme=request.programme).with_names()
    return get_object_or_404(own, pk=pk)


def _ask(
    request: ProgrammeRequest,
    form: ChangeForm,
    heading: str,
    button: str,
    about: RealityCheck | None = None,
) -> HttpResponse:
    everything = reverse("onboarding:reality_checks", args=[request.programme.key])
    back = about.get_absolute_url() if about else everything
    trail = Trail(back, str(about) if about else TITLE)
    keep = f"reality-check-{about.pk if about else 'new'}"
    return ask_from(request, trail, form, heading, button, keep=keep)

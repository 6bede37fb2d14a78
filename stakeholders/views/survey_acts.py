"""What is done with a survey: send, close, run on, cancel, remind, and say who is meant."""

from typing import cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Person, Role
from stakeholders import matching, named, survey_mailing, survey_page
from stakeholders.forms.survey import AttemptForm, MatchForm, UntilForm
from stakeholders.models import Naming, Survey
from stakeholders.views.answers import Trail, ask_from
from stakeholders.views.surveys import find, told

NOBODY = "Nobody on the map with an e-mail address is meant. Change who is asked first."


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def send(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mail the question to everybody meant."""
    found = find(request, pk)
    count = found.recipients().count()
    if request.method == "GET":
        return _ask(request, found, Form(), f"Send it to {people(count)}?", "Send it")
    if not count:
        return told(request, NOBODY, found, messages.WARNING)
    if not found.send(request.person):
        return told(request, "It has been sent already.", found, messages.INFO)
    survey_page.hint_mails()
    words = f"It is on its way to {people(count)}. Their answers are counted here as they come in."
    return told(request, words, found, messages.INFO)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def close(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take no answers any more."""
    found = find(request, pk)
    if request.method == "GET":
        return _ask(request, found, Form(), "Close the survey now?", "Close it")
    found.close(request.person)
    return told(request, "It takes no answers any more. What was answered stays.", found)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def cancel(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let the survey count no longer."""
    found = find(request, pk)
    if request.method == "GET":
        heading = "Cancel the survey? Its links end, and its ties leave the map."
        return _ask(request, found, Form(), heading, "Cancel it")
    found.cancel(request.person)
    return told(request, "It is cancelled: its links have ended, its ties left the map.", found)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def run_until(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Run a survey for longer, or again."""
    found = find(request, pk)
    form = UntilForm(request.POST or None, survey=found, initial={"closes_on": found.closes_on})
    if form.is_bound and form.is_valid():
        found.run_until(request.person, form.cleaned_data["closes_on"])
        survey_page.hint_mails()
        return told(request, "It takes answers until then.", found)
    return _ask(request, found, form, "Until when does it run?", "Run it until then")


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def remind(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mail everybody who has not answered, now."""
    found = find(request, pk)
    form = AttemptForm(request.POST or None)
    if request.method == "GET":
        return _ask(request, found, form, "Remind everybody who has not answered?", "Remind them")
    form.is_valid()
    key = cast("UUID | None", form.cleaned_data.get("key"))
    count = survey_mailing.remind(found, request.person, key or uuid4())
    survey_page.hint_mails()
    words = (
        f"A reminder is on its way to {people(count)}." if count else "Nobody is to be reminded."
    )
    return told(request, words, found, messages.INFO)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def remove(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Throw a draft away; what was sent is cancelled instead."""
    found = find(request, pk)
    if found.state != Survey.State.DRAFT:
        return told(request, "It has been sent. Cancel it instead.", found, messages.WARNING)
    if request.method == "GET":
        return _ask(request, found, Form(), "Throw the draft away?", "Throw it away")
    found.remove(request.person)
    return told(request, "The draft is thrown away.", found, path=found.get_list_url())


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def match(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say who is meant by a name that was typed, or that the programme does not know them."""
    own = Naming.objects.filter(respondent__survey__programme=request.programme)
    found = get_object_or_404(own.select_related("respondent__survey__programme"), pk=pk)
    survey: Survey = found.respondent.survey
    form = MatchForm(
        request.POST if request.method == "POST" else None, programme=request.programme
    )
    if form.is_bound and form.is_valid():
        person = cast("Person | None", form.cleaned_data["person"])
        matching.match(request.person, survey, found, person)
        words = (
            f"“{found.typed}” is {person.name}." if person else f"“{found.typed}” stays unknown."
        )
        return told(request, words, survey)
    return _ask(request, survey, form, f"Who is “{found.typed}”?", "Say so")


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def put_on_map(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put everybody on the map who was named and is not there yet."""
    found = find(request, pk)
    if request.method == "GET":
        heading = f"Put {people(len(named.off_map(found)))} on the map?"
        return _ask(request, found, Form(), heading, "Put them on the map")
    count = named.put_on_map(request.person, found)
    if not count:
        return told(request, "Everybody who was named is on the map.", found, messages.INFO)
    return told(request, f"{people(count).capitalize()} more on the map.", found)


def people(count: int) -> str:
    """Return how many people these are, in words."""
    return "1 person" if count == 1 else f"{count} people"


def _ask(
    request: ProgrammeRequest, survey: Survey, form: Form, heading: str, button: str
) -> HttpResponse:
    trail = Trail(survey.get_absolute_url(), survey.question)
    return ask_from(request, trail, form, heading, button, template="survey/act")

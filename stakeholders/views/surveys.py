"""Surveys: which there are, one of them, and what it asks whom."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.object_rooms import key_of
from stakeholders import named, survey, survey_page
from stakeholders.forms.survey import SurveyForm
from stakeholders.models import Look, Stakeholder, Survey
from stakeholders.views.answers import Trail, ask_from, page_of, undo_of


def find(request: ProgrammeRequest, pk: int) -> Survey:
    """Return the survey of the programme with that number, or answer 404."""
    own = Survey.objects.filter(programme=request.programme).select_related("programme")
    found: Survey = get_object_or_404(own, pk=pk)
    return found


def told(
    request: ProgrammeRequest,
    words: str,
    about: Survey,
    level: int = messages.SUCCESS,
    path: str = "",
) -> HttpResponse:
    """Say ``words`` on the page of the survey, or at ``path``, with a way to undo what was done."""
    undo = undo_of(request, about) if level == messages.SUCCESS else ""
    messages.add_message(request, level, words, extra_tags=undo)
    path = path or about.get_absolute_url()
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


@programme_view(Role.FACILITATOR)
@require_GET
def surveys(request: ProgrammeRequest) -> HttpResponse:
    """Show the surveys, the newest first, and what the map cannot say for lack of answers."""
    rows = Survey.objects.filter(programme=request.programme).with_counts()
    page = page_of(request, rows.order_by("-pk"))
    context = {
        "page": page,
        "rows": [(each, survey.Response("", each.asked, each.replied)) for each in page],
        "incomplete": survey.incomplete(request.programme),
    }
    return render(request, "stakeholders/survey/surveys.html", context)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def new_survey(request: ProgrammeRequest) -> HttpResponse:
    """Write a survey; nobody is mailed yet."""
    form = SurveyForm(request.POST or None, programme=request.programme)
    if form.is_bound and form.is_valid() and (made := form.save(request.person)):
        assert isinstance(made, Survey)  # noqa: S101 -- what the form makes
        words = "Nobody has been mailed yet. Look at the mail, then send it."
        return told(request, words, made)
    return _ask(request, form, "What do you ask the organisation?", "Look at the mail")


@programme_view(Role.FACILITATOR)
@require_GET
def one_survey(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a survey: the mail before it is sent, and from then on the response, live."""
    found = find(request, pk)
    context = {
        "survey": found,
        "live_key": key_of(found),
        **survey_page.ROOM.draw(found, request.person),
        **survey_page.preview(found, request.person),
    }
    return render(request, "stakeholders/survey/survey.html", context)


@programme_view(Role.FACILITATOR)
@require_GET
def answers(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show who named whom; everybody of whom it tells has that in the log of their profile."""
    found = find(request, pk)
    page = page_of(request, named.answered(found))
    told_of = [named.answer_of(each) for each in page]
    people = {person for answer in told_of for person in answer.people}
    profiles = Stakeholder.objects.filter(programme=request.programme, person__in=people)
    Look.objects.bulk_create(
        Look(stakeholder=row, person=request.person, what="survey answers") for row in profiles
    )
    context = {
        "survey": found,
        "page": page,
        "answers": told_of,
        "response": survey.of_all(survey.by_function(found)),
    }
    return render(request, "stakeholders/survey/answers.html", context)


@programme_view(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def edit_survey(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change what is asked, of whom, and until when."""
    found = find(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = SurveyForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and form.save(request.person):
        survey_page.hint_mails()
        return told(request, "The survey is saved.", found)
    return _ask(request, form, "What should change?", "Save", found)


def _ask(
    request: ProgrammeRequest,
    form: SurveyForm,
    heading: str,
    button: str,
    about: Survey | None = None,
) -> HttpResponse:
    everything = reverse("stakeholders:surveys", args=[request.programme.key])
    back = about.get_absolute_url() if about else everything
    trail = Trail(back, about.question if about else "Surveys")
    said = {"template": "survey/act", "keep": f"survey-{about.pk if about else 'new'}"}
    return ask_from(request, trail, form, heading, button, **said)

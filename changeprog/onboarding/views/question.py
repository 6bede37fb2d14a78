"""Questions of the first days: whom one asks, what one is asked, and the answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.onboarding import questions as asking
from changeprog.onboarding.forms.question import AskForm, ReplyForm
from changeprog.onboarding.helping import helped_by, helpers, readable_by
from changeprog.onboarding.models import Question
from changeprog.onboarding.standing import is_of, own_teams
from changeprog.onboarding.views.answers import Asking, done, page_of
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Person, Role, Team

_ask = Asking("onboarding:questions", "My questions").ask


@programme_view(Role.MEMBER)
@require_GET
def questions(request: ProgrammeRequest) -> HttpResponse:
    """Show what one has asked, what one is asked, and whom one can ask; nobody else's."""
    person = request.person
    asked = Question.objects.filter(team__in=helped_by(person).values("pk")).exclude(asker=person)
    own = own_teams(person)
    context = {
        "mine": page_of(request, Question.objects.by(person).with_names()),
        "asked": asked.waiting().with_names().order_by("asked_at", "pk"),
        "teams": [(team, _others(team, person)) for team in own],
    }
    return render(request, "onboarding/question/questions.html", context)


def _others(team: Team, person: Person) -> list[Person]:
    """Return whom ``person`` asks in ``team``: nobody asks themself."""
    return [each for each in helpers(team) if each.pk != person.pk]


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def ask_question(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask whoever helps one's team."""
    own = Team.objects.filter(programme=request.programme).adopting().active()
    team = get_object_or_404(own.select_related("programme"), pk=pk)
    if not is_of(request.person, team):
        raise PermissionDenied
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        put = form.put(request.person, team)
        return done(request, put.get_absolute_url(), "Asked. You will hear of the answer.", put)
    names = " or ".join(each.name for each in _others(team, request.person)) or "your team"
    return _ask(request, form, f"What do you want to ask {names}?", "Ask", keep=f"question-{pk}")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def question(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a question to whoever asked and whoever is asked; take the answer."""
    found = _find(request, pk)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _replied(request, found, form.cleaned_data["answer"])
    context = {"question": found, "form": form, "is_mine": found.asker_id == request.person.pk}
    status = 422 if form.is_bound else 200
    return render(request, "onboarding/question/question.html", context, status=status)


def _replied(request: ProgrammeRequest, found: Question, answer: str) -> HttpResponse:
    if asking.reply(found, request.person, answer):
        return done(request, found.get_absolute_url(), "Answered.", found)
    messages.info(request, "Somebody was quicker: it is answered already.")
    return done(request, found.get_absolute_url(), "Your words were not sent.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def take_question_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask it no longer; for who asked."""
    found = _find(request, pk)
    if found.asker_id != request.person.pk:
        raise PermissionDenied
    if request.method == "GET":
        return _ask(request, Form(), "Do you want to take your question back?", "Take it back")
    asking.take_back(found, request.person)
    return done(request, found.get_list_url(), "Your question is taken back.", found)


def _find(request: ProgrammeRequest, pk: int) -> Question:
    """Return a question that the viewer may read; for everybody else there is none."""
    found: Question = get_object_or_404(readable_by(request.person).with_names(), pk=pk)
    return found

"""The diagnosis of a conflict: pages of the three who are part of it, and of nobody else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.object_rooms import key_of
from teams import conflicts
from teams.diagnosis import Question
from teams.forms.conflict import (
    AcceptanceForm,
    AgreementForm,
    BeginForm,
    CheckForm,
    IdeaForm,
    IssueForm,
    MediatorForm,
    QuestionForm,
    ViewForm,
)
from teams.models import Barrier
from teams.models.conflict import AgreementChanged, Conflict
from teams.models.conflict_side import ConflictSide
from teams.views.answers import ask

TOO_EARLY = "This opens once both sides have answered what comes before it."


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def begin_conflict(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that a barrier stands between people or teams, and who they are."""
    own = Barrier.objects.filter(programme=request.programme)
    barrier = get_object_or_404(own.select_related("programme"), pk=pk)
    if known := conflicts.of(request.person).filter(barrier=barrier).first():
        return _done(request, known, "You are part of this one already.", messages.INFO)
    form = BeginForm(request.POST or None, barrier=barrier, by=request.person)
    if request.method == "POST" and form.is_valid() and (found := form.begin()):
        if conflicts.of(request.person).filter(pk=found.pk).exists():
            return _done(request, found, "The others are asked. Only the three of you see it.")
        return _leave(request, barrier)
    shown: dict[str, Any] = {"heading": "Who is it between?", "button": "Ask them"}
    shown |= {"about": barrier.what, "back": barrier.get_absolute_url(), "action": request.path}
    return ask(request, "act", form, **shown)


@programme_view(Role.MEMBER)
@require_GET
def conflict(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the conflict as this one of the three sees it, live."""
    found = _find(request, pk)
    region = conflicts.CONFLICT.render_personally(found, request.person)
    context = {"conflict": found, "region": region, "live_key": key_of(found)}
    return render(request, "teams/conflicts/conflict.html", context)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def conflict_view(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Write how one sees it."""
    found, side = _find_side(request, pk)
    form = ViewForm(request.POST or None, side=side)

    def keep() -> str:
        return "Kept." if form.save() else "Both views are shared by now."

    return _ask(request, found, form, ("How do you see it?", "Keep it"), keep)


@programme_view(Role.MEMBER)
@require_POST
def conflict_handing_in(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let the mediator read one's view."""
    found, side = _find_side(request, pk)
    side.hand_in()
    return _done(request, found, "Whoever mediates can read it now. The other side cannot.")


@programme_view(Role.MEMBER)
@require_POST
def conflict_sharing(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Agree to share one's view."""
    found, side = _find_side(request, pk)
    side.agree_to_share()
    return _done(request, found, "As soon as the other side agrees as well, both can be read.")


@programme_view(Role.MEMBER)
@require_POST
def conflict_keeping(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that the view may be read."""
    found, side = _find_side(request, pk)
    words = "Only you can read it." if side.keep_to_oneself() else "Both are shared by now."
    return _done(request, found, words)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def conflict_question(request: ProgrammeRequest, pk: int, question: str) -> HttpResponse:
    """Answer one of the four questions."""
    found, side = _find_side(request, pk)
    if question not in Question.values:
        raise Http404
    asked = Question(question)
    if not found.progress().open(asked):
        return _done(request, found, TOO_EARLY, messages.INFO)
    form = QuestionForm(request.POST or None, side=side, question=asked)

    def answer() -> str:
        return "Kept. It is read once both have answered." if form.save() else TOO_EARLY

    return _ask(request, found, form, (asked.name_in_words, "Answer"), answer)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def conflict_idea(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Add another way to reach the goal."""
    found = _find(request, pk)
    if not found.progress().open(Question.PROCEDURES):
        return _done(request, found, TOO_EARLY, messages.INFO)
    form = IdeaForm(request.POST or None)

    def add() -> str:
        form.save(found, request.person)
        return "It stands among the other ways."

    return _ask(request, found, form, ("Another way?", "Add it"), add)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def conflict_issue(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say what lies beneath."""
    found = _find(request, pk)
    if not found.progress().diagnosed:
        return _done(request, found, TOO_EARLY, messages.INFO)
    form = IssueForm(request.POST or None, conflict=found)

    def name() -> str:
        form.save(request.person)
        return "Named. That is half of it."

    return _ask(request, found, form, ("What lies beneath?", "Name it"), name)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def conflict_agreement(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Put the agreement into words."""
    found = _find(request, pk)
    if not found.progress().diagnosed:
        return _done(request, found, TOO_EARLY, messages.INFO)
    form = AgreementForm(request.POST or None, conflict=found)

    def propose() -> str:
        form.save(request.person)
        return "Both sides can accept it now, or put it into other words."

    return _ask(request, found, form, ("What do you agree on?", "Propose it"), propose)


@programme_view(Role.MEMBER)
@require_POST
def conflict_acceptance(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Accept the agreement as one has read it."""
    found, side = _find_side(request, pk)
    form = AcceptanceForm(request.POST)
    try:
        found.accept(side, form.cleaned_data["version"] if form.is_valid() else 0)
    except AgreementChanged as refusal:
        return _done(request, found, str(refusal), messages.WARNING)
    return _done(request, found, "Accepted. In two weeks you are asked whether it holds.")


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def conflict_check(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say whether the agreement holds."""
    found, side = _find_side(request, pk)
    if not found.agreed:
        return _done(request, found, "There is no agreement that both accepted.", messages.INFO)
    form = CheckForm(request.POST or None, side=side)

    def say() -> str:
        form.save()
        return "Thank you for saying so."

    return _ask(request, found, form, ("Does it hold?", "Say so"), say)


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def conflict_mediator(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Have somebody else mediate."""
    found = _find(request, pk)
    form = MediatorForm(request.POST or None, conflict=found, by=request.person)
    if request.method == "POST" and form.is_valid():
        form.save()
        if conflicts.of(request.person).filter(pk=found.pk).exists():
            return _done(request, found, f"{found.mediator} mediates from now on.")
        return _leave(request, found.barrier)
    return _ask(request, found, form, ("Who mediates?", "Ask them"))


@programme_view(Role.MEMBER)
@require_POST
def conflict_settling(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Say that it is settled."""
    found = _find(request, pk)
    found.settle(request.person)
    return _done(request, found, "Settled. Well done, all three of you.")


@programme_view(Role.MEMBER)
@require_POST
def conflict_resuming(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take back that it is settled."""
    found = _find(request, pk)
    found.take_up_again(request.person)
    return _done(request, found, "It is open again.")


def _find(request: ProgrammeRequest, pk: int) -> Conflict:
    """Return the conflict; for whoever is not one of the three there is none."""
    return get_object_or_404(conflicts.of(request.person), pk=pk)


def _find_side(request: ProgrammeRequest, pk: int) -> tuple[Conflict, ConflictSide]:
    """Return the conflict and one's own side of it; the mediator has none."""
    found = _find(request, pk)
    side = found.side_of(request.person)
    if side is None:
        raise Http404
    return found, side


def _ask(
    request: ProgrammeRequest,
    found: Conflict,
    form: Form,
    words: tuple[str, str],
    act: Callable[[], str] | None = None,
) -> HttpResponse:
    """Do ``act`` with a form that holds and say what it returns; until then, ask.

    ``words`` are the heading and what the button says.
    """
    if act and request.method == "POST" and form.is_valid():
        return _done(request, found, act())
    heading, button = words
    shown: dict[str, Any] = {
        "heading": heading,
        "button": button,
        "action": request.path,
        "back": found.get_absolute_url(),
        "keep": request.path,
        "trail_url": found.get_absolute_url(),
        "trail": "Diagnosis",
    }
    return ask(request, "act", form, **shown)


def _done(
    request: ProgrammeRequest, found: Conflict, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    """Say ``words`` on the page of the conflict."""
    messages.add_message(request, level, words)
    return _to(request, found.get_absolute_url())


def _leave(request: ProgrammeRequest, barrier: Barrier) -> HttpResponse:
    """Lead somebody who is none of the three back to the barrier."""
    messages.success(request, "They are asked. From here on only the three of them see it.")
    return _to(request, barrier.get_absolute_url())


def _to(request: ProgrammeRequest, path: str) -> HttpResponse:
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)

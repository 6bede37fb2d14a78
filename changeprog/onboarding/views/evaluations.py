"""What a team finds about its trial: after the month, about the process, about the results."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from changeprog.onboarding.forms.evaluation import EvaluationForm
from changeprog.onboarding.models import Trial
from changeprog.onboarding.models.evaluation import Overdue, Verdict
from changeprog.onboarding.trial_days import MONTH
from changeprog.onboarding.views.answers import Trail, ask_from, done
from changeprog.onboarding.views.trials import back, find_to_try
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

SAID = {
    Verdict.KEEP: "Kept. In a month you are asked how it goes. What is the next task?",
    Verdict.TWEAK: "It runs for another month. What exactly is different now?",
    Verdict.DROP: "Dropped, and that is worth knowing. What is the next task?",
    "": "Thank you. It is kept with the trial.",
}


@programme_view(Role.MEMBER)
@require_http_methods(["GET", "POST"])
def evaluate(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Ask what is to be asked now; before its month is over, only whether it is dropped."""
    trial = find_to_try(request, pk)
    question = trial.next_question
    early = question is not None and question.due > localdate()
    if question is None or (early and question.kind != MONTH):
        return _nothing_yet(request, trial)
    typed = request.POST if request.method == "POST" else None
    form = EvaluationForm(typed, trial=trial, question=question, early=early)
    if form.is_bound and form.is_valid():
        return _given(request, trial, form)
    trail = Trail(trial.get_absolute_url(), str(trial))
    keep = f"evaluation-{trial.pk}-{question.kind}"
    return ask_from(request, trail, form, form.heading, "Say so", keep=keep)


def _given(request: ProgrammeRequest, trial: Trial, form: EvaluationForm) -> HttpResponse:
    try:
        given = form.give(request.person)
    except Overdue as refusal:
        return done(request, back(request, trial), str(refusal))
    return done(request, back(request, trial), SAID[given.verdict], trial)


def _nothing_yet(request: ProgrammeRequest, trial: Trial) -> HttpResponse:
    """Say when it is asked again, if ever."""
    question = trial.next_question
    when = f"It is asked on {date_format(question.due)}." if question else "Nothing is asked of it."
    messages.info(request, when)
    return redirect(trial)

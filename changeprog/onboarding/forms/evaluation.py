"""What a team is asked about its trial: lightly after the month, then the process, then results."""

from typing import Any

from django import forms

from changeprog.onboarding.models import Evaluation, Trial
from changeprog.onboarding.models.evaluation import WORDS, Answer, EvaluationKind, Verdict
from changeprog.onboarding.trial_days import Question
from changeprog.programme.fields import SentenceField
from changeprog.programme.models import Person

HEADINGS = {
    EvaluationKind.MONTH: "The month is over: what becomes of it?",
    EvaluationKind.PROCESS: "How does it go by now?",
    EvaluationKind.RESULTS: "What has it brought?",
}
EARLY = "Do you stop before the month is over?"
ANSWERS = {
    EvaluationKind.MONTH: ("Did it become habit?", "Do you do it without thinking of it?"),
    EvaluationKind.PROCESS: (
        "Does the process work?",
        "Only how it is done. What it brings shows later, and is asked then.",
    ),
    EvaluationKind.RESULTS: ("Is there to see what you hoped for?", ""),
}
IN_WORDS = {
    EvaluationKind.MONTH: "In a sentence: what did you learn?",
    EvaluationKind.PROCESS: "Which step helps, and which one is in the way?",
    EvaluationKind.RESULTS: "What is there to see, and how do you know?",
}


class EvaluationForm(forms.Form):
    """Two taps and perhaps a sentence; before its month is over, a trial can only be dropped."""

    verdict = forms.ChoiceField(
        label="What becomes of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one: keep, tweak or drop."},
    )
    answer = forms.ChoiceField(
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one: yes, partly or no."},
    )
    words = SentenceField(max_length=WORDS, missing="", required=False)

    def __init__(self, *args: Any, trial: Trial, question: Question, early: bool) -> None:
        super().__init__(*args)
        self.trial, self.kind = trial, EvaluationKind(question.kind)
        self.heading = EARLY if early else HEADINGS[self.kind]
        label, help_text = ANSWERS[self.kind]
        self.fields["answer"].label = label
        self.fields["answer"].help_text = help_text or f"You hoped for: {trial.hope}"
        self.fields["words"].label = IN_WORDS[self.kind]
        self._offer(early=early)

    def give(self, by: Person) -> Evaluation:
        """Answer what is asked; raises ``Overdue`` when somebody was quicker."""
        return Evaluation.give(by, self.trial, self.kind, **self.cleaned_data)

    def _offer(self, *, early: bool) -> None:
        if self.kind != EvaluationKind.MONTH:
            del self.fields["verdict"]
            return
        offered = [Verdict.DROP] if early else list(Verdict)
        verdict: Any = self.fields["verdict"]
        verdict.choices = [(each.value, each.label) for each in offered]
        if early:
            verdict.initial = Verdict.DROP
            self.fields["words"].label = "Why?"

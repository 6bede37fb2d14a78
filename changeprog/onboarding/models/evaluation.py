"""Evaluations of a trial: after its month, of the process, and at last of what it brought."""

from typing import Any

from django.db import models, transaction
from django.utils.timezone import localdate

from changeprog.onboarding import trial_days
from changeprog.onboarding.models.adoption import Stage
from changeprog.onboarding.models.trial import Outcome, Trial
from changeprog.onboarding.trial_days import months_after
from changeprog.programme.models import Person

WORDS = 500
"""Characters that a team writes about it."""


class EvaluationKind(models.TextChoices):
    MONTH = trial_days.MONTH, "After the month"
    PROCESS = trial_days.PROCESS, "The process"
    RESULTS = trial_days.RESULTS, "The results"


class Verdict(models.TextChoices):
    """What becomes of the task."""

    KEEP = "keep", "Keep it"
    TWEAK = "tweak", "Tweak it, and try another month"
    DROP = "drop", "Drop it"


class Answer(models.TextChoices):
    """To whether it became habit, whether the process works, whether it brought what was hoped."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class Overdue(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """What was asked has been answered meanwhile."""

    def __init__(self) -> None:
        super().__init__("Somebody has answered this meanwhile.")


class Evaluation(models.Model):
    """What a team found on a day; ``verdict`` only after the month.

    ``asked_for`` is the day it was due on: for each there is one evaluation.
    """

    Kind, Verdict, Answer = EvaluationKind, Verdict, Answer

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="evaluations")
    kind = models.CharField(max_length=7, choices=EvaluationKind)
    asked_for = models.DateField()
    verdict = models.CharField(max_length=5, choices=Verdict, blank=True)
    answer = models.CharField(max_length=6, choices=Answer)
    words = models.CharField(max_length=WORDS, blank=True)
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="trials_evaluated"
    )
    on = models.DateField(default=localdate)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "kind", "asked_for"], name="evaluation_once_a_day_due"
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="month") & ~models.Q(verdict=""))
                | (~models.Q(kind="month") & models.Q(verdict="")),
                name="evaluation_verdict_after_the_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_answer_display()}"

    @classmethod
    @transaction.atomic
    def give(cls, by: Person, trial: Trial, kind: str, **said: str) -> "Evaluation":
        """Answer what ``trial`` is asked next; raises ``Overdue`` if that is not ``kind`` any more.

        ``said`` are ``answer``, ``words`` and, after the month, ``verdict``, which decides the
        trial and brings its team to the stage that follows from it.
        """
        current = trial.lock()
        question = None if current.removed_at else current.next_question
        if question is None or question.kind != kind:
            raise Overdue
        given = cls.objects.create(trial=trial, kind=kind, asked_for=question.due, by=by, **said)
        before = {"ends_on": trial.ends_on.isoformat(), "evaluation": given.pk}
        stages = _decide(by, trial, given.verdict)
        facts = {"answer": given.told, **({"comment": given.words} if given.words else {})}
        trial.record("evaluated", by, undo={**before, "stage": stages}, **facts)
        return given

    @property
    def told(self) -> str:
        """What was found, in words."""
        asked = {
            EvaluationKind.MONTH: "Did it become habit?",
            EvaluationKind.PROCESS: "Does the process work?",
            EvaluationKind.RESULTS: "Is there to see what was hoped for?",
        }[EvaluationKind(self.kind)]
        found = f"{asked} {self.get_answer_display()}."
        return f"{self.get_verdict_display()}. {found}" if self.verdict else found


@transaction.atomic
def take_back(trial: Trial, by: Person, undo: dict[str, Any]) -> bool:
    """Undo the evaluation that ``undo`` of its event names; say whether it was the last one.

    Raises ``OneAtATime`` when its team has gone on to something else.
    """
    trial.lock()
    last = trial.evaluations.last()
    if last is None or last.pk != undo["evaluation"]:
        return False
    if last.verdict:
        trial.be_the_only_one()
    last.delete()
    fields: dict[str, Any] = {"ends_on": undo["ends_on"]}
    if last.verdict:
        fields |= {"outcome": Outcome.OPEN, "decided_on": None}
    Trial.objects.filter(pk=trial.pk).update(**fields)
    trial.refresh_from_db()
    trial.put_stage_back(by, undo["stage"])
    trial.record("asked_again", by)
    return True


def _decide(by: Person, trial: Trial, verdict: str) -> list[str]:
    """Let the trial be what the verdict makes of it; return its team's stages before and after."""
    today = localdate()
    row = Trial.objects.filter(pk=trial.pk)
    if verdict == Verdict.TWEAK:
        row.update(ends_on=months_after(max(today, trial.ends_on), 1))
    elif verdict:
        outcome = Outcome.KEPT if verdict == Verdict.KEEP else Outcome.DROPPED
        row.update(outcome=outcome, decided_on=today)
    trial.refresh_from_db()
    if verdict == Verdict.KEEP:
        return trial.stage_after(by, Stage.USING)
    if verdict == Verdict.DROP:
        return trial.stage_after(by, Stage.PREPARING, only_from=Stage.IN_TRIAL)
    return [Stage.IN_TRIAL, Stage.IN_TRIAL]

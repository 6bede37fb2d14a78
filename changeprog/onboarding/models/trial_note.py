"""What people note of a trial: a result, which can become a victory; an annoyance, a barrier."""

from typing import Any, Self
from uuid import uuid5

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.onboarding.models.trial import Trial
from changeprog.programme.models import Person
from teams.models import Barrier, Victory
from teams.models.barrier import TEXT


class NoteKind(models.TextChoices):
    RESULT = "result", "A result"
    ANNOYANCE = "annoyance", "An annoyance"


class TrialNoteQuerySet(models.QuerySet["TrialNote"]):
    def with_names(self) -> Self:
        """With everything that a row shows, the newest first."""
        related = self.select_related(
            "programme", "trial__programme", "trial__team", "by", "victory", "barrier"
        )
        return related.defer("trial__where")


class TrialNote(Removable):
    """One thing somebody noticed; ``victory`` or ``barrier`` is what it became, if it did."""

    NOUN = "trial_note"
    Kind = NoteKind

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=9, choices=NoteKind)
    what = models.CharField(max_length=TEXT)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="trial_notes")
    at = models.DateTimeField(default=now)
    victory = models.ForeignKey(
        Victory, on_delete=models.SET_NULL, null=True, blank=True, related_name="trial_notes"
    )
    barrier = models.ForeignKey(
        Barrier, on_delete=models.SET_NULL, null=True, blank=True, related_name="trial_notes"
    )

    objects = PresentManager.from_queryset(TrialNoteQuerySet)()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="trial_note_written_once"),
            models.CheckConstraint(
                condition=models.Q(victory=None) | models.Q(kind="result"),
                name="trial_note_result_is_won",
            ),
            models.CheckConstraint(
                condition=models.Q(barrier=None) | models.Q(kind="annoyance"),
                name="trial_note_annoyance_is_in_the_way",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return self.trial.get_absolute_url()

    def get_list_url(self) -> str:
        return self.trial.get_absolute_url()

    @property
    def is_result(self) -> bool:
        return self.kind == NoteKind.RESULT

    @property
    def became(self) -> Victory | Barrier | None:
        """The victory or barrier it became."""
        return self.victory if self.is_result else self.barrier

    @transaction.atomic
    def write(self, by: Person) -> None:
        """Save the new note with its event; the same ``key`` again changes nothing."""
        self.by = by
        if self.save_once():
            self.record("written", by)

    @transaction.atomic
    def become(self, by: Person) -> Victory | Barrier:
        """Return the victory or barrier that it is, logged now unless it was before.

        One that was taken back since is brought back.
        """
        row = TrialNote.objects.select_for_update(of=("self",))
        current: TrialNote = row.with_names().get(pk=self.pk)
        if known := current.became:
            return known
        made = current._log(by)
        if made.removed_at:
            made.bring_back(by)
        field = "victory" if current.is_result else "barrier"
        TrialNote.objects.filter(pk=self.pk).update(**{field: made})
        current.record("became", by, to="a victory" if current.is_result else "a barrier")
        return made

    @transaction.atomic
    def be_a_note_again(self, by: Person) -> bool:
        """Undo ``become``: take the victory or barrier away; say whether it was there still.

        What others have begun to do with it stays.
        """
        made = self.became
        if made is None or made.revision > 1:
            return False
        made.remove(by)
        TrialNote.objects.filter(pk=self.pk).update(victory=None, barrier=None)
        self.record("taken_apart", by)
        return True

    def _log(self, by: Person) -> Victory | Barrier:
        key, team = uuid5(self.key, self.kind), self.trial.team
        if self.is_result:
            doers: list[Any] = [self.by] if self.by and self.by.removed_at is None else []
            return Victory.log(by, key, self.what, doers, team=team)
        return Barrier.log(by, key, self.what, source=self, affected_team=team)

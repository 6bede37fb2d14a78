"""Sides of a conflict: who speaks, what they see, what they answer, and what they accept."""

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.programme.models import Person, Team
from teams.diagnosis import Question
from teams.models.conflict import WORDS, Conflict


class Stance(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "I do not know"


class Holds(models.TextChoices):
    YES = "yes", "Yes, it holds"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class ConflictSide(models.Model):
    """One of the two sides; ``person`` speaks for themselves, or for ``team``.

    ``accepted_version`` is the version of the agreement that the side accepted.
    """

    conflict = models.ForeignKey(Conflict, on_delete=models.CASCADE, related_name="sides")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="conflict_sides")
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="conflict_sides"
    )
    view = models.TextField(max_length=WORDS, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    agreed_to_share_at = models.DateTimeField(null=True, blank=True)
    accepted_version = models.PositiveIntegerField(default=0)
    holds = models.CharField(max_length=6, choices=Holds, blank=True)
    holds_words = models.TextField(max_length=WORDS, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conflict", "person"], name="side_one_a_person"),
            models.CheckConstraint(
                condition=models.Q(agreed_to_share_at=None) | ~models.Q(view=""),
                name="side_shares_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name} for {self.team.name}" if self.team else self.person.name

    @property
    def accepted(self) -> bool:
        """Whether this side accepted the agreement as it stands."""
        version = self.conflict.agreement_version
        return version > 0 and self.accepted_version == version

    @transaction.atomic
    def write(self, view: str) -> bool:
        """Keep how this side sees it; what both have shared stays said, so it is refused then."""
        Conflict.objects.select_for_update().get(pk=self.conflict_id)
        if self._fresh().progress().shared:
            return False
        ConflictSide.objects.filter(pk=self.pk).update(view=view)
        if not view:
            self.keep_to_oneself()
        self._record()
        return True

    @transaction.atomic
    def hand_in(self) -> None:
        """Let the mediator read it."""
        if self._written().filter(handed_in_at=None).update(handed_in_at=now()):
            self._record()

    @transaction.atomic
    def agree_to_share(self) -> None:
        """Let the other side read it, too, as soon as they agree as well."""
        waiting = self._written().filter(agreed_to_share_at=None)
        if waiting.update(agreed_to_share_at=now(), handed_in_at=now()):
            self._record()

    @transaction.atomic
    def keep_to_oneself(self) -> bool:
        """Take both back, as long as the views are not shared; say whether that was in time."""
        Conflict.objects.select_for_update().get(pk=self.conflict_id)
        if self._fresh().progress().shared:
            return False
        mine = ConflictSide.objects.filter(pk=self.pk)
        if mine.exclude(handed_in_at=None).update(handed_in_at=None, agreed_to_share_at=None):
            self._record()
        return True

    @transaction.atomic
    def answer(self, question: Question, stance: str, words: str) -> bool:
        """Answer ``question``, or answer it anew; refused while it is not open."""
        if not self._fresh().progress().open(question):
            return False
        said = {"stance": stance, "words": words}
        SideAnswer.objects.update_or_create(side=self, question=question, defaults=said)
        self._record()
        return True

    def accept(self, version: int) -> bool:
        """Accept this ``version`` of the agreement; say whether that is new. In a transaction."""
        mine = ConflictSide.objects.filter(pk=self.pk).exclude(accepted_version=version)
        if not mine.update(accepted_version=version):
            return False
        self._record()
        return True

    @transaction.atomic
    def say_whether_it_holds(self, holds: str, words: str) -> None:
        """Say whether the agreement holds."""
        ConflictSide.objects.filter(pk=self.pk).update(holds=holds, holds_words=words)
        self._record()

    def _written(self) -> models.QuerySet["ConflictSide"]:
        return ConflictSide.objects.filter(pk=self.pk).exclude(view="")

    def _fresh(self) -> Conflict:
        return Conflict.objects.with_names().get(pk=self.conflict_id)

    def _record(self) -> None:
        self.refresh_from_db()
        self.conflict.record("conflict.changed", self.person)


class SideAnswer(models.Model):
    """What one side says to one question."""

    side = models.ForeignKey(ConflictSide, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=12, choices=Question)
    stance = models.CharField(max_length=6, choices=Stance)
    words = models.TextField(max_length=WORDS, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["side", "question"], name="answer_once_a_question")
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"

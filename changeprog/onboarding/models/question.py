"""Questions of the first days: what somebody asks the mentors of their team, and the answer."""

from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Programme, Team, Visibility

QUESTION, ANSWER = 500, 2_000
"""Characters of a question, and of an answer."""


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, programme: Programme) -> Self:
        return self.filter(programme=programme)

    def waiting(self) -> Self:
        """Not answered."""
        return self.filter(answered_at=None)

    def by(self, person: Person) -> Self:
        """What ``person`` has asked, the newest first."""
        return self.filter(asker=person).order_by("-asked_at", "-pk")

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("programme", "team__programme", "asker", "answered_by")


class Question(Removable):
    """A question that is between who asks and the mentors of the team.

    Nobody else reads it, and the journal keeps neither its words nor, for others, that it was
    asked: whoever is new has to dare to ask what everybody else seems to know.
    """

    NOUN = "question"
    VISIBILITY = Visibility.PRIVATE

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="questions")
    asker = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="questions")
    words = models.CharField(max_length=QUESTION)
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions_answered"
    )
    answer = models.CharField(max_length=ANSWER, blank=True)

    objects = PresentManager.from_queryset(QuestionQuerySet)()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="question_asked_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=False) | models.Q(answer=""),
                name="question_answer_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None)
                | models.Q(answered_at__gte=models.F("asked_at")),
                name="question_answered_after_it_was_asked",
            ),
        ]
        indexes = [models.Index(fields=["team", "asked_at"])]

    def __str__(self) -> str:
        return f"A question in {self.team}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:question", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("onboarding:questions", args=[self.programme.key])

    @property
    def wait(self) -> timedelta:
        """How long it took to be answered, or has been waiting."""
        return (self.answered_at or now()) - self.asked_at

    @transaction.atomic
    def put(self) -> bool:
        """Save the new question with its event; the same ``key`` again changes nothing."""
        new = self.save_once()
        if new:
            self.record("asked", self.asker)
        return new

    @transaction.atomic
    def reply(self, by: Person, answer: str = "") -> bool:
        """Answer it once, in words or, without any, by having talked; whether this call did it."""
        waiting = Question.objects.waiting().filter(pk=self.pk)
        if not waiting.update(answered_at=now(), answered_by=by, answer=answer):
            return False
        self.refresh_from_db()
        self.record("answered", by)
        return True

    @transaction.atomic
    def wait_again(self, by: Person) -> None:
        """Undo ``reply``: it waits since it was asked."""
        answered = Question.objects.filter(pk=self.pk).exclude(answered_at=None)
        if answered.update(answered_at=None, answered_by=None, answer=""):
            self.refresh_from_db()
            self.record("reopened", by)

"""Hard questions: sent by nobody, and put to the room as the facilitator's own."""

from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from changeprog.programme.models import Programme
from workshops.models.workshop import Workshop

TEXT = 500
"""Characters of a question."""


class HardQuestionQuerySet(models.QuerySet["HardQuestion"]):
    def waiting(self) -> Self:
        """Which the facilitator has neither put nor set aside."""
        return self.filter(state=HardQuestion.State.WAITING)

    def on_the_wall(self) -> Self:
        """The one that is put to the room just now."""
        return self.filter(state=HardQuestion.State.PUT)

    def was_put(self) -> Self:
        """Put to the room, now or before."""
        return self.filter(state__in=[HardQuestion.State.PUT, HardQuestion.State.DONE])


class HardQuestion(models.Model):
    """One question. No row says who sent it, or when but for the ``day``.

    The primary key is the random name of the attempt, so it tells no order either; so does the
    order in which questions are listed. ``text`` is what was sent and empty for a question that the
    facilitator put of their own accord; ``words`` is what they said to the room.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits"
        PUT = "put", "On the wall"
        DONE = "done", "Was put"
        ASIDE = "aside", "Set aside"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="hard_questions")
    text = models.CharField(max_length=TEXT, blank=True)
    words = models.CharField(max_length=TEXT, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    day = models.DateField(default=localdate)

    objects = HardQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(state="put"), name="hard_question_one_on_the_wall"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "aside"]) | ~Q(words=""),
                name="hard_question_put_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(words=""), name="hard_question_says_something"
            ),
        ]

    def __str__(self) -> str:
        """Return what the room knows of it, which is nothing before it is put."""
        return self.words or "A question"

    @classmethod
    @transaction.atomic
    def send(cls, workshop: Workshop, key: UUID, text: str) -> None:
        """Send a question without a name, once per ``key``."""
        said = {"workshop": workshop, "programme": workshop.programme, "text": text}
        _, new = cls.objects.get_or_create(pk=key, defaults=said)
        if new:
            workshop.announce("question.sent")

    @classmethod
    @transaction.atomic
    def put_own(cls, workshop: Workshop, key: UUID, words: str) -> None:
        """Put a question that the facilitator asks of their own accord, once per ``key``."""
        said = {"workshop": workshop, "programme": workshop.programme, "words": words}
        question, new = cls.objects.get_or_create(pk=key, defaults=said)
        if new:
            question.put(words)

    @transaction.atomic
    def put(self, words: str) -> None:
        """Put it to the room in the facilitator's words; the one before comes off the wall."""
        Workshop.objects.select_for_update(of=("self",)).get(pk=self.workshop_id)
        others = HardQuestion.objects.on_the_wall().filter(workshop=self.workshop)
        others.exclude(pk=self.pk).update(state=self.State.DONE)
        self._become(self.State.PUT, words=words)

    def take_down(self) -> None:
        """Take it off the wall: the room has dealt with it."""
        self._become(self.State.DONE, words=self.words or self.text)

    def set_aside(self) -> None:
        """Put it to nobody; it can be taken up again."""
        self._become(self.State.ASIDE)

    def take_up(self) -> None:
        """Let it wait again."""
        self._become(self.State.WAITING)

    @transaction.atomic
    def _become(self, state: str, **values: str) -> None:
        was = self.state
        HardQuestion.objects.filter(pk=self.pk).update(state=state, **values)
        self.refresh_from_db()
        on_the_wall = self.State.PUT in {was, state}
        self.workshop.announce("question.put" if on_the_wall else "question.sent")

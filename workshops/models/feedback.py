"""Feedback: one question at the end of a workshop, answered without a name.

What somebody answers and that they have answered are kept apart: an answer has a random name and no
time, and nothing points from one to the other. So an answer cannot be changed. What that does not
hide: PostgreSQL keeps rows about in the order of writing until they are rewritten.
"""

from uuid import uuid4

from django.db import IntegrityError, models, transaction

from workshops.models.participant import Participant
from workshops.models.workshop import Workshop

BEST = 5
"""The best of the scores from 1 on."""
WORD = 200
"""Characters of the word that goes with it."""


class Feedback(models.Model):
    """What somebody answered."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="feedback")
    score = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=WORD, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__range=(1, BEST)), name="feedback_on_the_scale"
            )
        ]

    def __str__(self) -> str:
        return str(self.score)


class FeedbackGiven(models.Model):
    """That somebody has answered, so that nobody answers twice."""

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="feedback_given"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "feedback given"

    def __str__(self) -> str:
        return str(self.participant_id)


def give(participant: Participant, score: int, word: str = "") -> bool:
    """Answer once; say whether this call did it, for a second one changes nothing."""
    workshop = participant.workshop
    try:
        with transaction.atomic():
            FeedbackGiven.objects.create(participant=participant)
            Feedback.objects.create(workshop=workshop, score=score, word=word)
            workshop.announce("feedback.")
    except IntegrityError:
        return False
    return True

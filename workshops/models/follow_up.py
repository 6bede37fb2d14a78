"""Follow-ups: some days after a workshop each participant is asked in private where they stand."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme, Visibility
from workshops.gradients import BEST, WORST, Gradient, gradient
from workshops.models.participant import Participant
from workshops.models.workshop import Workshop

WORD = 500
"""Characters of the word that goes with an answer."""


class Occasion(models.TextChoices):
    """Why somebody is asked just now."""

    WEEK = "week", "Seven days after"
    DUE = "due", "The day of the commitment"
    MONTH = "month", "Thirty days after"


class Kept(models.TextChoices):
    """How a commitment stands, as whoever made it sees it."""

    KEPT = "kept", "Kept"
    UNDER_WAY = "under_way", "Under way"
    IN_TROUBLE = "in_trouble", "In trouble"
    GIVEN_UP = "given_up", "Given up"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def answered(self) -> Self:
        """With an answer."""
        return self.exclude(answered_at=None)

    def waiting(self) -> Self:
        """Without an answer, in programmes that go on."""
        return self.filter(answered_at=None)

    def asked_of(self, person: Person) -> Self:
        """Those for ``person``, who was not removed from the workshop; the newest first."""
        own = self.filter(participant__person=person, programme=person.programme_id)
        known = own.exclude(participant__state=Participant.State.REMOVED)
        return known.select_related("workshop__programme", "participant").order_by("-asked_at")

    def to_answer(self, person: Person, participant: Participant) -> "FollowUp | None":
        """Return where ``person`` says how things stand: an open question, or the last one."""
        own = self.asked_of(person).filter(participant=participant)
        return own.order_by(models.F("answered_at").desc(nulls_first=True), "-asked_at").first()

    def newest(self) -> Self:
        """The last answer of each participant."""
        answered = self.answered().order_by("participant_id", "-answered_at", "-pk")
        return answered.distinct("participant_id").select_related(
            "participant__function", "participant__person"
        )


class FollowUp(models.Model):
    """One question to one participant, and what they said; again, it is said anew.

    Those in charge of the workshop read the answer. ``champion_may_see`` lets champions read it
    too, who otherwise see counts.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="follow_ups")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="follow_ups"
    )
    occasion = models.CharField(max_length=5, choices=Occasion)
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    kept = models.CharField(max_length=10, choices=Kept, blank=True)
    word = models.CharField(max_length=WORD, blank=True)
    champion_may_see = models.BooleanField(default=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "occasion"], name="follow_up_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, level=None, kept="", word="", champion_may_see=False)
                | Q(answered_at__isnull=False, level__range=(BEST, WORST)),
                name="follow_up_answered_with_a_level",
            ),
        ]

    def __str__(self) -> str:
        """Return a name without what was answered."""
        return f"{self.get_occasion_display()} {self.workshop.title}"

    def get_absolute_url(self) -> str:
        return reverse("workshops:follow_up", args=[self.programme.key, self.pk])

    @property
    def stands(self) -> Gradient | None:
        """Where the person stands, if they have said so."""
        return gradient(self.level) if self.level else None

    @transaction.atomic
    def answer(
        self, *, level: int, kept: str = "", word: str = "", champion_may_see: bool = False
    ) -> None:
        """Say where one stands at ``level`` of the scale, and how one's commitment is kept.

        The last answer counts. The journal tells only the person that they gave one.
        """
        said: dict[str, Any] = {"level": level, "kept": kept, "word": word}
        said |= {"champion_may_see": champion_may_see, "answered_at": now()}
        FollowUp.objects.filter(pk=self.pk).update(**said)
        self.refresh_from_db()
        Event.record(
            self.programme,
            "follow_up.answered",
            by=self.participant.person,
            subject=self,
            visibility=Visibility.PRIVATE,
            title=self.workshop.title,
        )

"""Remarks: what somebody outside the programme has said would go wrong, and what came of it."""

from collections.abc import Callable
from typing import Any, Self
from uuid import UUID, uuid5

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.timezone import now

from changeprog.direction.models import SideEffect
from changeprog.direction.models.removable import Removable
from changeprog.direction.models.revised import Revised
from changeprog.onboarding.models.reality_check import RealityCheck, Said
from changeprog.programme.models import Person, Visibility
from teams.models import Barrier
from teams.models import barrier as barriers

WORDS = 2_000
"""Characters that say what would go wrong."""
REPLY = 500
"""Characters that say what was done with it."""
OUTCOME = 200
"""Characters that name a side effect."""
Maker = Callable[[Person], SideEffect | Barrier]
POSSIBLE = 3
"""How likely a side effect is taken to be where nobody outside said how sure they are."""


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> Self:
        """With which nobody has done anything yet."""
        return self.filter(outcome="")

    def with_names(self) -> Self:
        """With everything that is shown of them."""
        related = self.select_related("programme", "reality_check__person", "done_by")
        return related.select_related("side_effect__programme").prefetch_related("became")


class Remark(Revised):
    """What was said about one part, or one side effect, and what became of it.

    ``sureness`` says how sure they are that it goes wrong. ``outcome`` is empty until somebody does
    something with it; ``became`` is the side effect or barrier that was made of it.
    """

    NOUN = "remark"
    VISIBILITY = Visibility.FACILITATORS

    class Sureness(models.IntegerChoices):
        HARDLY = 1, "A hunch"
        RATHER = 2, "Some doubt"
        HALF = 3, "It may well"
        QUITE = 4, "Quite sure"
        CERTAIN = 5, "Certain"

    class Outcome(models.TextChoices):
        SIDE_EFFECT = "side_effect", "Became a side effect"
        BARRIER = "barrier", "Became a barrier"
        NOTED = "noted", "Taken note of"

    reality_check = models.ForeignKey(
        RealityCheck, on_delete=models.CASCADE, related_name="remarks"
    )
    part = models.CharField(max_length=20)
    side_effect = models.ForeignKey(
        SideEffect, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks"
    )
    words = models.CharField(max_length=WORDS, blank=True)
    sureness = models.PositiveSmallIntegerField(choices=Sureness, null=True, blank=True)
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    became_type = models.ForeignKey(ContentType, on_delete=models.SET_NULL, null=True, blank=True)
    became_id = models.PositiveBigIntegerField(null=True, blank=True)
    became = GenericForeignKey("became_type", "became_id")
    reply = models.CharField(max_length=REPLY, blank=True)
    done_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks_answered"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["reality_check", "pk"]
        indexes = [models.Index(fields=["became_type", "became_id"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="remark_made_once"),
            models.CheckConstraint(
                condition=Q(sureness=None) | Q(sureness__range=(1, 5)), name="remark_sure_1_to_5"
            ),
            models.CheckConstraint(
                condition=~Q(words="") | Q(sureness__isnull=False), name="remark_says_something"
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.words or self.sure_words).chars(80)

    def get_absolute_url(self) -> str:
        return f"{self.reality_check.get_absolute_url()}#remark-{self.pk}"

    @property
    def sure_words(self) -> str:
        """How sure they are, in words; nothing where they did not say."""
        return self.Sureness(self.sureness).label if self.sureness else ""

    @classmethod
    def keep(cls, check: RealityCheck, said: Said) -> "Remark":
        """Keep one thing that was said; the check's event tells of all of them together."""
        about = {"part": said.part, "side_effect": said.side_effect}
        values = {"words": said.words, "sureness": said.sureness}
        made = cls(programme=check.programme, reality_check=check, **about, **values)
        made.save()
        return made

    @transaction.atomic
    def become_side_effect(self, by: Person) -> bool:
        """Name a side effect with these words, once; say whether this call did it."""
        return self._become(self.Outcome.SIDE_EFFECT, by, self._side_effect)

    @transaction.atomic
    def become_barrier(self, by: Person) -> bool:
        """Log a barrier with these words, once; say whether this call did it."""
        return self._become(self.Outcome.BARRIER, by, self._barrier)

    @transaction.atomic
    def note(self, by: Person, reply: str) -> bool:
        """Say in words that it was taken note of, and why no more; say whether that is new."""
        return self._settle(self.Outcome.NOTED, by, reply=reply)

    @transaction.atomic
    def reopen(self, by: Person) -> bool:
        """Undo what was done with it; what was made of it is taken away if nobody changed it."""
        row = Remark.objects.select_for_update().get(pk=self.pk)
        if not row.outcome:
            return False
        made = row.became
        if isinstance(made, Removable) and made.removed_at is None and made.revision == 1:
            made.remove(by)
        blank: dict[str, Any] = dict.fromkeys(["became_type", "became_id", "done_by", "done_at"])
        fresh = Remark.objects.filter(pk=self.pk)
        fresh.update(outcome="", reply="", revision=F("revision") + 1, **blank)
        self.refresh_from_db()
        self.record("reopened", by)
        return True

    def _side_effect(self, by: Person) -> SideEffect:
        outcome = Truncator(self.words).chars(OUTCOME)
        made = SideEffect(
            programme=self.programme,
            key=self._key("side effect"),
            outcome=outcome,
            worst_case="" if self.words == outcome else self.words,
            likelihood=self.sureness or POSSIBLE,
        )
        made.name_it(by)
        return made

    def _barrier(self, by: Person) -> Barrier:
        what = Truncator(self.words).chars(barriers.TEXT)
        return Barrier.log(by, self._key("barrier"), what)

    def _key(self, made: str) -> UUID:
        """Return the key of what is made of it: after it was reopened, another one."""
        return uuid5(self.key, f"{made} {self.revision}")

    def _become(self, outcome: "Remark.Outcome", by: Person, make: Maker) -> bool:
        if not self.words or not self._settle(outcome, by):
            return False
        made = make(by)
        kind = ContentType.objects.get_for_model(made)
        Remark.objects.filter(pk=self.pk).update(became_type=kind, became_id=made.pk)
        self.refresh_from_db()
        return True

    def _settle(self, outcome: "Remark.Outcome", by: Person, reply: str = "") -> bool:
        values: dict[str, Any] = {"outcome": outcome, "reply": reply, "done_by": by}
        fresh = Remark.objects.open().filter(pk=self.pk)
        if not fresh.update(done_at=now(), revision=F("revision") + 1, **values):
            return False
        self.refresh_from_db()
        self.record("settled", by, outcome=str(outcome.label))
        return True

"""Who goes on seeing to what is open when a programme ends, and what nobody goes on with."""

from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.closing.models.closing import Closing
from changeprog.communications import notices
from changeprog.communications.models import Notice
from changeprog.programme import open_things
from changeprog.programme.models import Event, Person, Visibility
from changeprog.programme.open_things import OpenThing

TITLE, WORDS = 500, 500
"""Characters of what is handed over, and of what is said with it."""
ASKED, RETURNED = "handover.asked", "handover.returned"
"""Kinds of notices: to whom something is handed, and to whoever gets it back."""


class HandoverQuerySet(models.QuerySet["Handover"]):
    def standing(self) -> Self:
        """Neither taken back by who handed it over nor handed back by who got it."""
        return self.filter(taken_back_at=None, handed_back_at=None)

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("closing__programme", "before", "to", "by")


class Handover(models.Model):
    """One open thing, and who sees to it when the programme has ended; nobody, where it is let go.

    ``kind`` and ``number`` name the thing, as ``OpenThing`` does; ``title`` and ``path`` are kept
    for the day on which it is gone. ``before`` is who had it in hand.
    """

    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="handovers")
    kind = models.CharField(max_length=30)
    number = models.PositiveBigIntegerField()
    title = models.CharField(max_length=TITLE)
    path = models.CharField(max_length=300)
    before = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    to = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="handovers"
    )
    words = models.CharField(max_length=WORDS, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    handed_back_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=WORDS, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "kind", "number"],
                condition=models.Q(taken_back_at=None, handed_back_at=None),
                name="handover_one_a_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(handed_back_at=None) | ~models.Q(why=""),
                name="handover_handed_back_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("closing:handover", args=[self.closing.programme.key, self.pk])

    @classmethod
    @transaction.atomic
    def make(cls, by: Person, thing: OpenThing, to: Person | None, words: str = "") -> "Handover":
        """Hand ``thing`` to ``to``, who is told, or let it go; the same again changes nothing.

        What was decided about it before is taken back.
        """
        closing = Closing.begun(by.programme, by)
        own = cls.objects.standing().filter(closing=closing, kind=thing.kind, number=thing.number)
        if known := own.with_names().first():
            if (known.to, known.words) == (to, words):
                return known
            known.take_back(by)
        made = cls.objects.create(
            closing=closing,
            kind=thing.kind,
            number=thing.number,
            title=thing.title[:TITLE],
            path=thing.url,
            before=thing.owner if known is None else known.before,
            to=to,
            words=words,
            by=by,
        )
        if to:
            open_things.hand_over(thing, by, to)
        made.record("made" if to else "let_go", by, to=to.name if to else None, words=words)
        made.ask(by)
        return made

    @transaction.atomic
    def take_back(self, by: Person) -> bool:
        """Undo it: the thing is again with whoever had it; say whether this call did it."""
        rows = Handover.objects.standing().filter(pk=self.pk)
        if not rows.update(taken_back_at=now()):
            return False
        self._put_back(by)
        Notice.objects.of(ASKED, f"{self.pk}").withdraw()
        self.record("taken_back", by)
        return True

    @transaction.atomic
    def hand_back(self, by: Person, why: str) -> bool:
        """Say that one cannot see to it, and why; whoever handed it over is told.

        The thing is again with whoever had it before. Says whether this call did it.
        """
        rows = Handover.objects.standing().filter(pk=self.pk, to=by)
        if not rows.update(handed_back_at=now(), why=why):
            return False
        self._put_back(by)
        self.record("handed_back", by, why=why)
        if self.by and self.by.removed_at is None:
            notices.tell(
                self.by,
                RETURNED,
                str(self.pk),
                text=f"{by.name} hands back: {self.title}",
                detail=why,
                path=reverse("closing:handovers", args=[self.closing.programme.key]),
                at_once=True,
            )
        return True

    def record(self, act: str, by: Person, **facts: Any) -> None:
        """Write into the champions' journal that ``by`` did ``act`` to it."""
        Event.record(
            self.closing.programme,
            f"handover.{act}",
            by=by,
            subject=self,
            visibility=Visibility.CHAMPIONS,
            title=self.title,
            **facts,
        )

    def _put_back(self, by: Person) -> None:
        """Give the thing to whoever had it, unless it has gone on to somebody else meanwhile."""
        thing = open_things.find(self.closing.programme, self.kind, self.number)
        if self.to and thing and thing.owner == self.to:
            open_things.hand_over(thing, by, self.before)

    def ask(self, by: Person) -> None:
        """Tell the new owner, unless they did it themselves."""
        if self.to is None or self.to == by:
            return
        stays = self.to == self.before
        verb = "stays with you" if stays else "is handed to you"
        notices.tell(
            self.to,
            ASKED,
            str(self.pk),
            text=f"When the programme ends, this {verb}: {self.title}",
            detail=self.words or "If you cannot see to it, hand it back before the programme ends.",
            path=self.get_absolute_url(),
            at_once=not stays,
        )

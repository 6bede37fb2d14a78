"""Commitments: what one person will do, in their own words, by when; and who witnessed it."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models import Objective
from changeprog.programme.models import Event, Person, Programme, Visibility
from workshops.models.follow_up import FollowUp, Kept
from workshops.models.participant import Participant
from workshops.models.workshop import Workshop

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

TEXT = 500
"""Characters of a commitment, and of the reason for not making one."""


class CannotCommit(Exception):  # noqa: N818 -- a rule of the room, told in words
    """The commitment cannot be written, signed or witnessed just now."""


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def made(self) -> Self:
        """Written: without those that say why somebody does not commit."""
        return self.exclude(text="")

    def declined(self) -> Self:
        """That somebody does not commit, and why."""
        return self.filter(text="")

    def signed(self) -> Self:
        """Signed by whoever made it."""
        return self.exclude(signed_at=None)

    def heard(self) -> Self:
        """Read out to the room, in the order in which that was."""
        return self.exclude(heard_at=None).order_by("heard_at", "pk")

    def promised_by(self, person: Person) -> Self:
        """Signed by ``person``, the next date first."""
        own = self.signed().filter(participant__person=person)
        return own.select_related("workshop__programme").order_by("due", "pk")

    def with_last_answer(self) -> Self:
        """With how it stands by the last answer of whoever made it, as ``last``; or nothing."""
        answers = FollowUp.objects.answered().filter(participant=models.OuterRef("participant"))
        last = answers.exclude(kept="").order_by("-answered_at", "-pk").values("kept")[:1]
        return self.annotate(last=Coalesce(models.Subquery(last), models.Value("")))

    def standing(self) -> Self:
        """Neither kept nor given up, as far as whoever made it has said."""
        known = self.with_last_answer()
        return known.exclude(last__in=[Kept.KEPT, Kept.GIVEN_UP])

    def with_names(self) -> Self:
        """With whose it is and who witnessed it."""
        related = self.select_related("participant__function", "participant__person")
        return related.prefetch_related("witnesses__participant")


class Commitment(models.Model):
    """What one participant says they will do: one commitment a person and workshop.

    Instead of a text and a date there may be the ``reason`` why somebody does not commit, which
    only those in charge of the workshop read. ``reading`` marks the one that is on the wall.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="commitments")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="commitments")
    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="commitment"
    )
    key = models.UUIDField(default=uuid4, editable=False)
    text = models.CharField(max_length=TEXT, blank=True)
    due = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=TEXT, blank=True)
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    reading = models.BooleanField(default=False)
    heard_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=0)

    objects = CommitmentQuerySet.as_manager()

    if TYPE_CHECKING:
        witnesses: RelatedManager["Witness"]
    told: bool
    """Whether the reader was told how it is kept; only after ``workshops.promises.read_by``."""
    last: str
    """One of ``Kept``, or nothing; only after ``with_last_answer``."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(reading=True), name="commitment_one_is_read_out"
            ),
            models.CheckConstraint(
                condition=(~Q(text="") & Q(due__isnull=False, reason=""))
                | (Q(text="", due=None, signed_at=None, reading=False) & ~Q(reason="")),
                name="commitment_or_why_not",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"], condition=Q(signed_at__isnull=False), name="commitment_signed_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant.name}'s commitment"

    def get_absolute_url(self) -> str:
        return reverse("workshops:commitment", args=[self.programme.key, self.pk])

    @property
    def last_words(self) -> str:
        """How it stands by the last answer, in words; only after ``with_last_answer``."""
        return Kept(self.last).label if self.last else ""

    @property
    def tone(self) -> str:
        """The tone of its last answer; only after ``with_last_answer``."""
        tones = {Kept.KEPT: "is-good", Kept.IN_TROUBLE: "is-warn", Kept.GIVEN_UP: "is-bad"}
        return tones.get(Kept(self.last), "") if self.last else ""

    @classmethod
    @transaction.atomic
    def write(cls, participant: Participant, key: UUID, text: str, due: date) -> "Commitment":
        """Write a participant's commitment, or write it anew on top of what they had.

        The room hears new words anew, and witnesses them anew. The same attempt again changes
        nothing. Raises ``CannotCommit`` once it is signed, or while the workshop is not going on.
        """
        return cls._say(participant, key, text=text, due=due, reason="")

    @classmethod
    @transaction.atomic
    def decline(cls, participant: Participant, key: UUID, reason: str) -> "Commitment":
        """Say why one does not commit, to those in charge only; raises ``CannotCommit``."""
        return cls._say(participant, key, text="", due=None, reason=reason)

    @classmethod
    def _say(cls, participant: Participant, key: UUID, **said: Any) -> "Commitment":
        _refuse_unless_open(participant.workshop)
        Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
        own = cls.objects.filter(participant=participant).first()
        if own is None:
            workshop = participant.workshop
            own = cls(programme=workshop.programme, workshop=workshop, participant=participant)
        elif own.signed_at:
            raise CannotCommit("You have signed it. Take your signature back to change the words.")
        elif own.key == key or all(getattr(own, name) == value for name, value in said.items()):
            return own
        own._rewrite(key, **said)
        return own

    def _rewrite(self, key: UUID, **said: Any) -> None:
        for name, value in said.items():
            setattr(self, name, value)
        self.key, self.changes = key, self.changes + 1
        self.reading = self.reading and bool(self.text)
        self.heard_at = self.heard_at if self.reading else None
        self.save()
        self.witnesses.all().delete()
        self.workshop.announce("commitment.written")

    @transaction.atomic
    def sign(self) -> bool:
        """Sign it, which only its author does; say whether this call did it.

        Raises ``CannotCommit`` while the workshop is not going on.
        """
        _refuse_unless_open(self.workshop)
        unsigned = Commitment.objects.made().filter(pk=self.pk, signed_at=None)
        return self._set(unsigned, "signed", signed_at=now())

    @transaction.atomic
    def take_signature_back(self) -> bool:
        """Undo signing while the workshop goes on; say whether it was signed."""
        _refuse_unless_open(self.workshop)
        return self._set(Commitment.objects.signed().filter(pk=self.pk), "unsigned", signed_at=None)

    @transaction.atomic
    def serve(self, by: Person, objective: Objective | None) -> bool:
        """Say which objective it serves, or that it serves none; say whether that is new.

        Nobody reads of it in the journal before the room has heard what was promised.
        """
        before = Commitment.objects.select_for_update(of=("self",)).get(pk=self.pk).objective_id
        self.objective = objective
        if before == self.objective_id:
            return False
        Commitment.objects.filter(pk=self.pk).update(objective=objective, changes=F("changes") + 1)
        Event.record(
            self.programme,
            "commitment.tied",
            by=by,
            subject=self,
            visibility=Visibility.MEMBERS if self.heard_at else Visibility.PRIVATE,
            title=str(self),
            objective=str(objective) if objective else None,
            undo={"from": before, "to": self.objective_id},
        )
        self.workshop.announce("commitment.written")
        return True

    def _set(self, rows: CommitmentQuerySet, act: str, **values: Any) -> bool:
        if not rows.update(changes=F("changes") + 1, **values):
            return False
        self.refresh_from_db()
        self._record(act)
        return True

    def _record(self, act: str) -> None:
        """Tell the journal that the person did it; its words only if the room has heard them."""
        heard = {"words": self.text, "due": self.due} if self.heard_at else {}
        facts = {"title": str(self), "workshop": self.workshop.title, **heard}
        Event.record(
            self.programme,
            f"commitment.{act}",
            by=self.participant.person,
            subject=self,
            visibility=Visibility.MEMBERS,
            **facts,
        )

    @transaction.atomic
    def read_out(self, seen: int | None) -> bool:
        """Put it on the wall after the one that was ``seen`` there; say whether this call did it.

        It is somebody else's turn already when another one than ``seen`` is on the wall.
        """
        if not _is_on_the_wall(self.workshop, seen) or not self.text:
            return False
        take_down(self.workshop)
        heard = Coalesce("heard_at", models.Value(now()))
        own = Commitment.objects.filter(pk=self.pk)
        own.update(reading=True, heard_at=heard, changes=F("changes") + 1)
        self.refresh_from_db()
        self.workshop.announce("commitment.read")
        return True

    @transaction.atomic
    def witness(self, participant: Participant) -> None:
        """Let ``participant`` witness it; raises ``CannotCommit`` for one's own, or one unheard."""
        if participant.pk == self.participant_id:
            raise CannotCommit("Somebody else has to witness your commitment.")
        if self.heard_at is None:
            raise CannotCommit("It has not been read out yet.")
        _, new = Witness.objects.get_or_create(commitment=self, participant=participant)
        if new:
            self.workshop.announce("commitment.witnessed")

    @transaction.atomic
    def witness_no_more(self, participant: Participant) -> None:
        """Take the word of ``participant`` back, if they gave it."""
        if self.witnesses.filter(participant=participant).delete()[0]:
            self.workshop.announce("commitment.witnessed")


class Witness(models.Model):
    """That somebody in the room has heard a commitment and stands by to witness it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="witnesses")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "witnesses"
        constraints = [
            models.UniqueConstraint(fields=["commitment", "participant"], name="witness_once")
        ]

    def __str__(self) -> str:
        return self.participant.name


@transaction.atomic
def stop_reading(workshop: Workshop, seen: int | None) -> bool:
    """Take the commitment that was ``seen`` off the wall; say whether it was still there."""
    if not _is_on_the_wall(workshop, seen):
        return False
    take_down(workshop)
    workshop.announce("commitment.read")
    return True


def take_down(workshop: Workshop) -> None:
    """Let no commitment be on the wall."""
    read = Commitment.objects.filter(workshop=workshop, reading=True)
    read.update(reading=False, changes=F("changes") + 1)


def _is_on_the_wall(workshop: Workshop, seen: int | None) -> bool:
    """Lock the workshop, and say whether the commitment with that number is on its wall."""
    Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    on = Commitment.objects.filter(workshop=workshop, reading=True)
    return on.values_list("pk", flat=True).first() == seen


def _refuse_unless_open(workshop: Workshop) -> None:
    if not workshop.is_open:
        raise CannotCommit("The workshop is not going on just now, so this was not taken.")

"""Points of view: what a participant fears to lose or wants to win, parked until it is placed."""

from typing import Self
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from changeprog.programme.models import Programme
from workshops.models.participant import Participant
from workshops.models.workshop import Workshop

TEXT = 500
"""Characters of a point of view."""
WORD = 300
"""Characters of the word with which one is placed."""
MOST = 20
"""Points of view that one participant may park in a workshop."""


class CannotPark(Exception):  # noqa: N818 -- a rule of the room, told in words
    """The point of view cannot be parked, changed or taken back any more."""


class PointQuerySet(models.QuerySet["PointOfView"]):
    def to_place(self) -> Self:
        """Neither answered nor placed: the workshop cannot close over them."""
        return self.filter(placed="").exclude(state=PointOfView.State.ANSWERED)

    def shared(self) -> Self:
        """In the parking lot, in an order that does not tell who wrote when."""
        return self.exclude(lot=PointOfView.Lot.FACILITATOR).order_by("key")

    def with_names(self) -> Self:
        """With who said it."""
        return self.select_related("participant__function")


class PointOfView(models.Model):
    """One point of view of one participant; ``changes`` counts everything that happens to it.

    Nothing of it is in the journal: who else reads it than the author and those in charge of the
    workshop is for the author to decide, by the ``lot``. Whoever places it says so in words of
    their own, ``word``, and only these go to the programme.
    """

    class Side(models.TextChoices):
        FEAR = "fear", "What I fear to lose"
        WIN = "win", "What I want to win"

    class Lot(models.TextChoices):
        FACILITATOR = "facilitator", "With the facilitator only"
        UNNAMED = "unnamed", "In the parking lot, without my name"
        NAMED = "named", "In the parking lot, with my name"

    class State(models.TextChoices):
        RAISED = "raised", "Raised"
        HEARD = "heard", "Heard"
        ANSWERED = "answered", "Answered"
        OPEN = "open", "Still open"

    class Placed(models.TextChoices):
        NOWHERE = "", "Not yet"
        BARRIER = "barrier", "Goes on as a barrier"
        ACTION = "action", "Goes on as an action"
        KEPT = "kept", "Is kept, with a word"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="points_of_view")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="points_of_view"
    )
    key = models.UUIDField(default=uuid4, editable=False)
    side = models.CharField(max_length=4, choices=Side)
    text = models.CharField(max_length=TEXT)
    lot = models.CharField(max_length=11, choices=Lot, default=Lot.FACILITATOR)
    state = models.CharField(max_length=8, choices=State, default=State.RAISED)
    placed = models.CharField(max_length=7, choices=Placed, blank=True)
    word = models.CharField(max_length=WORD, blank=True)
    changes = models.PositiveIntegerField(default=0)

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "points of view"
        constraints = [
            models.UniqueConstraint(fields=["participant", "key"], name="point_parked_once"),
            models.CheckConstraint(
                condition=Q(placed="", word="") | (~Q(placed="") & ~Q(word="")),
                name="point_placed_with_a_word",
            ),
        ]

    def __str__(self) -> str:
        """Return a name that tells nothing, because other rows may show it."""
        return "A point of view"

    @property
    def is_shared(self) -> bool:
        """Whether the room sees it."""
        return self.lot != self.Lot.FACILITATOR

    @property
    def is_named(self) -> bool:
        """Whether the room sees whose it is."""
        return self.lot == self.Lot.NAMED

    @property
    def is_to_place(self) -> bool:
        """Whether somebody still has to say what becomes of it."""
        return not self.placed and self.state != self.State.ANSWERED

    @classmethod
    @transaction.atomic
    def park(cls, participant: Participant, key: UUID, **said: str) -> "PointOfView":
        """Park what a participant says (``side``, ``text``, ``lot``), once per ``key``.

        Raises ``CannotPark`` when the workshop is not going on, or after ``MOST`` of them.
        """
        workshop = participant.workshop
        own = cls.objects.filter(participant=participant)
        if known := own.filter(key=key).first():
            return known
        _refuse_unless_open(workshop)
        if own.count() >= MOST:
            raise CannotPark(f"You have parked {MOST}. Take one back before you park another.")
        point = cls(programme=workshop.programme, workshop=workshop, key=key, **said)
        point.participant = participant
        try:
            with transaction.atomic():
                point.save(force_insert=True)
        except IntegrityError:
            return own.get(key=key)
        point.tell()
        return point

    @transaction.atomic
    def change(self, **said: str) -> None:
        """Say it in other words, or park it elsewhere; raises ``CannotPark`` once it is placed."""
        was_shared = self.is_shared
        _refuse_unless_open(self.workshop)
        if not self._unplaced().update(changes=F("changes") + 1, **said):
            raise CannotPark("The facilitator has said what becomes of it, so it stays as it is.")
        self.refresh_from_db()
        self.tell(shared=was_shared)

    @transaction.atomic
    def withdraw(self) -> None:
        """Take it back as if it had never been said; raises ``CannotPark`` once it is placed."""
        _refuse_unless_open(self.workshop)
        if not self._unplaced().delete()[0]:
            raise CannotPark("The facilitator has said what becomes of it, so it stays.")
        self.tell()

    @transaction.atomic
    def move(self, state: str) -> bool:
        """Say how it stands; say whether that is new."""
        rows = PointOfView.objects.filter(pk=self.pk).exclude(state=state)
        return self._set(rows, state=state)

    @transaction.atomic
    def place(self, placed: str, word: str) -> bool:
        """Say in ``word`` what becomes of it; with neither, it has to be placed again."""
        rows = PointOfView.objects.filter(pk=self.pk).exclude(placed=placed, word=word)
        return self._set(rows, placed=placed, word=word)

    def tell(self, *, shared: bool = False) -> None:
        """Have the pages that show it drawn anew; ``shared`` if the room saw it until now."""
        seen = ["point.shared"] if shared or self.is_shared else []
        self.workshop.announce("point.private", *seen)

    def _set(self, rows: PointQuerySet, **values: str) -> bool:
        if not rows.update(changes=F("changes") + 1, **values):
            return False
        self.refresh_from_db()
        self.tell()
        return True

    def _unplaced(self) -> PointQuerySet:
        return PointOfView.objects.to_place().filter(pk=self.pk)


def _refuse_unless_open(workshop: Workshop) -> None:
    if not workshop.is_open:
        raise CannotPark("The workshop is not going on just now, so this was not taken.")

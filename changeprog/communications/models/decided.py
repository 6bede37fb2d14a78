"""Whether an edition goes out: approved, skipped, postponed, or overdue because nobody has said."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from changeprog.communications.models.delivery import Delivery
from changeprog.communications.models.notice import Notice
from changeprog.communications.models.posting import State
from changeprog.communications.models.scheduled import LEAD
from changeprog.communications.models.terms import Channel, Unapproved
from changeprog.programme.models import Event, Person, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models.fields.related_descriptors import RelatedManager

    from changeprog.communications.models.procedure import Procedure

REASON = 300
"""Characters that say why an edition is skipped."""
SKIPPED = "Skipped: "
NOBODY = "Nobody approved it in time"
NOT_REACHED = "No longer among those it is for"
ASKED = "edition.waiting"
"""The kind of notices that ask somebody to approve an edition."""


class HasLeft(Exception):  # noqa: N818 -- a state of the world, told in words
    """Some of it is on its way, or another edition follows it already."""

    def __init__(self) -> None:
        super().__init__("It has left already, or another edition follows it.")


class EditionOvertaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else has worked on the edition meanwhile; ``current`` is as they left it."""

    def __init__(self, current: "Decided") -> None:
        super().__init__("Somebody else has worked on this edition while you were looking at it.")
        self.current = current


class Status(models.TextChoices):
    """How an edition stands: it leaves when it is approved."""

    WAITING = "waiting", "Waiting for approval"
    APPROVED = "approved", "Approved"
    SKIPPED = "skipped", "Skipped"


class Decided(models.Model):
    """What decides whether an edition leaves, and when at the earliest.

    ``overdue_at`` is when its hour had struck and nobody had approved it. ``reason`` says why it is
    skipped, and ``handed_over_at`` when a webhook was told to take it.
    """

    status = models.CharField(max_length=10, choices=Status, default=Status.APPROVED)
    decided_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=REASON, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    if TYPE_CHECKING:
        procedure: Procedure
        occurrence: date
        composed_at: datetime
        word: str
        deliveries: RelatedManager[Delivery]

        def deliveries_for(self, people: Iterable[Person]) -> list[Delivery]: ...

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING

    @property
    def is_skipped(self) -> bool:
        return self.status == Status.SKIPPED

    @property
    def strikes_at(self) -> datetime:
        """When it reaches the first of its readers; what goes out at once waits ``LEAD`` for it."""
        clocks = [] if self.procedure.is_at_once else self.procedure.clocks()
        hour = self.composed_at + LEAD
        if clocks:
            hour = self.procedure.strikes_at(self.occurrence, clocks)
        return max(hour, self.not_before or hour)

    @property
    def has_left(self) -> bool:
        """Whether any of it has been sent, or tried."""
        untouched = Q(state__in=[State.WAITING, State.DUE], attempts=0) | Q(state=State.SUPPRESSED)
        return bool(self.handed_over_at) or self.deliveries.exclude(untouched).exists()

    @transaction.atomic
    def approve(self, by: Person | None, based_on: int | None = None) -> bool:
        """Let it go out at its hour; say whether this call did it.

        Raises ``EditionOvertaken`` when it is no longer what was seen at revision ``based_on``.
        """
        current = self.locked()
        if current.status == Status.APPROVED:
            return False
        if current.is_skipped or (based_on is not None and based_on != current.revision):
            raise EditionOvertaken(current)
        self.keep(status=Status.APPROVED, decided_by=by, decided_at=now())
        self._open()
        self.record("approved", by)
        return True

    @transaction.atomic
    def take_approval_back(self, by: Person) -> bool:
        """Undo approving as long as nothing has left; raises ``HasLeft``."""
        if self.locked().status != Status.APPROVED:
            return False
        self.deliveries.filter(state=State.DUE, attempts=0).update(state=State.WAITING)
        if self.has_left or self._others().filter(status=Status.WAITING).exists():
            raise HasLeft
        self.keep(status=Status.WAITING, decided_by=None, decided_at=None)
        self.record("unapproved", by)
        return True

    @transaction.atomic
    def skip(self, by: Person | None, reason: str) -> bool:
        """Send it to nobody: the next edition tells what it would have told.

        Its word goes back to stand on the next one. Raises ``HasLeft``.
        """
        if self.locked().is_skipped:
            return False
        unsent = Q(state__in=[State.WAITING, State.DUE], attempts=0)
        self.deliveries.filter(unsent).update(state=State.SUPPRESSED, reason=SKIPPED + reason)
        if self.has_left:
            raise HasLeft
        self.keep(status=Status.SKIPPED, decided_by=by, decided_at=now(), reason=reason)
        self.procedure.everything().filter(pk=self.procedure.pk, word="").update(
            word=self.word, word_by=getattr(self, "word_by", None)
        )
        self.record("skipped", by, reason=reason)
        return True

    @transaction.atomic
    def unskip(self, by: Person) -> bool:
        """Let it wait for approval again; raises ``HasLeft`` when another edition follows it."""
        if not self.locked().is_skipped:
            return False
        if self._others().filter(pk__gt=self.pk).exists():
            raise HasLeft
        self.deliveries.filter(state=State.SUPPRESSED, reason=SKIPPED + self.reason).update(
            state=State.WAITING, reason=""
        )
        self.keep(status=Status.WAITING, decided_by=None, decided_at=None, reason="")
        if self.word:
            own = self.procedure.everything().filter(pk=self.procedure.pk, word=self.word)
            own.update(word="", word_by=None)
        self.record("unskipped", by)
        return True

    @transaction.atomic
    def postpone(self, by: Person, until: datetime | None) -> bool:
        """Let it leave at ``until`` at the earliest; raises ``HasLeft``, also for a skipped one."""
        current = self.locked()
        if current.not_before == until:
            return False
        if current.is_skipped or self.has_left:
            raise HasLeft
        before = current.not_before
        self.keep(not_before=until, overdue_at=None)
        self.record("postponed", by, until=until, undo={"not_before": before})
        return True

    @transaction.atomic
    def fall_due(self, at: datetime) -> bool:
        """Do what is to be done when the hour has struck and nobody has decided, once.

        What needs no approval goes out. What does is skipped, or waits to go out late, by the rule
        of its procedure.
        """
        current = self.locked()
        if not current.is_waiting or current.overdue_at:
            return False
        self._rows().filter(pk=self.pk).update(overdue_at=at)
        self.overdue_at = at
        if not self.procedure.needs_approval:
            return self.approve(None)
        if self.procedure.if_unapproved == Unapproved.SKIP:
            return self.skip(None, NOBODY)
        self.record("overdue", None)
        return True

    def locked(self) -> Self:
        """Return the row as it stands, locked; take over what decides from it."""
        current: Self = self._rows().select_for_update(of=("self",)).get(pk=self.pk)
        for field in Decided._meta.get_fields():
            setattr(self, field.attname, getattr(current, field.attname))  # type: ignore[union-attr]
        return current

    def keep(self, **values: Any) -> None:
        """Save ``values`` as the next revision of the locked row."""
        values["revision"] = self.revision + 1
        for name, value in values.items():
            setattr(self, name, value)
        self._rows().filter(pk=self.pk).update(**values)
        Notice.objects.of(ASKED, f"{self.pk}/").withdraw()

    def record(self, act: str, by: Person | None, **facts: Any) -> None:
        """Write into the champions' journal that ``by`` did ``act`` to it."""
        Event.record(
            self.procedure.programme,
            f"edition.{act}",
            by=by,
            subject=self,
            visibility=Visibility.CHAMPIONS,
            title=str(self),
            **facts,
        )

    def _open(self) -> None:
        """Let the deliveries go: to those whom the procedure reaches by now, and only to them."""
        if self.procedure.channel == Channel.WEBHOOK:
            return
        readers = self.procedure.readers()
        waiting = self.deliveries.filter(state=State.WAITING)
        gone = waiting.exclude(person__in=readers)
        gone.update(state=State.SUPPRESSED, reason=NOT_REACHED)
        waiting.update(state=State.DUE)
        known = self.deliveries.values("person")
        Delivery.objects.bulk_create(self.deliveries_for(readers.exclude(pk__in=known)))

    def _others(self) -> models.QuerySet[Any]:
        others = self._rows().filter(procedure=self.procedure.pk)
        return others.exclude(pk=self.pk)

    @classmethod
    def _rows(cls) -> models.QuerySet[Any]:
        return cls._base_manager.all()

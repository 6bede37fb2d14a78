"""Closings: how a programme comes to its end in good order, and is opened again if need be."""

from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.models import Edition
from changeprog.programme.models import Event, Person, Programme, Visibility

REASON = 500
"""Characters that say why there is no last edition, or why a programme is opened again."""


class Outcome(models.TextChoices):
    """As what a programme ends; each is one of its statuses."""

    USUAL = Programme.Status.BUSINESS_AS_USUAL.value, "The change has become business as usual"
    STOPPED = Programme.Status.STOPPED.value, "It ends here, without having become that"


class ClosingQuerySet(models.QuerySet["Closing"]):
    def current(self) -> Self:
        """Those that are prepared, or that keep their programme closed; one a programme."""
        return self.filter(reopened_at=None)

    def with_names(self) -> Self:
        """With everything that the pages say of it."""
        related = self.select_related("programme", "closed_by", "reopened_by")
        return related.select_related("last_edition__procedure__programme")


class Closing(models.Model):
    """One end of a programme, from the first thing that is prepared for it.

    There is one row for each end: a programme that is opened again and closed again has two.
    ``review`` keeps what the review said at the moment of closing, ``status_before`` what the
    programme goes back to.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="closings")
    begun_at = models.DateTimeField(default=now)
    edition_asked_at = models.DateTimeField(null=True, blank=True)
    last_edition = models.ForeignKey(
        Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    no_edition_why = models.CharField(max_length=REASON, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    status_before = models.CharField(max_length=20, choices=Programme.Status, blank=True)
    review = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    why = models.CharField(max_length=REASON, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(reopened_at=None),
                name="closing_one_a_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="closing_ends_as_something",
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at=None, why="")
                | (
                    models.Q(reopened_at__isnull=False, closed_at__isnull=False) & ~models.Q(why="")
                ),
                name="closing_reopened_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"The end of {self.programme}"

    def get_absolute_url(self) -> str:
        return reverse("closing:overview", args=[self.programme.key])

    @classmethod
    def of(cls, programme: Programme) -> "Closing":
        """Return the present closing of ``programme``; not saved where nothing is prepared yet."""
        known = cls.objects.current().with_names().filter(programme=programme).first()
        return known or cls(programme=programme)

    @classmethod
    def begun(cls, programme: Programme, by: Person) -> "Closing":
        """Return the present closing, locked, begun by ``by`` where it is the first step of it.

        Runs in a transaction.
        """
        closing, new = cls.objects.current().get_or_create(programme=programme)
        if new:
            closing.record("begun", by, visibility=Visibility.CHAMPIONS)
        locked = cls.objects.select_for_update(of=("self",)).with_names()
        return locked.get(pk=closing.pk)

    @classmethod
    @transaction.atomic
    def begun_by(cls, by: Person) -> "Closing":
        """Return the present closing of the programme of ``by``, begun by them if it is new."""
        return cls.begun(by.programme, by)

    @property
    def is_over(self) -> bool:
        """Whether it keeps its programme closed."""
        return self.closed_at is not None and self.reopened_at is None

    @property
    def tells_its_end(self) -> bool:
        """Whether an edition that is composed now is the last one: asked for, and not approved."""
        edition = self.last_edition
        open_still = edition is None or edition.is_waiting
        return self.edition_asked_at is not None and self.closed_at is None and open_still

    def ask_for_edition(self) -> None:
        """Have what is composed from now on tell what came of the programme."""
        self.edition_asked_at = now()
        Closing.objects.filter(pk=self.pk).update(edition_asked_at=self.edition_asked_at)

    @transaction.atomic
    def tell_by(self, by: Person, edition: Edition) -> None:
        """Let ``edition`` be the last one; the same again changes nothing."""
        others = Closing.objects.filter(pk=self.pk).exclude(last_edition=edition, no_edition_why="")
        if others.update(last_edition=edition, no_edition_why=""):
            self.record("edition_named", by, visibility=Visibility.CHAMPIONS, edition=str(edition))

    @transaction.atomic
    def tell_nobody(self, by: Person, why: str) -> None:
        """Decide, with a reason, that there is no last edition; the same again changes nothing."""
        others = Closing.objects.filter(pk=self.pk).exclude(last_edition=None, no_edition_why=why)
        if others.update(last_edition=None, no_edition_why=why, edition_asked_at=None):
            self.record("edition_left_out", by, visibility=Visibility.CHAMPIONS, why=why)

    @transaction.atomic
    def close(self, by: Person, outcome: str, review: list[dict[str, Any]]) -> bool:
        """Close the programme, which can only be read from now on; say whether this call did it."""
        programme = Programme.objects.select_for_update().get(pk=self.programme_id)
        if programme.closed_at:
            return False
        at, status = now(), Outcome(outcome).value
        kept = {"outcome": outcome, "status_before": programme.status, "review": review}
        Closing.objects.filter(pk=self.pk).update(closed_at=at, closed_by=by, **kept)
        Programme.objects.filter(pk=programme.pk).update(closed_at=at, status=status)
        self.refresh_from_db()
        self.record("closed", by, outcome=self.get_outcome_display())
        return True

    @transaction.atomic
    def reopen(self, by: Person, why: str) -> bool:
        """Open the programme again, as it was before; say whether this call did it.

        What the closing kept, its review and who took what over, stays to be read.
        """
        over = Closing.objects.current().exclude(closed_at=None).filter(pk=self.pk)
        if not over.update(reopened_at=now(), reopened_by=by, why=why):
            return False
        own = Programme.objects.filter(pk=self.programme_id)
        own.update(closed_at=None, status=self.status_before)
        self.refresh_from_db()
        self.record("reopened", by, why=why)
        return True

    def record(
        self,
        act: str,
        by: Person,
        *,
        visibility: Visibility = Visibility.EVERYONE,
        **facts: Any,
    ) -> Event:
        """Write into the journal that ``by`` did ``act``; closing and reopening for everybody."""
        return Event.record(
            self.programme,
            f"closing.{act}",
            by=by,
            subject=self,
            visibility=visibility,
            title=self.programme.name,
            **facts,
        )

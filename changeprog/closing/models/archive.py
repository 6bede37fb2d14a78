"""Archives that people asked for: made by a job, kept for a week, for whoever asked alone.

How far the job is lies in an ``ArchiveProgress``, which is written while the job's transaction
runs; the file lies in ``ArchivePart``, so every web server has it and none needs room for it.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme import archive
from changeprog.programme.models import Event, Person, Programme, Role, Visibility
from changeprog.programme.models.progress import Progress

KEPT_FOR = timedelta(days=7)
"""How long an archive is kept."""
ATTEMPTS = 3
"""How often a job is begun before it is given up."""


class ArchiveQuerySet(models.QuerySet["Archive"]):
    def waiting(self) -> Self:
        """Those that are to be made."""
        return self.filter(state=Archive.State.MAKING)

    def of(self, person: Person) -> Self:
        """Those that ``person`` asked for, the newest first, with how far they are."""
        return self.filter(by=person).select_related("programme", "by", "progress")

    def old(self) -> Self:
        """Those that have been kept for long enough."""
        return self.exclude(state=Archive.State.MAKING).filter(asked_at__lt=now() - KEPT_FOR)


class Archive(models.Model):
    """All of a programme that ``by`` could see; ``rights`` is what they could when it was made."""

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        READY = "ready", "Ready"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Could not be made"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="archives")
    key = models.UUIDField(default=uuid4, editable=False)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="archives")
    asked_at = models.DateTimeField(default=now)
    made_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.MAKING)
    rights = models.TextField(blank=True)
    rows = models.PositiveIntegerField(default=0)
    """Of all its tables."""
    size = models.PositiveBigIntegerField(default=0)
    """In bytes."""

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="archive_asked_once"),
            models.UniqueConstraint(
                fields=["by"], condition=models.Q(state="making"), name="archive_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Archive {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("closing:archive", args=[self.programme.key, self.pk])

    @classmethod
    @transaction.atomic
    def ask(cls, by: Person, key: UUID) -> "Archive":
        """Ask for an archive once per ``key``; while one is made for ``by`` it is that one."""
        Person.objects.select_for_update().get(pk=by.pk)
        own = cls.objects.filter(programme=by.programme, by=by)
        known = own.filter(models.Q(key=key) | models.Q(state=cls.State.MAKING)).first()
        if known:
            return known
        fresh = cls.objects.create(programme=by.programme, key=key, by=by)
        ArchiveProgress.objects.create(of=fresh)
        fresh.record("asked")
        return fresh

    def record(self, act: str) -> Event:
        """Write into the journal, for champions, that a copy of the programme is taken along."""
        return Event.record(
            self.programme,
            f"archive.{act}",
            by=self.by,
            subject=self.programme,
            visibility=Visibility.CHAMPIONS,
        )

    def move(self, state: State, **values: Any) -> bool:
        """Go from being made to another state, once; False if it was in that already."""
        if not Archive.objects.waiting().filter(pk=self.pk).update(state=state, **values):
            return False
        self.state = state
        return True

    @property
    def is_at_work(self) -> bool:
        return self.state == self.State.MAKING

    @property
    def until(self) -> Any:
        """When it is thrown away."""
        return self.asked_at + KEPT_FOR

    def is_for(self, person: Person) -> bool:
        """Whether it may be given to ``person`` now: its asker, who may see as much as then."""
        is_ready = self.state == self.State.READY and self.until > now()
        return is_ready and self.by_id == person.pk and self.rights == archive.right(person)

    def content(self) -> Iterator[bytes]:
        """Yield the file, part by part, one query each."""
        numbers = self.parts.order_by("number").values_list("number", flat=True)
        for number in list(numbers):
            yield bytes(self.parts.values_list("content", flat=True).get(number=number))


def may_ask(person: Person) -> bool:
    """Whether ``person`` may have an archive: champions always, everybody once it is closed."""
    return person.may(Role.CHAMPION) or person.programme.closed_at is not None


class ArchiveProgress(Progress):
    """How far a job is, in rows."""

    of = models.OneToOneField(Archive, on_delete=models.CASCADE, related_name="progress")

    class Meta:
        verbose_name_plural = "progress of archives"


class ArchivePart(models.Model):
    """Some bytes of the file; parts are numbered from 0."""

    of = models.ForeignKey(Archive, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["of", "number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="archive_part_once")]

    def __str__(self) -> str:
        return f"Part {self.number} of archive {self.of_id}"

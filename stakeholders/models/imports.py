"""Imports: files of people and ties, looked at before anything is changed, and undone as a whole.

What the file holds lies in an ``ImportSource`` until the import is confirmed or discarded, and what
could not be taken of it for two weeks more; how far a job is with it, in an ``ImportProgress``,
which is written while the job's transaction runs. What a large import would change is worked out by
a job, and lies in ``ImportPage`` as the page shows it.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Self
from uuid import uuid4

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme, Visibility
from changeprog.programme.models.progress import Progress
from changeprog.programme.words import figure
from stakeholders.models.tie import Relation

KEPT_FOR = timedelta(days=14)
"""How long a file is kept that nobody confirms, and rows that were left out."""
LARGE = 2_000
"""Rows of an import from which a job works out what would change: more take over a second."""
A_PAGE = 50
"""Rows of a page of what would change."""
ATTEMPTS = 3
"""How often a job is begun before it is given up, as an import may kill its worker each time."""


class ImportQuerySet(models.QuerySet["Import"]):
    def waiting(self) -> Self:
        """Those with work for a job; in a closed programme it waits until that is open again."""
        return self.filter(programme__closed_at=None, state__in=Import.AT_WORK)

    def forgotten(self) -> Self:
        """Those that nobody has confirmed or discarded for too long."""
        return self.filter(state=Import.State.PREVIEWED, made_at__lt=now() - KEPT_FOR)

    def listed(self) -> Self:
        """The newest first, without what only undoing needs."""
        return self.select_related("programme", "by", "progress").defer("outcome", "overview")


class Import(models.Model):
    """One file or one paste, and what became of it."""

    class State(models.TextChoices):
        READING = "reading", "Being read"
        COMPARING = "comparing", "Being compared with the map"
        PREVIEWED = "previewed", "Not confirmed yet"
        APPLYING = "applying", "Being imported"
        CONFIRMED = "confirmed", "Imported"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"
        DISCARDED = "discarded", "Discarded"
        REFUSED = "refused", "Could not be read"

    AT_WORK = (State.READING, State.COMPARING, State.APPLYING, State.UNDOING)
    """In these, a job has to do something."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="imports")
    key = models.UUIDField(default=uuid4, editable=False)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="imports")
    made_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    file_name = models.CharField(max_length=120, blank=True)
    columns = models.JSONField(default=list)
    """What the columns of each table hold."""
    rows = models.PositiveIntegerField(default=0)
    """How many rows its tables have."""
    overview = models.JSONField(default=dict)
    """What a large import would change as a whole, as it was when a job worked it out."""
    compared_at = models.DateTimeField(null=True, blank=True)
    relation = models.CharField(max_length=10, choices=Relation, default=Relation.ADVICE)
    add_functions = models.BooleanField(default=False)
    add_people = models.BooleanField(default=False)
    seen = models.CharField(max_length=64, blank=True)
    """The fingerprint of the plan that was confirmed."""
    refusal = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    """How many people and ties are new and changed, and how many rows were left out."""
    outcome = models.JSONField(default=dict)
    """The numbers of what was made, and what was changed from what to what."""
    kept = models.JSONField(default=list)
    """What undoing could not take back, and why: the number of a person, and words."""
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="import_begun_once")
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("stakeholders:import", args=[self.programme.key, self.pk])

    @property
    def made(self) -> str:
        """How many people and ties it brought and changed, in words."""
        return in_words(self.counts)

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_large(self) -> bool:
        """Whether a job works out what it would change."""
        return self.rows > LARGE

    @property
    def may_be_undone(self) -> bool:
        return self.state == self.State.CONFIRMED

    def record(self, act: str, by: Person | None, **facts: Any) -> Event:
        """Write into the journal that ``by`` did ``act``, with numbers and without names."""
        return Event.record(
            self.programme,
            f"import.{act}",
            by=by,
            subject=self,
            visibility=Visibility.FACILITATORS,
            **facts,
        )

    def move(self, before: State, after: State, **values: Any) -> bool:
        """Go from one state to another, once; False if it was in another one."""
        there = Import.objects.filter(pk=self.pk, state=before)
        if not there.update(state=after, **values):
            return False
        self.state = after
        for name, value in values.items():
            setattr(self, name, value)
        return True

    @transaction.atomic
    def discard(self) -> None:
        """Forget what the file holds, and change nothing; also while a job looks at it."""
        for state in (Import.State.READING, Import.State.COMPARING, Import.State.PREVIEWED):
            if self.state == state and self.move(state, Import.State.DISCARDED):
                break
        self.forget_source()

    def forget_source(self) -> None:
        """Delete the rows of the file, and what they would change, once nobody needs them."""
        over = {"of__pk": self.pk}
        ImportSource.objects.filter(**over).exclude(of__state__in=self.AT_WORK).delete()
        ImportPage.objects.filter(**over).exclude(of__state__in=self.AT_WORK).delete()


class ImportSourceQuerySet(models.QuerySet["ImportSource"]):
    def forgotten(self) -> Self:
        """Rows that were left out of an import too long ago."""
        return self.filter(of__confirmed_at__lt=now() - KEPT_FOR)


class ImportSource(models.Model):
    """What a file holds: its bytes until it is read, then its tables, then what was left out."""

    of = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="source")
    content = models.BinaryField(null=True)
    tables = models.JSONField(null=True)
    left_out = models.JSONField(null=True)
    """The rows that cannot be taken; of a small import that waits they are not kept."""

    objects = ImportSourceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Source of import {self.of_id}"


class ImportPage(models.Model):
    """Some rows of what a large import would change: those of one page, to which the same happens.

    Pages of a ``group`` are numbered from 0 and have ``A_PAGE`` rows, the last one fewer.
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pages")
    group = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    entries = models.JSONField()

    class Meta:
        ordering = ["of", "group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "group", "number"], name="import_page_once")
        ]

    def __str__(self) -> str:
        return f"Page {self.number} of import {self.of_id}"


class ImportProgress(Progress):
    """How far a job is with an import."""

    of = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="progress")


def in_words(counts: dict[str, int]) -> str:
    """Return how many people and ties are new and changed; what there is none of is not said."""
    told = [
        _many(counts.get("new_people", 0), "new person", "new people"),
        _many(counts.get("changed_people", 0), "changed person", "changed people"),
        _many(counts.get("new_ties", 0), "new tie", "new ties"),
        _many(counts.get("changed_ties", 0), "changed tie", "changed ties"),
    ]
    return ", ".join(filter(None, told))


def _many(count: int, one: str, many: str) -> str:
    return f"{figure(Decimal(count))} {one if count == 1 else many}" if count else ""

"""Material: what can be shown or told to whoever needs to know, who owns it, and for how long."""

from datetime import date
from typing import Any, Self
from urllib.parse import urlsplit

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction import days
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Person, Programme, Role

TITLE, PLACE, THEME = 120, 500, 60
"""Characters of a title, of where it is, and of what it is about."""


class Form(models.TextChoices):
    """The form in which something is shared: people do not all learn in the same one."""

    TALK = "talk", "Talk"
    PAGE = "page", "Page"
    RECORDING = "recording", "Recording"
    WORKSHOP = "workshop", "Workshop"
    DRAWING = "drawing", "Drawing"


class MaterialQuerySet(models.QuerySet["Material"]):
    def of(self, programme: Programme) -> Self:
        return self.filter(programme=programme)

    def offered(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def due(self, last: date) -> Self:
        """Offered, and to be checked again by ``last``; late ones included."""
        return self.offered().filter(check_on__lte=last)

    def with_names(self) -> Self:
        """With everything that a row shows, and how many gaps it has closed."""
        closed = models.Count("gaps", filter=models.Q(gaps__removed_at=None), distinct=True)
        return self.select_related("programme", "owner").annotate(closed=closed)


class Material(Removable):
    """Something to learn from; ``check_on`` is the day on which its owner looks at it again.

    What is out of date does more harm than what is missing, so everything has such a day.
    """

    NOUN = "material"

    title = models.CharField(max_length=TITLE)
    form = models.CharField(max_length=10, choices=Form)
    theme = models.CharField(max_length=THEME, blank=True)
    place = models.CharField(max_length=PLACE)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="materials"
    )
    check_on = models.DateField()
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="materials_checked"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    shared_at = models.DateTimeField(default=now)

    objects = PresentManager.from_queryset(MaterialQuerySet)()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="material_shared_once"),
            models.CheckConstraint(
                condition=models.Q(check_on__range=(days.FIRST, days.LAST)),
                name="material_within_days",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("onboarding:material", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("onboarding:materials", args=[self.programme.key])

    @property
    def link(self) -> str:
        """Where to follow it, if its place is an address on the web."""
        try:
            return self.place if urlsplit(self.place).scheme in ("http", "https") else ""
        except ValueError:
            return ""

    @property
    def is_due(self) -> bool:
        """Whether it has to be looked at again today."""
        return self.withdrawn_at is None and self.check_on <= localdate()

    @property
    def present_owner(self) -> Person | None:
        """The owner, while they take part."""
        return self.owner if self.owner and self.owner.removed_at is None else None

    def may_be_kept_by(self, person: Person) -> bool:
        """Whether ``person`` may change, check and withdraw it: its owner or a facilitator.

        What nobody owns, any member may take.
        """
        own = self.present_owner in (None, person)
        return person.may(Role.FACILITATOR) or (own and person.may(Role.MEMBER))

    @transaction.atomic
    def share(self, by: Person) -> None:
        """Save the new material with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            self.record("shared", by, undo={"owner": self.owner_id})

    @transaction.atomic
    def check_it(self, by: Person, again_on: date) -> None:
        """Say that it still holds, and when it is looked at again; twice is no second event."""
        current = self.everything().select_for_update().get(pk=self.pk)
        said: dict[str, Any] = {
            "checked_on": localdate(),
            "checked_by": by,
            "check_on": again_on,
        }
        if facts := self.replace(current.revision, said):
            self.record("checked", by, **facts)

    @transaction.atomic
    def withdraw(self, by: Person) -> None:
        """Offer it no longer, because it does not hold any more; what it resolved stays told."""
        if Material.objects.offered().filter(pk=self.pk).update(withdrawn_at=now()):
            self.refresh_from_db(fields=["withdrawn_at"])
            self.record("withdrawn", by)

    @transaction.atomic
    def offer(self, by: Person) -> None:
        """Undo ``withdraw``."""
        gone = Material.objects.filter(pk=self.pk).exclude(withdrawn_at=None)
        if gone.update(withdrawn_at=None):
            self.refresh_from_db(fields=["withdrawn_at"])
            self.record("offered", by)

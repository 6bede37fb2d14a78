"""How one person wants to be told: at which hour, when not at all, and how much at a time."""

from datetime import date
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Q

from changeprog.programme.models import Event, Person, Visibility


class Gather(models.TextChoices):
    """How much goes into one mail."""

    AS_THEY_COME = "as_they_come", "Each thing when it happens"
    DAILY = "daily", "One mail each morning"
    WEEKLY = "weekly", "One mail a week, on the day of the digest"


class Preference(models.Model):
    """What one person has asked for; without a row, nothing has been asked for.

    ``hour`` is that of their own clock at which mails arrive instead of each procedure's.
    Between ``quiet_from`` and ``quiet_until``, on ``quiet_days`` (weekdays from 0, Monday, joined
    by commas) and on the public holidays of the country ``holidays`` (ISO 3166-1, two letters)
    nothing is sent. ``paused_until`` is the first day on which mails arrive again.
    """

    Gather = Gather
    TIMING: ClassVar[tuple[str, ...]] = (
        "hour",
        "quiet_from",
        "quiet_until",
        "quiet_days",
        "holidays",
        "gather",
        "paused_until",
    )
    """What a person says in it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="preference")
    hour = models.TimeField(null=True, blank=True)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    quiet_days = models.CharField(max_length=13, blank=True)
    holidays = models.CharField(max_length=2, blank=True)
    gather = models.CharField(max_length=12, choices=Gather, default=Gather.DAILY)
    paused_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="preference_quiet_from_until",
            )
        ]

    def __str__(self) -> str:
        return f"How {self.person} is told"

    @classmethod
    def of(cls, person: Person) -> "Preference":
        """Return what ``person`` has asked for; nothing, unsaved, where there is no row."""
        known: Preference | None = getattr(person, "preference", None)
        return known or cls(person_id=person.pk)

    @classmethod
    @transaction.atomic
    def set(cls, person: Person, **values: Any) -> bool:
        """Keep what ``person`` asks for; say whether that is anything new.

        The journal tells nobody else, and keeps what held before for the way back.
        """
        cls.objects.get_or_create(person=person)
        current = cls.objects.select_for_update().get(person=person)
        before = {name: getattr(current, name) for name in values}
        if before == values:
            return False
        cls.objects.filter(pk=current.pk).update(**values)
        Event.record(
            person.programme,
            "preference.changed",
            by=person,
            subject=current,
            visibility=Visibility.PRIVATE,
            undo=before,
        )
        return True

    @property
    def quiet_weekdays(self) -> frozenset[int]:
        """The weekdays on which nothing is sent, Monday being 0."""
        return frozenset(int(day) for day in self.quiet_days.split(",") if day)

    def is_paused(self, today: date) -> bool:
        """Whether nothing is sent on the day ``today``."""
        return self.paused_until is not None and today < self.paused_until

"""One change programme; everything else belongs to exactly one."""

import secrets
from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.models.event import Event
from changeprog.programme.models.function import Function
from changeprog.programme.models.team import Team
from changeprog.programme.signals import programme_started
from changeprog.programme.zones import known_zone

if TYPE_CHECKING:
    from changeprog.programme.models.person import Person

KEY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 8
CURRENCY_HELP = "Three capital letters, as in ISO 4217: EUR, USD, CHF."


def new_key() -> str:
    """Return eight characters without look-alikes: the programme's name in addresses."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def open(self) -> Self:
        """Those that are not closed: only in these may anything change, or come due."""
        return self.filter(closed_at=None)


class Programme(models.Model):
    """One change programme; ``closed_at`` says since when it can only be read."""

    class Status(models.TextChoices):
        FORMING = "forming", "Forming"
        RUNNING = "running", "Running"
        BUSINESS_AS_USUAL = "business_as_usual", "Business as usual"
        STOPPED = "stopped", "Stopped"

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=20, choices=Status, default=Status.FORMING)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_zone])
    currency = models.CharField(
        max_length=3, default="EUR", validators=[RegexValidator(r"^[A-Z]{3}$", CURRENCY_HELP)]
    )
    created_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme:home", args=[self.key])

    @staticmethod
    def going_on(path: str = "") -> models.Q:
        """Match programmes in which things come due: neither stopped nor closed.

        ``path`` leads to the programme from the rows that are asked, such as "programme__".
        """
        stopped = models.Q((f"{path}status", Programme.Status.STOPPED))
        return models.Q((f"{path}closed_at", None)) & ~stopped

    @staticmethod
    def silenced(path: str = "") -> models.Q:
        """Match programmes that send nothing: stopped, and not closed in good order.

        What was written and approved before the closing still leaves: its last edition does.
        """
        return models.Q((f"{path}status", Programme.Status.STOPPED), (f"{path}closed_at", None))

    @property
    def goes_on(self) -> bool:
        """Whether things come due in it; the same rule as ``going_on``."""
        return self.closed_at is None and self.status != self.Status.STOPPED

    @classmethod
    @transaction.atomic
    def start(cls, name: str, by: User, time_zone: str = "UTC") -> "Programme":
        """Make a programme led by ``by``, with the functions and core teams that always exist."""
        programme = cls.objects.create(name=name, time_zone=time_zone)
        Function.objects.bulk_create(Function.core_of(programme))
        Team.objects.bulk_create(Team.core_of(programme))
        champion = programme.people.create(
            user=by, name=by.name or by.email, email=by.email, role="champion", time_zone=time_zone
        )
        Event.record(programme, "programme.started", by=champion, subject=programme, name=name)
        programme_started.send(cls, programme=programme, champion=champion)
        return programme

    @transaction.atomic
    def change(self, by: "Person", **values: str) -> None:
        """Set name, status, time zone or currency; nothing new is no event."""
        changes = {
            name: [getattr(self, name), value]
            for name, value in values.items()
            if getattr(self, name) != value
        }
        if not changes:
            return
        for name, (_, value) in changes.items():
            setattr(self, name, value)
        self.save(update_fields=list(changes))
        Event.record(self, "programme.changed", by=by, subject=self, changes=changes)

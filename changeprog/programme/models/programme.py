"""One change programme; everything else belongs to exactly one."""

import secrets
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.models.event import Event
from changeprog.programme.models.function import Function
from changeprog.programme.signals import programme_started
from changeprog.programme.zones import known_zone

if TYPE_CHECKING:
    from changeprog.programme.models.person import Person

KEY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH = 8


def new_key() -> str:
    """Return eight characters without look-alikes: the programme's name in addresses."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


class Programme(models.Model):
    class Status(models.TextChoices):
        FORMING = "forming", "Forming"
        RUNNING = "running", "Running"
        BUSINESS_AS_USUAL = "business_as_usual", "Business as usual"
        STOPPED = "stopped", "Stopped"

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=120)
    status = models.CharField(max_length=20, choices=Status, default=Status.FORMING)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_zone])
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme:home", args=[self.key])

    @classmethod
    @transaction.atomic
    def start(cls, name: str, by: User, time_zone: str = "UTC") -> "Programme":
        """Make a programme with the four functions that always exist and ``by`` as its champion."""
        programme = cls.objects.create(name=name, time_zone=time_zone)
        Function.objects.bulk_create(Function.core_of(programme))
        champion = programme.people.create(
            user=by, name=by.name or by.email, email=by.email, role="champion", time_zone=time_zone
        )
        Event.record(programme, "programme.started", by=champion, subject=programme, name=name)
        programme_started.send(cls, programme=programme, champion=champion)
        return programme

    @transaction.atomic
    def change(self, by: "Person", *, name: str, status: str, time_zone: str) -> None:
        """Rename the programme, move it to another status or zone; nothing new is no event."""
        before = {"name": self.name, "status": self.status, "time_zone": self.time_zone}
        after = {"name": name, "status": status, "time_zone": time_zone}
        changes = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
        if not changes:
            return
        self.name, self.status, self.time_zone = name, status, time_zone
        self.save(update_fields=list(after))
        Event.record(self, "programme.changed", by=by, subject=self, changes=changes)

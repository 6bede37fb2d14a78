"""Addresses that refused for good: nothing more is sent to one until somebody has corrected it."""

from datetime import datetime
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Visibility

REFUSED = "The address has refused mail for good"


class AddressTroubleQuerySet(models.QuerySet["AddressTrouble"]):
    def of(self, email: str) -> Self:
        """Of this address, however it is written."""
        return self.filter(email=email.lower())


class AddressTrouble(models.Model):
    """One address that no mail reaches, in whichever programme and by whichever kind of mail.

    ``reason`` is what the mail server or the provider said. A person whose address is changed is
    rid of it; where the address was right after all, a champion has it tried again.
    """

    email = models.EmailField(max_length=254, unique=True)
    reason = models.TextField()
    since = models.DateTimeField(default=now)

    objects = AddressTroubleQuerySet.as_manager()

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.email

    @classmethod
    def note(cls, email: str, reason: str, since: datetime) -> None:
        """Send nothing more to ``email``; the first refusal is the one that is told."""
        row = AddressTrouble(email=email.lower(), reason=reason, since=since)
        AddressTrouble.objects.bulk_create([row], ignore_conflicts=True)

    @classmethod
    @transaction.atomic
    def clear(cls, person: Person, by: Person) -> bool:
        """Take the address of ``person`` for right again; say whether this call did it."""
        done, _ = cls.objects.of(person.email).delete()
        if done:
            Event.record(
                person.programme,
                "address.trusted",
                by=by,
                subject=person,
                visibility=Visibility.CHAMPIONS,
                title=person.name,
            )
        return bool(done)


def unreachable() -> Q:
    """Return the condition of the people whose address has refused mail for good."""
    return Q(Exists(AddressTrouble.objects.filter(email=Lower(OuterRef("email")))))

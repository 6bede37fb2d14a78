"""Calendar feeds: a person's private address, from which a calendar program reads what is ahead."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now

from changeprog.communications import keys
from changeprog.programme.models import Event, Person, Visibility

PURPOSE = "calendar-feed"
READER = 120
"""Characters kept of what a calendar program calls itself."""


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def opened_by(self, token: str) -> "CalendarFeed | None":
        """Return the feed that ``token`` opens, also of somebody who no longer takes part.

        It is looked up by its fingerprint, so how long that takes tells nothing of the token.
        """
        fingerprint = keys.fingerprint(token)
        found = self.select_related("person__programme").filter(fingerprint=fingerprint).first()
        return found if found and constant_time_compare(found.fingerprint, fingerprint) else None


class CalendarFeed(models.Model):
    """The feed of one ``person``, in the programme they are in.

    ``every_milestone`` has it hold all of the programme's, not only theirs and their teams'.
    ``content`` is the fingerprint of what it last held, and ``changed_at`` when that became so.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar_feed")
    seed = models.CharField(max_length=keys.SEED, default=keys.new_seed, editable=False)
    fingerprint = models.CharField(max_length=keys.FINGERPRINT, unique=True, editable=False)
    every_milestone = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=READER, blank=True)
    content = models.CharField(max_length=keys.FINGERPRINT, blank=True, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"The calendar of {self.person}"

    @classmethod
    @transaction.atomic
    def offer(cls, person: Person) -> Self:
        """Return the person's feed, made now if they have none."""
        seed = keys.new_seed()
        fresh = {"seed": seed, "fingerprint": keys.fingerprint(keys.token(PURPOSE, seed))}
        feed, is_new = cls.objects.get_or_create(person=person, defaults=fresh)
        if is_new:
            _record(person, "made")
        return feed

    @transaction.atomic
    def renew(self) -> None:
        """Give the feed another address; the one it had opens nothing any more, at once."""
        self.seed = keys.new_seed()
        self.fingerprint = keys.fingerprint(self.token)
        self.made_at, self.read_at, self.read_by = now(), None, ""
        self.save(update_fields=["seed", "fingerprint", "made_at", "read_at", "read_by"])
        _record(self.person, "renewed")

    @classmethod
    @transaction.atomic
    def revoke(cls, person: Person) -> None:
        """Take the person's feed away, if they have one."""
        if cls.objects.filter(person=person).delete()[0]:
            _record(person, "revoked")

    def choose(self, *, every_milestone: bool) -> None:
        """Choose whether all milestones stand in it."""
        self.every_milestone = every_milestone
        self.save(update_fields=["every_milestone"])

    @property
    def is_open(self) -> bool:
        """Whether its person takes part still."""
        return self.person.removed_at is None and bool(self.person.role)

    @property
    def token(self) -> str:
        return keys.token(PURPOSE, self.seed)

    @property
    def is_shown(self) -> bool:
        """Whether its address can still be told: not after ``SECRET_KEY`` has become another."""
        return self.fingerprint == keys.fingerprint(self.token)

    @property
    def url(self) -> str:
        """The address that any program reads."""
        return settings.BASE_URL + reverse("calendar_feed", args=[self.token])

    @property
    def webcal(self) -> str:
        """The address that the device's own calendar program opens."""
        return f"webcal://{self.url.partition('://')[2]}"

    def read(self, content: str, by: str) -> datetime:
        """Note that a program called ``by`` reads ``content`` now; return when that became so."""
        moment = now()
        noted: dict[str, Any] = {"read_at": moment, "read_by": by[:READER]}
        if content != self.content:
            self.content, self.changed_at = content, moment
            noted |= {"content": content, "changed_at": moment}
        CalendarFeed.objects.filter(pk=self.pk, fingerprint=self.fingerprint).update(**noted)
        return self.changed_at


def _record(person: Person, act: str) -> None:
    Event.record(
        person.programme,
        f"calendar.{act}",
        by=person,
        subject=person,
        visibility=Visibility.PRIVATE,
    )

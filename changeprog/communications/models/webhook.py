"""Webhooks: addresses outside that are told what everybody may know."""

from typing import Any, Self
from urllib.parse import urlsplit

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications import keys
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.programme.models import Event, Person, Programme, Visibility

PURPOSE = "webhook"
NAME, URL = 60, 500
"""Characters at most."""


class Kind(models.TextChoices):
    SLACK = "slack", "Chat (Slack-compatible)"
    SYSTEM = "system", "System (signed JSON)"


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def sending(self) -> Self:
        """Switched on and not taken away, in a programme that has not been stopped."""
        own = self.filter(active=True, removed_at=None)
        return own.exclude(Programme.silenced("programme__"))


class Webhook(Removable):
    """One address outside the programme.

    ``url`` may itself be the right to write there, so no page shows it whole and no journal keeps
    it. What a system gets is signed with ``secret``, of which only the ``seed`` is in a table.
    """

    Kind = Kind
    NOUN = "webhook"
    VISIBILITY = Visibility.CHAMPIONS

    name = models.CharField(max_length=NAME)
    url = models.URLField(max_length=URL)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SLACK)
    active = models.BooleanField(default=True)
    seed = models.CharField(max_length=keys.SEED, default=keys.new_seed, editable=False)
    secret_since = models.DateTimeField(default=now, editable=False)

    objects = PresentManager.from_queryset(WebhookQuerySet)()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="webhook_added_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communications:webhook", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("communications:webhooks", args=[self.programme.key])

    @property
    def signs(self) -> bool:
        """Whether what it is sent is signed; a chat knows no signatures."""
        return self.kind == Kind.SYSTEM

    @property
    def secret(self) -> bytes:
        return keys.secret(PURPOSE, self.seed)

    @property
    def place(self) -> str:
        """Where it leads, without what must not be shown."""
        parts = urlsplit(self.url)
        return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}/…"

    @transaction.atomic
    def add(self, by: Person) -> bool:
        """Save the new webhook; the same ``key`` again changes nothing. Say whether it is new."""
        if not self.save_once():
            return False
        self.record("added", by)
        return True

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old.

        An address is not written into the journal, so a change of it cannot be undone.
        """
        facts = self.replace(based_on, values)
        if not facts:
            return
        if "url" in facts["changes"]:
            del facts["undo"]
            facts["changes"]["url"] = ["", ""]
        self.record("changed", by, **facts)

    @transaction.atomic
    def renew_secret(self, by: Person) -> None:
        """Sign with another secret from now on."""
        self.seed, self.secret_since = keys.new_seed(), now()
        self.save(update_fields=["seed", "secret_since"])
        self.record("resealed", by)

    def bring_back(self, by: Person) -> None:
        """Undo that it was taken away: procedures lead to it again as they did."""
        removal = Event.objects.of(self).about("webhook.removed").latest("pk")
        self.restore(by, removal.facts["undo"])

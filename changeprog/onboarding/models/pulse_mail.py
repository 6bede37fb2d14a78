"""Mails of a pulse: one that asks, and one reminder, which goes to everybody alike."""

import re

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.models.posting import Posting, PostingQuerySet, message_id
from changeprog.onboarding.models.pulse import Pulse
from changeprog.programme.models import Person, Programme

SHOWN = "only-in-the-mail"
"""Stands for the token in the copy of a mail that is kept."""


def new_message_id() -> str:
    """Return the Message-ID of a mail of a pulse."""
    return message_id("pulse")


def without_link(source: bytes) -> bytes:
    """Return a message without the token of the personal link in it, folded or not."""
    path = reverse("answer_pulse", args=[SHOWN])
    link = re.escape(path).replace(re.escape(SHOWN), r"(?:[\w-]|=\r?\n)+")
    return re.sub(link.encode(), path.encode(), source)


class Occasion(models.TextChoices):
    ASKS = "asks", "Asks"
    REMINDS = "reminds", "Reminds"


class PulseMail(Posting):
    """One mail to somebody whom a pulse asks.

    A reminder to those alone who have not answered would tell the ledger who they are, so it goes
    to all. It reaches people who cannot sign in, too.
    """

    REFUSALS = {
        "No longer takes part": Q(removed_at__isnull=False),
        "Has no e-mail address": Q(email=""),
        "The programme has been stopped or closed": ~Programme.going_on("programme__"),
        "Has stopped all mails of this programme": Q(unsubscriptions__what="everything"),
    }

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pulse_mails")
    occasion = models.CharField(max_length=8, choices=Occasion)
    made_at = models.DateTimeField(default=now)
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)

    objects = PostingQuerySet["PulseMail"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pulse", "person", "occasion"], name="pulse_mailed_once"
            )
        ]

    def __str__(self) -> str:
        return f"Mail {self.pk}"

    @property
    def reminds(self) -> bool:
        return self.occasion == Occasion.REMINDS

    def kept(self, source: bytes) -> bytes:
        """Return ``source`` without the token in it."""
        return without_link(source)

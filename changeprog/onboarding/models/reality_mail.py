"""Mails of reality checks: the one that asks, and the same again when somebody has lost it."""

import re
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.models.posting import Posting, PostingQuerySet, State, message_id
from changeprog.onboarding.models.reality_check import RealityCheck
from changeprog.programme.models import Person, Programme

SHOWN = "only-in-the-mail"
"""Stands for the token in the copy of a mail that is kept."""
FIRST = "first"
"""The occasion of the mail that asks."""


def new_message_id() -> str:
    """Return the Message-ID of a mail of a reality check."""
    return message_id("reality")


def without_link(source: bytes) -> bytes:
    """Return a message without the token of the personal link in it, folded or not."""
    shown = reverse("answer_reality_check", args=[SHOWN]).encode()
    link = re.escape(shown).replace(re.escape(SHOWN).encode(), rb"(?:[\w-]|=\r?\n)+")
    return re.sub(link, shown, source)


class RealityMailQuerySet(PostingQuerySet["RealityMail"]):
    def handed_over(self) -> Self:
        """What has left, or may have."""
        return self.filter(state__in=[State.SENT, State.SENDING])


class RealityMail(Posting):
    """One mail to somebody outside; ``occasion`` says which, and there is one of each.

    It goes to people without a part in the programme. The copy that is kept has no token in it.
    """

    REFUSALS = {
        "Has been removed": models.Q(removed_at__isnull=False),
        "Has no e-mail address": models.Q(email=""),
        "The programme has been stopped": ~Programme.going_on("programme__"),
        "Has stopped all mails of this programme": models.Q(unsubscriptions__what="everything"),
    }

    reality_check = models.ForeignKey(RealityCheck, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reality_mails")
    occasion = models.CharField(max_length=60, default=FIRST)
    made_at = models.DateTimeField(default=now)
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)

    objects = RealityMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reality_check", "occasion"], name="reality_mail_once_an_occasion"
            )
        ]

    def __str__(self) -> str:
        return f"Mail of a reality check {self.pk}"

    def kept(self, source: bytes) -> bytes:
        """Return ``source`` without the token in it."""
        return without_link(source)

"""Mails of a survey: the first to each respondent, and the reminders to who has not answered."""

import re
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.models.posting import Posting, PostingQuerySet, State, message_id
from changeprog.programme.models import Person, Programme
from stakeholders.models.respondent import Respondent

SHOWN = "only-in-the-mail"
"""Stands for the token in the copy of a mail that is kept."""
FIRST = "first"
"""The occasion of the mail that asks."""


def new_message_id() -> str:
    """Return the Message-ID of a mail of a survey."""
    return message_id("survey")


def without_link(source: bytes) -> bytes:
    """Return a message without the token of the personal link in it, folded or not."""
    path = re.escape(reverse("answer_survey", args=[SHOWN])).encode()
    link = path.replace(re.escape(SHOWN).encode(), rb"(?:[\w-]|=\r?\n)+")
    return re.sub(link, reverse("answer_survey", args=[SHOWN]).encode(), source)


class SurveyMailQuerySet(PostingQuerySet["SurveyMail"]):
    def handed_over(self) -> Self:
        """What has left, or may have."""
        return self.filter(state__in=[State.SENT, State.SENDING])


class SurveyMail(Posting):
    """One mail to one respondent; ``occasion`` says which, and there is one of each.

    Unlike other mail it goes to people without a part in the programme too: the map knows them. The
    copy that is kept has no token in it, because that is stored nowhere.
    """

    REFUSALS = {
        "No longer takes part": models.Q(removed_at__isnull=False),
        "Has no e-mail address": models.Q(email=""),
        "The programme has been stopped": ~Programme.going_on("programme__"),
    }

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="survey_mails")
    occasion = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=now)
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)

    objects = SurveyMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["respondent", "occasion"], name="survey_mail_once_an_occasion"
            )
        ]

    def __str__(self) -> str:
        return f"Survey mail {self.pk}"

    @property
    def is_reminder(self) -> bool:
        return self.occasion != FIRST

    def kept(self, source: bytes) -> bytes:
        """Return ``source`` without the token in it."""
        return without_link(source)

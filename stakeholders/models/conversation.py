"""Conversations: short notes of real talks, and what moved in them."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate

from changeprog.direction.models.removable import PresentManager
from changeprog.programme.models import Person
from stakeholders.models.confidential import Confidential
from stakeholders.models.stakeholder import LINE, WORDS, Origin, Stakeholder
from stakeholders.support import LEAST, MOST, Support


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("programme", "stakeholder__person", "by")


class Conversation(Confidential):
    """One talk with a stakeholder: when, who noted it, what was said, and what moved.

    ``support`` is where they stand since, or None when nothing of that was to be heard.
    """

    NOUN = "conversation"

    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="conversations"
    )
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="conversations"
    )
    held_on = models.DateField(default=localdate)
    said = models.TextField(max_length=WORDS)
    moved = models.CharField("what moved", max_length=LINE, blank=True)
    support = models.PositiveSmallIntegerField(choices=Support, null=True, blank=True)

    objects = PresentManager.from_queryset(ConversationQuerySet)()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="conversation_noted_once"),
            models.CheckConstraint(
                condition=Q(support=None) | Q(support__range=(LEAST, MOST)),
                name="conversation_support_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"Conversation {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.stakeholder.get_absolute_url()}#conversation-{self.pk}"

    def get_list_url(self) -> str:
        return self.stakeholder.get_absolute_url()

    @classmethod
    @transaction.atomic
    def note(
        cls,
        by: Person,
        key: UUID,
        stakeholder: Stakeholder,
        said: str,
        *,
        held_on: date | None = None,
        moved: str = "",
        support: int | None = None,
        next_on: date | None = None,
    ) -> "Conversation":
        """Keep a talk once per ``key``, and move the stakeholder's support to where it is since.

        The next conversation is on ``next_on``; without a day, none is due any more.
        """
        talk = cls(
            programme=stakeholder.programme,
            key=key,
            stakeholder=stakeholder,
            by=by,
            held_on=held_on or localdate(),
            said=said,
            moved=moved,
            support=support,
        )
        if not talk.save_once():
            return talk
        talk.record("noted", by)
        current = Stakeholder.objects.select_for_update().get(pk=stakeholder.pk)
        values: dict[str, Any] = {"next_on": next_on}
        if support is not None:
            values["support"] = support
        current.change(
            by, current.revision, origin=Origin.CONVERSATION, conversation=talk, **values
        )
        return talk

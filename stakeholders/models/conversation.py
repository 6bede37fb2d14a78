"""Conversations: short notes of real talks, and what moved in them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from changeprog.direction.models.removable import PresentManager, Ties
from changeprog.programme.models import Event, Person
from stakeholders.models.confidential import Confidential
from stakeholders.models.stakeholder import LINE, WORDS, Assessment, Origin, Stakeholder
from stakeholders.support import LEAST, MOST, Support


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related(
            "programme", "stakeholder__person", "stakeholder__programme", "by"
        )

    def visible_to(self, person: Person) -> Self:
        """Those with people whose profile ``person`` may see."""
        return self.filter(stakeholder__in=Stakeholder.objects.visible_to(person))


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
    def note(  # noqa: PLR0913 -- what a note says
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

        A talk that was held before another one that told of support moves nothing any more. The
        next conversation is on ``next_on``; without a day, none is due.
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
        current = talk._current()
        before = current.next_on
        values = {"next_on": next_on, **({"support": support} if talk.is_last_word else {})}
        current.change(
            by, current.revision, origin=Origin.CONVERSATION, conversation=talk, **values
        )
        talk.record("noted", by, undo={"next_on": [before, next_on]})
        return talk

    @property
    def is_last_word(self) -> bool:
        """Whether it tells of support, and no talk that was held later does."""
        told = Conversation.objects.filter(stakeholder=self.stakeholder_id).exclude(support=None)
        return self.support is not None and not told.filter(held_on__gt=self.held_on).exists()

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change the note, and support with it where nothing has moved it since.

        Raises ``Overtaken`` when there is a newer revision.
        """
        super().change(by, based_on, **values)
        move = self._last_move()
        if move and move.after != self.support:
            after = move.before if self.support is None else self.support
            self._set(by, support=(move.after, after))
            Assessment.objects.filter(pk=move.pk).update(after=after)
            Assessment.objects.filter(pk=move.pk, before=after).delete()
        elif self.is_last_word and not self.moves.of_support().exists():
            current = self._current()
            current.change(
                by,
                current.revision,
                origin=Origin.CONVERSATION,
                conversation=self,
                support=self.support,
            )

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take the note back once: support and the next date are as before, unless they moved."""
        if self.everything().filter(pk=self.pk, removed_at=None).update(removed_at=now()):
            self.refresh_from_db()
            self.record("removed", by, undo={**self._move_back(by), **self.untie()})

    @transaction.atomic
    def restore(self, by: Person, ties: Ties) -> None:
        """Undo ``remove``, whose event keeps ``ties``: support moves anew where it still stands."""
        gone = self.everything().filter(pk=self.pk).exclude(removed_at=None)
        if gone.update(removed_at=None):
            self.refresh_from_db()
            self.tie(ties)
            self._move_again(by, ties)
            self.record("restored", by)

    def _move_back(self, by: Person) -> dict[str, Any]:
        """Put back what the note moved, and return it for ``_move_again``."""
        back: dict[str, Any] = {}
        noted = Event.objects.of(self).about("conversation.noted").first()
        if noted and "next_on" in noted.facts.get("undo", {}):
            before, after = map(_day, noted.facts["undo"]["next_on"])
            if self._set(by, next_on=(after, before)):
                back["next_on"] = [before, after]
        if move := self._last_move():
            self._set(by, support=(move.after, move.before))
            back["support"] = [move.before, move.after, move.at.isoformat()]
            move.delete()
        return back

    def _move_again(self, by: Person, kept: Mapping[str, Any]) -> None:
        """Undo ``_move_back`` as far as nothing has moved since."""
        if "next_on" in kept:
            before, after = map(_day, kept["next_on"])
            self._set(by, next_on=(before, after))
        if "support" in kept:
            before, after, at = kept["support"]
            if self._set(by, support=(before, after)):
                self._current().keep_history(by, {"support": before}, Origin.CONVERSATION, self)
                self.moves.of_support().update(at=datetime.fromisoformat(at))

    def _last_move(self) -> Assessment | None:
        """Return how the note moved support, if nothing has moved it since."""
        newest = Assessment.objects.filter(stakeholder=self.stakeholder_id).of_support().first()
        return newest if newest and newest.conversation_id == self.pk else None

    def _set(self, by: Person, **wanted: tuple[Any, Any]) -> bool:
        """Set fields of the stakeholder, each from what to what; say whether that was so."""
        current = self._current()
        values = {
            name: after
            for name, (before, after) in wanted.items()
            if getattr(current, name) == before
        }
        if facts := current.replace(current.revision, values):
            current.record("changed", by, **facts)
        return bool(values)

    def _current(self) -> Stakeholder:
        """Return the stakeholder as they are now, locked."""
        current: Stakeholder = (
            Stakeholder.everything().select_for_update().get(pk=self.stakeholder_id)
        )
        return current


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None

"""What an edition says: its word and its passages, as somebody has arranged them."""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.communications import arranging
from changeprog.communications.arranging import Act, NotThere
from changeprog.communications.digest import Passage
from changeprog.communications.models.decided import Decided, EditionOvertaken
from changeprog.communications.models.mention import Mention
from changeprog.communications.models.stoppable import Stoppable
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.edition import Edition


class Arranged(Stoppable):
    """The word on top, and the passages below it, frozen when they were composed.

    While it waits, people work on it: each act on top of the revision that they saw.
    """

    word = models.TextField(blank=True)
    word_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sections = models.JSONField(default=list)

    if TYPE_CHECKING:
        since: datetime
        until: datetime

    class Meta:
        abstract = True

    @cached_property
    def passages(self) -> list[Passage]:
        """What it tells, for eyes of every kind, with what is left out."""
        return [Passage.from_json(frozen) for frozen in self.sections]

    def passages_for(self, person: Person) -> list[Passage]:
        """Return what everybody may hear, as far as ``person`` may, without empty headings."""
        passages = (passage.for_person(person) for passage in self.passages)
        return [passage for passage in passages if passage.lines]

    @transaction.atomic
    def arrange(self, by: Person, based_on: int, act: Act) -> bool:
        """Do ``act`` to what it says; say whether it was not so already.

        Raises ``EditionOvertaken`` when it is no longer what was seen at revision ``based_on``.
        """
        current = self._current()
        passages = current.passages
        try:
            after, opposite = arranging.arranged(passages, act), arranging.opposite(passages, act)
        except NotThere as gone:
            raise EditionOvertaken(current) from gone
        if after == passages:
            return False
        self._check(current, based_on)
        self._say(after)
        self.record("arranged", by, undo={"act": opposite.as_json(), "revision": self.revision})
        return True

    @transaction.atomic
    def put(self, by: Person, based_on: int, word: str) -> bool:
        """Put ``word`` on top of it; raises ``EditionOvertaken`` as ``arrange`` does."""
        current = self._current()
        if current.word == word:
            return False
        self._check(current, based_on)
        before = {"word": current.word, "revision": self.revision + 1}
        self.keep(word=word, word_by=by if word else None)
        self.record("worded", by, undo=before)
        return True

    @transaction.atomic
    def renew(self, by: Person, based_on: int, until: datetime) -> bool:
        """Compose it anew, telling what happened before ``until``, arranged as it was.

        Raises ``EditionOvertaken`` as ``arrange`` does.
        """
        current = self._current()
        self._check(current, based_on)
        until = max(current.until, until)
        fresh = [passage.marked() for passage in self.procedure.told(current.since, until)]
        passages = arranging.carried_over(current.passages, fresh)
        self._say(passages, until=until, composed_at=now())
        self.record("renewed", by)
        return True

    def _say(self, passages: list[Passage], **values: Any) -> None:
        self.keep(sections=[passage.as_json() for passage in passages], **values)
        self.__dict__.pop("passages", None)
        Mention.note(cast("Edition", self))

    def _current(self) -> Any:
        """Return the row, locked; raises ``EditionOvertaken`` once it does not wait any more."""
        current = self.locked()
        self.word, self.word_by_id = current.word, current.word_by_id
        self.sections = current.sections
        self.__dict__.pop("passages", None)
        if not current.is_waiting:
            raise EditionOvertaken(current)
        return current

    @staticmethod
    def _check(current: Decided, based_on: int) -> None:
        if current.revision != based_on:
            raise EditionOvertaken(current)

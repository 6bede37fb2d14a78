"""The champion's own words of a chapter."""

from typing import Any
from uuid import uuid4

from django import forms

from changeprog.closing.chapters import Chapter
from changeprog.closing.models import ChapterWords
from changeprog.closing.models.chapter_words import WORDS
from changeprog.direction.models import Overtaken
from changeprog.programme.forms import WordsField
from changeprog.programme.models import Person
from changeprog.programme.overtaking import SharedForm


class ChapterForm(SharedForm):
    """Writes the words of a chapter on top of what was there when the form was opened."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    words = WordsField(
        rows=8, max_length=WORDS, error_messages={"required": "Say it in a sentence or two."}
    )

    def __init__(
        self, *args: Any, chapter: Chapter, written: ChapterWords | None, **kwargs: Any
    ) -> None:
        if written:
            kwargs["initial"] = {"words": written.words, "revision": written.revision}
        super().__init__(*args, **kwargs)
        self.chapter = chapter
        self.fields["words"].label = chapter.question

    def save(self, by: Person) -> ChapterWords | None:
        """Return the words; ``None`` where somebody was quicker: the form then says theirs."""
        said = self.cleaned_data
        try:
            return ChapterWords.write(
                by, self.chapter.name, said["words"], key=said["key"], based_on=said["revision"]
            )
        except Overtaken as other:
            self._show_theirs(other)
            return None

    def _show_theirs(self, other: Overtaken) -> None:
        assert isinstance(other.current, ChapterWords)  # noqa: S101 -- raised by its own change
        self.show_both(other.current.revision, f"“{other.current.words}”")

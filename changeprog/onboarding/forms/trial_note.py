"""A result or an annoyance of a trial, in one field."""

from typing import Any

from django import forms

from changeprog.direction.forms.revised import RevisedForm
from changeprog.onboarding.models import Trial, TrialNote
from changeprog.onboarding.models.trial_note import NoteKind
from changeprog.programme.fields import SentenceField
from changeprog.programme.models import Person
from teams.models.barrier import TEXT


class TrialNoteForm(RevisedForm):
    """What somebody noticed; the kind is chosen by the button that led here, and can be changed."""

    what = SentenceField(
        label="What did you notice?", max_length=TEXT, missing="Say it in a few words."
    )
    kind = forms.ChoiceField(
        label="Is it good or bad?",
        choices=NoteKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one: a result, or an annoyance."},
    )

    def __init__(self, *args: Any, trial: Trial, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trial = trial
        if kind in NoteKind.values:
            self.initial["kind"] = kind

    def clean_kind(self) -> str:
        """Refuse another kind for what has become a victory or a barrier."""
        kind: str = self.cleaned_data["kind"]
        note = self.instance
        if isinstance(note, TrialNote) and note.became and note.kind != kind:
            raise forms.ValidationError(
                "It has become a victory or a barrier: take that away first."
            )
        return kind

    def make(self, by: Person) -> TrialNote:
        values = {**self.values(), "key": self.attempt()}
        note = TrialNote(programme=self.programme, trial=self.trial, **values)
        note.write(by)
        return note

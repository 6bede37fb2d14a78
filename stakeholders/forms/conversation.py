"""Forms of a conversation: noted in seconds right after the talk, put right later."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TextField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.fields import TOO_LONG, AttemptField
from changeprog.programme.forms import LineField
from changeprog.programme.models import Person
from stakeholders.forms.levels import AS_BEFORE, SupportField
from stakeholders.models import Conversation, Stakeholder
from stakeholders.models.stakeholder import LINE, WORDS

DAYS = [("7", "In a week"), ("14", "In two weeks"), ("30", "In a month"), ("", "No day yet")]


class SaidField(TextField):
    """What was said in a talk."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="What was said?",
            longest=WORDS,
            help_text="Their words rather than yours.",
            error_messages={"required": "Write what was said, however short."},
            **kwargs,
        )


class MovedField(LineField):
    """What moved in a talk, in a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="What moved?",
            required=False,
            max_length=LINE,
            widget=forms.TextInput(attrs={"dir": "auto"}),
            error_messages={"max_length": TOO_LONG},
            **kwargs,
        )


class HeldOnField(DayField):
    """The day of a talk, which is over."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > localdate():
            raise ValidationError("This day lies ahead. When was the talk?")


class NoteForm(forms.Form):
    """A talk that has just taken place."""

    template_name_div = "stakeholders/conversation/_note_fields.html"

    key = AttemptField()
    said = SaidField(rows=3)
    moved = MovedField()
    support = SupportField(
        label="Where do they stand now?", nothing=AS_BEFORE, widget=forms.RadioSelect
    )
    next_in = forms.ChoiceField(
        label="When do you talk again?", choices=DAYS, required=False, widget=forms.RadioSelect
    )
    next_on = DayField(label="Or on this day", required=False)
    held_on = HeldOnField(label="When was it?", initial=localdate)

    def __init__(self, *args: Any, stakeholder: Stakeholder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stakeholder = stakeholder

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        if day and day < localdate():
            raise ValidationError("This day is over. Choose one that lies ahead.")
        return day

    def note(self, by: Person) -> Conversation:
        """Keep the talk, once per attempt."""
        said = self.cleaned_data
        return Conversation.note(
            by,
            said["key"],
            self.stakeholder,
            said["said"],
            held_on=said["held_on"],
            moved=said["moved"],
            support=said["support"],
            next_on=said["next_on"] or self._in_days(),
        )

    def _in_days(self) -> date | None:
        days = self.cleaned_data["next_in"]
        return localdate() + timedelta(days=int(days)) if days else None


class ConversationForm(RevisedForm):
    """One's own note, put right."""

    said = SaidField(rows=3)
    moved = MovedField()
    support = SupportField(label="Where did they stand after it?", nothing=("", "Not heard"))
    held_on = HeldOnField(label="When was it?")

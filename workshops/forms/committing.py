"""What somebody commits to, or why they do not."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField
from changeprog.direction.models import Objective
from changeprog.programme.models import Programme
from teams.forms.barrier import offer
from teams.forms.fields import OneOf, SentenceField
from workshops.forms.parking import AttemptOfBrowser
from workshops.models import commitment


class CommitmentForm(forms.Form):
    """What somebody will do, and by when."""

    text = SentenceField(
        label="I will",
        max_length=commitment.TEXT,
        missing="Say in a sentence what you will do.",
        help_text="One thing that you do yourself, in your own words.",
    )
    due = DayField(label="By when?")
    key = AttemptOfBrowser()

    def clean_due(self) -> date:
        """Refuse a day that is over."""
        due: date = self.cleaned_data["due"]
        if due < localdate():
            raise ValidationError("Choose a day that is still to come.")
        return due


class ServingForm(forms.Form):
    """Which objective a commitment serves."""

    objective = OneOf(label="Which objective does it serve?", empty_label="None yet")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, {"objective": Objective}, programme)


class DeclineForm(forms.Form):
    """Why somebody does not commit."""

    reason = SentenceField(
        label="Why not, or not yet?",
        max_length=commitment.TEXT,
        missing="Say in a sentence why you do not commit.",
        help_text="Only the facilitator reads it.",
    )
    key = AttemptOfBrowser()


class WitnessForm(forms.Form):
    """Whether somebody witnesses a commitment, or takes that back."""

    stands = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No")], coerce=lambda value: value == "yes"
    )


class ReadingForm(forms.Form):
    """Which commitment was seen on the wall, and which is read out next; none to stop."""

    seen = forms.IntegerField(required=False)
    to = forms.IntegerField(required=False)

    def numbers(self) -> tuple[Any, Any]:
        """Return both; an empty one is ``None``."""
        return self.cleaned_data["seen"], self.cleaned_data["to"]

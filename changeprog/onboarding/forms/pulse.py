"""Forms of pulses: until when a team is asked, and the six questions on somebody's phone."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from changeprog.direction.forms.fields import DayField
from changeprog.onboarding.models.pulse import DAYS_OPEN, LONGEST, SHORTEST
from changeprog.onboarding.pulse import Answer
from changeprog.onboarding.pulse_box import BELIEFS

CHOICES = [
    (Answer.YES.value, "Yes"),
    (Answer.NOT_YET.value, "Not yet"),
    (Answer.LEFT_OUT.value, "Leave out"),
]
NOTHING = "You have left all six out. Say what you think of one at least, or close this page."


class AskForm(forms.Form):
    """Until when a team is asked; made once however often it is sent."""

    closes_on = DayField(label="Until when?")
    key = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"data-once": ""}))

    def __init__(self, data: Any = None, *, today: date, zone: str) -> None:
        super().__init__(data, initial={"closes_on": today + timedelta(days=DAYS_OPEN)})
        self.today = today
        self.fields["closes_on"].help_text = (
            f"It ends with this day, by {zone}, and not before. Everybody is reminded once, two "
            "days ahead."
        )

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if not SHORTEST <= (day - self.today).days <= LONGEST:
            raise ValidationError(f"Choose a day in {SHORTEST} to {LONGEST} days from today.")
        return day


class SlipForm(forms.Form):
    """The six convictions, each answered with yes, not yet, or left out."""

    template_name_div = "onboarding/pulse/_questions.html"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="pulse_%s")
        for belief in BELIEFS:
            self.fields[belief.value] = forms.TypedChoiceField(
                label=belief.label,
                choices=CHOICES,
                coerce=int,
                required=False,
                widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.values()):
            self.add_error(None, NOTHING)
        return said

    def answers(self) -> list[Answer]:
        """Return what was said, in the order of a sheet."""
        return [Answer(self.cleaned_data[belief.value] or Answer.LEFT_OUT) for belief in BELIEFS]

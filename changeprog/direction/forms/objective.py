"""An objective that can be measured, and a reading of it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, FigureField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.models import Objective
from changeprog.programme.models import Person
from changeprog.programme.words import figure


class ObjectiveForm(RevisedForm):
    """Measure, unit, from where to where, by when, and who owns it."""

    template_name_div = "direction/_objective_fields.html"

    measure = TitleField(
        label="What will be measured?",
        max_length=200,
        help_text="Something one can count, such as “Enquiries answered within a day”.",
    )
    unit = TitleField(
        label="In which unit?",
        max_length=30,
        help_text="%, days, customers, €…",
        error_messages={"required": "Say what is counted, such as %, days or customers."},
    )
    baseline = FigureField(
        label="Where is it today?",
        example="40",
        error_messages={"required": "Say where it stands, such as 40. An estimate is a start."},
    )
    baseline_on = DayField(label="Measured on", initial=localdate)
    target = FigureField(
        label="Where shall it be?",
        example="90",
        error_messages={"required": "Say where it shall be, such as 90."},
    )
    due = DayField(label="By when?")
    owner = OwnerField(label="Who owns it?")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self._refuse_standing_still()
        self._refuse_to_end_before_it_starts()
        return self.cleaned_data

    def make(self, by: Person) -> Objective:
        objective = Objective(programme=self.programme, **{**self.values(), "key": self.attempt()})
        objective.set_by(by)
        return objective

    def _refuse_standing_still(self) -> None:
        baseline, target = self.cleaned_data.get("baseline"), self.cleaned_data.get("target")
        if baseline is None or baseline != target:
            return
        unit = self.cleaned_data.get("unit", "")
        self.add_error(
            "target",
            f"Baseline and target are both {figure(baseline)} {unit}: nothing would change. "
            f"Say how far it shall move, for example to {figure(_further(baseline))} {unit}.",
        )

    def _refuse_to_end_before_it_starts(self) -> None:
        start, due = self.cleaned_data.get("baseline_on"), self.cleaned_data.get("due")
        if start and due and due <= start:
            self.add_error("due", f"Choose a day after {date_format(start)}, when it was measured.")


class ReadingForm(forms.Form):
    """A value of the measure on a day, today unless said otherwise."""

    value = FigureField(
        label="Value",
        example="62.5",
        error_messages={"required": "Write the number you measured."},
    )
    on = DayField(label="Measured on", initial=localdate)
    note = TitleField(
        label="Note",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Where the number comes from"}),
    )

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objective = objective
        self.fields["value"].label = f"Value, in {objective.unit}"

    def clean_on(self) -> date:
        return not_in_the_future(self.cleaned_data["on"])

    def save(self, by: Person) -> None:
        """Record the reading."""
        self.objective.read(by, **self.cleaned_data)


def not_in_the_future(day: date) -> date:
    """Return ``day``; raise ``ValidationError`` for one that is still to come."""
    if day > localdate():
        raise ValidationError("This day is still to come. Choose today or an earlier one.")
    return day


def _further(value: Decimal) -> Decimal:
    return value * 2 if value else Decimal(10)

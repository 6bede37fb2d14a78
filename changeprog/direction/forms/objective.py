"""An objective that can be measured, for the whole programme or one team."""

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, FigureField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.models import Objective
from changeprog.direction.models.objective import Aim
from changeprog.programme.models import Person, Team
from changeprog.programme.words import figure

UNITS = ["%", "count", "days", "hours", "customers", "score 1 to 5"]
"""Suggested beside the programme's currency; any other will do."""
BAND = {"low", "high"}
BETWEEN = {"required": "Say between which two values it shall stay."}


class ObjectiveForm(RevisedForm):
    """Measure, unit, from where to where or within which band, by when, whose, owned by whom."""

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
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off"}),
        error_messages={"required": "Say what is counted, such as %, days or customers."},
    )
    aim = forms.ChoiceField(
        label="What shall it do?",
        choices=Aim,
        initial=Aim.REACH,
        widget=forms.RadioSelect,
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
    low = FigureField(label="Not below", example="20", error_messages=BETWEEN)
    high = FigureField(label="Not above", example="35", error_messages=BETWEEN)
    due = DayField(label="By when?")
    owner = OwnerField(label="Who owns it?")
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        required=False,
        label="Whom does it measure?",
        empty_label="The whole programme",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        present = getattr(self.instance, "team", None)
        teams.queryset = Team.objects.filter(programme=self.programme).offered(present)

    @property
    def units(self) -> list[str]:
        """What is suggested."""
        return [*UNITS, self.programme.currency]

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "aim"}

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("aim") == Aim.HOLD:
            self._clean_band()
        else:
            self._clean_target()
        self._refuse_to_end_before_it_starts()
        return self.cleaned_data

    def _clean_target(self) -> None:
        """Leave out the band, whatever was typed there."""
        self.cleaned_data |= dict.fromkeys(BAND)
        for name in BAND:
            self.errors.pop(name, None)
        self._refuse_standing_still()

    def _clean_band(self) -> None:
        """Take as target what is nearest to the baseline within the band."""
        self.errors.pop("target", None)
        low, high = (self.cleaned_data.get(name) for name in ("low", "high"))
        baseline = self.cleaned_data.get("baseline")
        if low is None or high is None or baseline is None:
            return
        if low >= high:
            self.add_error("high", f"Choose a value above {figure(low)}, where the band begins.")
        self.cleaned_data["target"] = min(max(baseline, low), high)

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


def not_in_the_future(day: date) -> date:
    """Return ``day``; raise ``ValidationError`` for one that is still to come."""
    if day > localdate():
        raise ValidationError("This day is still to come. Choose today or an earlier one.")
    return day


def _further(value: Decimal) -> Decimal:
    return value * 2 if value else Decimal(10)

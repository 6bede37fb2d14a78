"""Of which months and which function somebody wants to see how support has moved."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db import models

from changeprog.programme.models import Programme
from stakeholders.forms.people import OneOrNone
from stakeholders.over_time import months


class OverTimeForm(forms.Form):
    """A period that ends today, and a function; a choice that makes no sense changes nothing."""

    class Period(models.TextChoices):
        QUARTER = "3", "Three months"
        HALF = "6", "Half a year"
        YEAR = "12", "A year"
        TWO = "24", "Two years"

    class Way(models.TextChoices):
        UP = "up", "Up"
        DOWN = "down", "Down"

    period = forms.ChoiceField(label="Period", choices=Period, required=False)
    function = OneOrNone(label="Function", required=False)
    way = forms.ChoiceField(
        label="Moves", choices=[("", "Up and down"), *Way.choices], required=False
    )

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        functions = cast("OneOrNone", self.fields["function"])
        functions.offer("All", "No function", programme.functions.all())
        self.is_valid()

    @property
    def period_chosen(self) -> str:
        return self.cleaned_data.get("period") or self.Period.HALF.value

    @property
    def function_chosen(self) -> str:
        return str(self.cleaned_data.get("function") or "")

    @property
    def way_chosen(self) -> str:
        return str(self.cleaned_data.get("way") or "")

    def months(self, today: date) -> list[date]:
        """Return the first days of the months that were asked for; the last is that of today."""
        number = today.year * 12 + today.month - int(self.period_chosen)
        return months(date(number // 12, number % 12 + 1, 1), today)

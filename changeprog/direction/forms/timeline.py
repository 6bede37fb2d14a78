"""What part of the time somebody wants to see; a choice that makes no sense changes nothing."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from changeprog.direction.span import ALL, EARLIEST, LATEST, Quarter, Span, around, from_quarter

ADDRESS = re.compile(r"(\d{4})(?:-Q([1-4]))?")


class QuarterField(forms.CharField):
    """A quarter as addresses write it, "2026-Q4"; "2026" is the first one of that year."""

    def clean(self, value: Any) -> Quarter | None:
        text = str(super().clean(value))
        if not text:
            return None
        known = ADDRESS.fullmatch(text)
        if not known:
            raise ValidationError("Write the quarter as 2026-Q4.")
        quarter = Quarter(int(known[1]) * 4 + int(known[2] or 1) - 1)
        if not EARLIEST <= quarter <= LATEST:
            raise ValidationError("So far away nothing can be planned.")
        return quarter


class TimelineForm(forms.Form):
    """How much, from when, and in which lanes."""

    class Zoom(models.TextChoices):
        QUARTER = "quarter", "Quarter"
        YEAR = "year", "Year"
        ALL = "all", "All"

    class By(models.TextChoices):
        NOTHING = "", "In one line"
        OBJECTIVE = "objective", "By objective"
        TEAM = "team", "By team"

    zoom = forms.ChoiceField(choices=Zoom, required=False)
    by = forms.ChoiceField(choices=By, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["from"] = QuarterField(required=False)
        self.is_valid()

    @property
    def zoom_chosen(self) -> str:
        return self.cleaned_data.get("zoom") or self.Zoom.YEAR.value

    @property
    def lanes_chosen(self) -> str:
        return str(self.cleaned_data.get("by", ""))

    def span(self, today: date) -> Span | None:
        """Return the days that were asked for, at first those around ``today``; all: ``None``."""
        if self.zoom_chosen == ALL:
            return None
        start = self.cleaned_data.get("from")
        return from_quarter(self.zoom_chosen, start) if start else around(self.zoom_chosen, today)

"""Fields of the direction: a day, a number, a text as long as it may be."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from changeprog.direction import days, figures
from changeprog.programme.forms import LineField, WordsField
from changeprog.programme.words import figure


class DayField(forms.DateField):
    """A day within the bounds of ``days``."""

    default_error_messages = {
        "required": "Choose a day.",
        "invalid": "Write the day as year-month-day, such as 2027-03-31.",
    }

    def __init__(self, **kwargs: Any) -> None:
        bounds = {"type": "date", "min": days.FIRST.isoformat(), "max": days.LAST.isoformat()}
        kwargs.setdefault("widget", forms.DateInput(attrs=bounds, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def validate(self, value: date | datetime | None) -> None:
        super().validate(value)
        if value and not days.FIRST <= value <= days.LAST:
            raise ValidationError(
                f"Choose a day between {days.FIRST:%Y} and {days.LAST:%Y}: "
                "that is as far as a programme is planned here."
            )


class FigureField(forms.CharField):
    """A number, cleaned to a ``Decimal``; ``example`` is shown when words were written instead."""

    def __init__(self, *, example: str, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)
        self.suggest(example)

    def suggest(self, example: str) -> None:
        """Show ``example`` while nothing is written."""
        self.example = example
        self.widget.attrs["placeholder"] = example

    def prepare_value(self, value: Any) -> Any:
        return figures.write(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        try:
            number = figures.parse(text) if text else None
        except figures.TwoReadings:
            raise ValidationError(figures.two_readings(text)) from None
        except figures.NotANumber:
            raise ValidationError(
                f"That is not a number yet. Write only the number, such as {self.example}."
            ) from None
        if number is not None and (misfit := figures.misfit(number)):
            raise ValidationError(misfit)
        return number


class TextField(WordsField):
    """A text of at most ``longest`` characters, as its help says and the server judges.

    A browser that knew the limit would cut off what is pasted, unseen.
    """

    def __init__(self, *, longest: int, help_text: str, **kwargs: Any) -> None:
        limit = f"At most {figure(longest)} characters."
        super().__init__(help_text=f"{help_text} {limit}", **kwargs)
        self.longest = longest
        self.widget.attrs["dir"] = "auto"

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                f"This is {figure(len(value))} characters long; {figure(self.longest)} is the "
                "most. Nothing of it is lost: shorten it here."
            )


class TitleField(LineField):
    """One line in any script."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "dir": "auto"}

"""Readings: one, its correction, or a sheet of them."""

from datetime import date
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from changeprog.direction import figures, sheet
from changeprog.direction.figures import Fraction
from changeprog.direction.forms.fields import DayField, FigureField, TitleField
from changeprog.direction.forms.objective import not_in_the_future
from changeprog.direction.models import Objective, Reading
from changeprog.direction.preview import Preview, preview
from changeprog.direction.spelling import Slashes
from changeprog.programme.forms import WordsField
from changeprog.programme.models import Person
from changeprog.programme.words import figure

FILE_BYTES = 1_000_000
EXAMPLE = "2026-01-31; 41\n2026-02-28; 44.5; weekly report"


class NoteField(TitleField):
    """Where a number comes from."""

    def __init__(self) -> None:
        super().__init__(
            label="Note",
            max_length=sheet.NOTE,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": "Where the number comes from"}),
        )


def measured(form: forms.Form, objective: Objective) -> None:
    """Say in the field "value" of ``form`` what it is measured in, with a number that could be."""
    field = cast("FigureField", form.fields["value"])
    field.label = f"Value, in {objective.unit}"
    field.suggest(figures.write(objective.baseline))


class ReadingForm(forms.Form):
    """A value of the measure on a day, today unless said otherwise."""

    value = FigureField(
        label="Value",
        example="62.5",
        error_messages={"required": "Write the number you measured."},
    )
    on = DayField(label="Measured on", initial=localdate)
    note = NoteField()

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objective = objective
        measured(self, objective)

    def clean_on(self) -> date:
        return not_in_the_future(self.cleaned_data["on"])

    def save(self, by: Person) -> None:
        """Record the reading."""
        self.objective.read(by, **self.cleaned_data)


class ReadingCorrectionForm(forms.Form):
    """Another value or note for the day of a reading."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    """The value that the page showed."""
    value = FigureField(
        label="Value",
        example="62.5",
        error_messages={"required": "Write the number you measured."},
    )
    note = NoteField()

    def __init__(self, *args: Any, reading: Reading, **kwargs: Any) -> None:
        value = figures.write(reading.value)
        kwargs["initial"] = {"seen": value, "value": reading.value, "note": reading.note}
        super().__init__(*args, **kwargs)
        self.reading = reading
        measured(self, reading.objective)

    def clean(self) -> dict[str, Any]:
        super().clean()
        current = figures.write(self.reading.value)
        if self.cleaned_data.get("seen") != current:
            self.data = {**{name: self.data[name] for name in self.data}, "seen": current}
            self.add_error(
                None,
                f"Somebody else corrected this to {figure(self.reading.value)} while you were "
                "writing. Save again to put yours in its place.",
            )
        return self.cleaned_data

    def save(self, by: Person) -> None:
        """Record the reading of that day anew; the journal remembers the old one."""
        value, note = self.cleaned_data["value"], self.cleaned_data["note"]
        self.reading.objective.read(by, value, self.reading.on, note)


class SheetForm(forms.Form):
    """Many readings, pasted or as a file: shown first, recorded when they were seen.

    The text goes back and forth, so nothing has to be kept between the two; ``seen`` names what
    was shown, so that nothing else is ever recorded.
    """

    text = WordsField(
        label="Rows: day, value, and a note if you like",
        rows=8,
        required=False,
        help_text="Copied from a spreadsheet, or typed with semicolons between.",
    )
    file = forms.FileField(
        label="Or a CSV file",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    slashes = forms.ChoiceField(
        label="In 3/4/2026, what comes first?",
        required=False,
        choices=[
            ("", "What the rows tell"),
            (Slashes.DAY, "The day"),
            (Slashes.MONTH, "The month"),
        ],
    )
    fraction = forms.ChoiceField(
        label="The sign before decimals",
        required=False,
        choices=[("", "What the rows tell"), (Fraction.DOT, "A dot"), (Fraction.COMMA, "A comma")],
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    confirm = forms.BooleanField(required=False)
    """The name of the button that records; the other one shows again."""

    def __init__(self, *args: Any, objective: Objective, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objective = objective
        self.fields["text"].widget.attrs["placeholder"] = EXAMPLE

    def clean_file(self) -> str:
        """Return the text of the file, if one was sent."""
        file = self.cleaned_data["file"]
        if file and file.size > FILE_BYTES:
            raise ValidationError("The file is larger than a megabyte. Send it in parts.")
        try:
            return sheet.decode(file.read()) if file else ""
        except sheet.NoText as wrong:
            raise ValidationError(str(wrong)) from None

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.errors:
            return self.cleaned_data
        text = self.cleaned_data["file"] or self.cleaned_data["text"]
        if len(text) > sheet.CHARACTERS or text.count("\n") > sheet.ROWS:
            self.add_error("text", f"At most {figure(sheet.ROWS)} rows fit. Send them in parts.")
        elif not self._read(text):
            self.add_error("text", "Paste rows such as “2026-01-31; 41”, or choose a file.")
        return self.cleaned_data

    def save(self, by: Person) -> int | None:
        """Record what was seen and return how many readings that were.

        Returns ``None``, with nothing changed, when it is to be looked at first: it was not shown
        yet, or it is not any more what was shown.
        """
        with transaction.atomic():
            Objective.objects.select_for_update().get(pk=self.objective.pk)
            now = self.preview
            if self.cleaned_data["confirm"] and self.cleaned_data["seen"] == now.fingerprint:
                return self.objective.read_all(by, now.readings)
        self._show(now.fingerprint)
        if self.cleaned_data["confirm"]:
            self.add_error(None, "This is not what was shown before. Look at it once more.")
        return None

    @cached_property
    def preview(self) -> Preview:
        """What would be changed."""
        return preview(self.objective, self.rows)

    def _read(self, text: str) -> bool:
        """Keep the rows of ``text``; say whether there are any."""
        said = sheet.Choices(
            Slashes(self.cleaned_data["slashes"]) if self.cleaned_data["slashes"] else None,
            Fraction(self.cleaned_data["fraction"]) if self.cleaned_data["fraction"] else None,
        )
        self.cleaned_data["text"] = text
        try:
            self.rows = sheet.read(text, self.objective.unit, localdate(), said)
        except sheet.NoText as wrong:
            raise ValidationError(str(wrong)) from None
        return bool(self.rows)

    def _show(self, fingerprint: str) -> None:
        """Let the form that is shown bring the same text back."""
        typed = {name: self.data[name] for name in self.data}
        self.data = {**typed, "text": self.cleaned_data["text"], "seen": fingerprint}

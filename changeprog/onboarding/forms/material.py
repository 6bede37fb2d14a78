"""Something to learn from: what it is, where, whose it is, and when it is looked at again."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TitleField
from changeprog.direction.forms.revised import OwnerField
from changeprog.onboarding.forms.gap import ThemeForm
from changeprog.onboarding.forms.theme import theme_field
from changeprog.onboarding.models import Material
from changeprog.onboarding.models.material import PLACE, TITLE, Form
from changeprog.programme.fields import ANOTHER_PROGRAMME
from changeprog.programme.models import Person

HALF_A_YEAR = timedelta(days=182)
"""After which something is looked at again, unless somebody says otherwise."""


def half_a_year_on() -> date:
    return localdate() + HALF_A_YEAR


class MaterialForm(ThemeForm):
    """Everything that is said of it."""

    title = TitleField(label="What is it called?", max_length=TITLE)
    form = forms.ChoiceField(label="In which form?", choices=Form, initial=Form.PAGE)
    place = TitleField(
        label="Where is it?",
        max_length=PLACE,
        help_text="An address on the web, or a place and a time: “Canteen, Tuesdays at nine”.",
    )
    theme = theme_field()
    owner = OwnerField(
        label="Who keeps it right?", error_messages={"invalid_choice": ANOTHER_PROGRAMME}
    )
    check_on = DayField(
        label="When is it looked at again?",
        initial=half_a_year_on,
        help_text="Its owner is reminded. What is out of date does more harm than what is missing.",
    )

    def clean_check_on(self) -> date:
        """A day that is new lies ahead; one that has passed may stay."""
        day: date = self.cleaned_data["check_on"]
        kept = self.instance and day == self.instance.held("check_on")
        if not kept:
            refuse_past(day)
        return day

    def make(self, by: Person) -> Material:
        material = Material(programme=self.programme, **{**self.values(), "key": self.attempt()})
        material.share(by)
        return material


class CheckForm(forms.Form):
    """It still holds: when it is looked at again."""

    again_on = DayField(label="Look at it again on", initial=half_a_year_on)

    def clean_again_on(self) -> date:
        day: date = self.cleaned_data["again_on"]
        refuse_past(day)
        return day


def refuse_past(day: date) -> None:
    """Raise ``ValidationError`` for a day that is not ahead."""
    if day <= localdate():
        raise ValidationError("Choose a day that is still to come.")

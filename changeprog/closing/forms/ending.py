"""Closing a programme, doing without a last edition, and opening it again."""

from django import forms

from changeprog.closing.models import Outcome
from changeprog.closing.models.closing import REASON
from changeprog.programme.forms import LineField


class NoEditionForm(forms.Form):
    """Why nobody is told by a last edition."""

    why = LineField(max_length=REASON, label="Why is there none?")


class CloseForm(forms.Form):
    """As what the programme ends."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices, widget=forms.RadioSelect, label="How does it end?"
    )


class ReopenForm(forms.Form):
    """Why the programme is opened again."""

    why = LineField(
        max_length=REASON,
        label="Why is it opened again?",
        help_text="Everybody in the programme reads this in the journal.",
    )

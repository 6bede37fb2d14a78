"""The form that confirms that somebody is erased for good."""

from django import forms


class ErasingForm(forms.Form):
    """Nothing brings back what is erased, so this one asks."""

    sure = forms.BooleanField(
        label="Erase it for good. It cannot be undone.",
        error_messages={"required": "Tick this to erase it, or go back."},
    )

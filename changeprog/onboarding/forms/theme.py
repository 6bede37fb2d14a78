"""What a form asks about what something is about."""

from django import forms

from changeprog.direction.forms.fields import TitleField
from changeprog.onboarding.models.material import THEME

SUGGESTIONS = "themes"
"""The id of the list of themes that a page suggests."""


def theme_field() -> TitleField:
    """Return the field of a theme, in one's own words or in others'."""
    return TitleField(
        label="What is it about?",
        required=False,
        max_length=THEME,
        help_text="A word or two, such as “Prices” or “First visit”.",
        widget=forms.TextInput(attrs={"list": SUGGESTIONS, "autocomplete": "off"}),
    )

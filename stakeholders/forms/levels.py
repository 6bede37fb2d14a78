"""Levels as they are chosen: a number from 1 to 5, or that nobody knows."""

from typing import Any

from django import forms

from stakeholders.quarters import STEPS
from stakeholders.support import SCALE, Support

UNKNOWN = ("", "Not known")
AS_BEFORE = ("", "As before")


class LevelField(forms.TypedChoiceField):
    """A level of influence, interest or how much the change touches somebody."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [UNKNOWN, *((step, f"{step} · {STEPS[step]}") for step in SCALE)]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, **kwargs)


class SupportField(forms.TypedChoiceField):
    """A step of support; ``nothing`` is what choosing none of them is called."""

    def __init__(self, nothing: tuple[str, str] = UNKNOWN, **kwargs: Any) -> None:
        choices = [nothing, *((step.value, step.label) for step in Support)]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, **kwargs)

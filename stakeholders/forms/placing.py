"""Where somebody stands on the grid, as it is said by hand, by a key or by one tap."""

from typing import Any

from django import forms

from changeprog.direction.forms.revised import RevisedForm
from stakeholders.models import Stakeholder
from stakeholders.quarters import STEPS, Quarter

CHOICES = [("", "Nobody knows"), *((str(step), f"{step} · {STEPS[step]}") for step in STEPS)]


def _step(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=CHOICES, coerce=int, empty_value=None, required=False
    )


class PlacingForm(RevisedForm):
    """Influence and interest of ``instance``; a ``quarter`` alone says both, roughly."""

    influence = _step("Influence")
    interest = _step("Interest")

    def __init__(self, *args: Any, instance: Stakeholder, **kwargs: Any) -> None:
        super().__init__(*args, programme=instance.programme, instance=instance, **kwargs)
        self.stakeholder = instance
        self.fields["key"].required = False
        self.fields["quarter"] = forms.ChoiceField(
            choices=Quarter.choices, required=False, widget=forms.HiddenInput
        )

    def values(self) -> dict[str, Any]:
        """Return both levels; what is known and lies within the quarter stays."""
        if not (name := self.cleaned_data.get("quarter")):
            return {key: self.cleaned_data[key] for key in ("influence", "interest")}
        quarter, known = Quarter(name), self.stakeholder
        influence, interest = quarter.middle
        return {
            "influence": known.influence if known.influence in quarter.influences else influence,
            "interest": known.interest if known.interest in quarter.interests else interest,
        }

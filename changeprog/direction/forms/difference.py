"""Which two versions of the vision are held against each other."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from changeprog.direction.models import Vision


class DifferenceForm(forms.Form):
    """An earlier and a later version; the newest and the one before it unless asked otherwise."""

    before = forms.TypedChoiceField(label="From", coerce=int, required=False)
    after = forms.TypedChoiceField(label="To", coerce=int, required=False)

    def __init__(self, data: Any, versions: Sequence[Vision]) -> None:
        """Take what was asked for and every version, newest first."""
        self.known = {known.version: known for known in versions}
        newest = max(self.known, default=0)
        usual = {"before": str(newest - 1), "after": str(newest)}
        asked = {name: data.get(name) or value for name, value in usual.items()}
        super().__init__(asked)
        choices = [(number, f"Version {number}") for number in self.known]
        for name in usual:
            cast("forms.TypedChoiceField", self.fields[name]).choices = choices

    def pair(self) -> tuple[Vision, Vision] | None:
        """Return the two versions, the earlier one first; ``None`` for those that never were."""
        if not self.is_valid():
            return None
        one, other = sorted([self.cleaned_data["before"], self.cleaned_data["after"]])
        return self.known[one], self.known[other]

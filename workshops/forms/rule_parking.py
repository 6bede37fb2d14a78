"""In which workshop an unwritten ground rule is parked, and whether it was spoken about."""

from typing import Any, cast

from django import forms

from changeprog.programme.models import Person
from workshops.models import Workshop
from workshops.rule_parking import places


class RuleParkingForm(forms.Form):
    """One of the workshops ahead that somebody is in charge of."""

    workshop = forms.ModelChoiceField(
        queryset=Workshop.objects.none(),
        label="In which workshop is it spoken about?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose a workshop.",
            "invalid_choice": "Choose a workshop that is still ahead and that you facilitate.",
        },
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("Any", self.fields["workshop"]).queryset = places(person)


class SpokenForm(forms.Form):
    """Whether it was spoken about."""

    spoken = forms.BooleanField(required=False)

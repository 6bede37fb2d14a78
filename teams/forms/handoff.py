"""What goes from one team to another, and what somebody found when they looked."""

from typing import Any, cast

from django import forms
from django.db.models import Q

from changeprog.direction.forms.fields import TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.direction.models import Milestone
from changeprog.programme.models import Person, Programme, Team
from teams.forms.barrier import offer
from teams.forms.fields import OneOf
from teams.models import HandOff
from teams.models.hand_off import RISK, WHAT


class TeamField(forms.ModelChoiceField[Team]):
    """A team of the programme."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": "Choose a team.",
            "invalid_choice": "Choose a team from the list; this one is not there any more.",
        }
        super().__init__(
            queryset=Team.objects.none(),
            empty_label="Choose a team",
            error_messages=messages,
            **kwargs,
        )


class HandOffForm(RevisedForm):
    """From whom, to whom, what, and what can fall through on the way."""

    what = TitleField(
        label="What goes over?", max_length=WHAT, help_text="Such as “Screens that were tried out”."
    )
    from_team = TeamField(label="From which team?")
    to_team = TeamField(label="To which team?")
    kind = forms.ChoiceField(
        label="Which way?",
        choices=HandOff.Kind.choices,
        initial=HandOff.Kind.FORWARD,
        widget=forms.RadioSelect,
    )
    risk = TitleField(
        label="What can fall through?",
        max_length=RISK,
        required=False,
        help_text="What is lost, late or misunderstood when nobody looks.",
    )

    milestone = OneOf(
        label="Which milestone depends on it?",
        empty_label="None",
        help_text="Then it can be followed up to the vision.",
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        offer(self, {"milestone": Milestone}, programme)
        for name in ("from_team", "to_team"):
            chosen = [team.pk for team in self.chosen(name)]
            own = Team.objects.filter(Q(retired_at=None) | Q(pk__in=chosen), programme=programme)
            cast("TeamField", self.fields[name]).queryset = own.in_order()

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if said.get("from_team") and said.get("from_team") == said.get("to_team"):
            self.add_error("to_team", "Choose another team than the one it comes from.")
        return said

    def make(self, by: Person) -> HandOff:
        hand_off = HandOff(programme=self.programme, **{**self.values(), "key": self.attempt()})
        hand_off.name_it(by)
        return hand_off


class CheckForm(forms.Form):
    """What somebody found."""

    state = forms.ChoiceField(
        label="How does it go at present?",
        choices=HandOff.State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it goes: choose one."},
    )

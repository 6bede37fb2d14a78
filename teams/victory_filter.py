"""Which victories somebody wants to see; a choice that makes no sense changes nothing."""

from datetime import date
from typing import Any, cast

from django import forms

from changeprog.direction.models import Objective
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.models import Function, Person, Programme, Team
from teams.models import Victory
from teams.models.victory import VictoryQuerySet


class VictoryFilter(forms.Form):
    """Victories by function, team, person and objective, or only the promoted ones."""

    function = forms.ModelChoiceField(
        Function.objects.none(), label="Function", required=False, empty_label="All functions"
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label="Team", required=False, empty_label="All teams"
    )
    person = OneOfPeople(
        Person.objects.none(), label="Whose doing", required=False, empty_label="Everybody"
    )
    objective = forms.ModelChoiceField(
        Objective.objects.none(), label="Objective", required=False, empty_label="Any objective"
    )
    promoted = forms.BooleanField(label="Only promoted ones", required=False)
    month = forms.DateField(required=False, input_formats=["%Y-%m"], widget=forms.HiddenInput)

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        self.programme = programme
        rows = {
            "function": Function.objects.all(),
            "team": Team.objects.all(),
            "person": Person.objects.with_role(),
            "objective": Objective.objects.all(),
        }
        for name, everywhere in rows.items():
            own = everywhere.filter(programme=programme)
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = own

    @property
    def narrows(self) -> bool:
        """Whether less than all victories of the programme are asked for."""
        self.is_valid()
        names = ("function", "team", "person", "objective", "promoted")
        return any(self.cleaned_data.get(name) for name in names)

    def month_asked(self) -> date | None:
        """Return the first day of the month that is asked for, if one is."""
        self.is_valid()
        return self.cleaned_data.get("month")

    def rows(self) -> VictoryQuerySet:
        """Return the victories that were asked for, of all months, newest first."""
        self.is_valid()
        asked = self.cleaned_data
        rows: VictoryQuerySet = Victory.objects.filter(programme=self.programme)
        for name in ("function", "team", "objective"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if asked.get("person"):
            rows = rows.won_by(asked["person"])
        return rows.exclude(promoted_at=None) if asked.get("promoted") else rows

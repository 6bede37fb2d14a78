"""Which of the teams that adopt the change somebody wants to see."""

from typing import Any

from django import forms
from django.db import models

from changeprog.programme.models import Programme, Team
from changeprog.programme.models.team import NAME, TeamQuerySet


class TeamFilter(forms.Form):
    """By a part of the name; those on board unless the retired ones are asked for."""

    class State(models.TextChoices):
        ACTIVE = "active", "On board"
        RETIRED = "retired", "Retired"

    name = forms.CharField(
        label="Name",
        required=False,
        max_length=NAME,
        widget=forms.SearchInput(attrs={"placeholder": "Part of its name"}),
    )
    state = forms.ChoiceField(label="Which", choices=State, required=False)

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        self.programme = programme

    def rows(self) -> TeamQuerySet:
        """Return the teams that were asked for, by name."""
        self.is_valid()
        teams = Team.objects.filter(programme=self.programme).adopting().order_by("name", "pk")
        if name := self.cleaned_data.get("name", "").replace("\0", ""):
            teams = teams.filter(name__icontains=name)
        retired = self.cleaned_data.get("state") == self.State.RETIRED
        return teams.exclude(retired_at=None) if retired else teams.active()

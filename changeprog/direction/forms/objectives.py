"""Whose objectives somebody wants to see; a choice that makes no sense changes nothing."""

from typing import Any, cast

from django import forms
from django.db import models

from changeprog.direction.forms.milestones import NONE, OneOrNone
from changeprog.direction.models import Objective
from changeprog.direction.models.objective import ObjectiveQuerySet
from changeprog.programme.models import Programme, Team


class ObjectiveFilter(forms.Form):
    """Objectives of one team, of none, or all."""

    team = OneOrNone(label="Team", required=False)

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        self.programme = programme
        teams = Team.objects.filter(programme=programme).in_order()
        field = cast("OneOrNone", self.fields["team"])
        field.offer("All teams", "The whole programme", teams, "name")
        self.is_valid()

    @property
    def is_narrowed(self) -> bool:
        return bool(self.cleaned_data.get("team"))

    def rows(self) -> ObjectiveQuerySet:
        """Return what was asked for: those of the whole programme, then team by team."""
        found = Objective.objects.filter(programme=self.programme)
        if chosen := self.cleaned_data.get("team"):
            found = found.filter(team=None if chosen == NONE else chosen)
        by_team = models.F("team").asc(nulls_first=True)
        return found.with_latest().with_names().order_by(by_team, "due", "pk")

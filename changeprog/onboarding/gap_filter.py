"""What part of the gaps somebody wants to see; a choice that makes no sense changes nothing."""

from typing import Any, cast

from django import forms
from django.db import models

from changeprog.onboarding.models import Gap
from changeprog.onboarding.models.gap import GapQuerySet
from changeprog.programme.models import Programme, Team

UNNAMED = "-"
"""Stands for gaps without a theme."""


class GapFilter(forms.Form):
    """Gaps by what has become of them, by theme and by team; all unless something is asked for."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        RESOLVED = "resolved", "Resolved"

    state = forms.ChoiceField(
        label="Which", choices=[("", "Open and resolved"), *State.choices], required=False
    )
    theme = forms.ChoiceField(label="Theme", required=False)
    team = forms.ChoiceField(label="Team", required=False)

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        self.programme = programme
        self._offer("theme", "Any theme", self._themes())
        teams = Team.objects.filter(programme=programme).adopting().in_order()
        self._offer("team", "Any team", [(str(team.pk), team.name) for team in teams])

    def rows(self) -> GapQuerySet:
        """Return the gaps that were asked for, open ones first, the oldest first."""
        self.is_valid()
        said = self.cleaned_data
        rows: GapQuerySet = Gap.objects.filter(programme=self.programme)
        if state := said.get("state"):
            rows = rows.open() if state == self.State.OPEN else rows.resolved()
        if theme := said.get("theme"):
            rows = rows.filter(theme="" if theme == UNNAMED else theme)
        if team := said.get("team"):
            rows = rows.filter(team=team)
        return rows.oldest_first()

    def _themes(self) -> list[tuple[str, str]]:
        named = Gap.objects.filter(programme=self.programme).exclude(theme="").order_by("theme")
        known = named.values_list("theme", flat=True).distinct()
        return [(theme, theme) for theme in known] + [(UNNAMED, "Without a theme")]

    def _offer(self, name: str, nothing: str, rows: list[tuple[str, str]]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [("", nothing), *rows]

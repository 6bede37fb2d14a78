"""Which of the trials somebody wants to see; a choice that makes no sense changes nothing."""

from typing import Any, cast

from django import forms
from django.db.models import Q, TextChoices

from changeprog.onboarding.models.trial import TrialQuerySet
from changeprog.programme.fields import OneOf
from changeprog.programme.models import Programme, Team


class State(TextChoices):
    RUNNING = "running", "Running"
    PLANNED = "planned", "Planned"
    KEPT = "kept", "Kept"
    DROPPED = "dropped", "Dropped"


class TrialFilter(forms.Form):
    """Trials by how they stand, and by team."""

    state = forms.ChoiceField(choices=[("", "All"), *State.choices], required=False)
    team = OneOf(empty_label="Every team")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Team.objects.filter(programme=programme).adopting().active()
        cast("OneOf", self.fields["team"]).queryset = own.in_order()
        self.is_valid()

    @property
    def chosen(self) -> str:
        """The state that is asked for; empty for all."""
        state: str = self.cleaned_data.get("state", "")
        return state

    def narrowed(self, trials: TrialQuerySet) -> TrialQuerySet:
        """Return those of ``trials`` that are asked for."""
        team = self.cleaned_data.get("team")
        own = trials.filter(team=team) if team else trials
        kept = {
            State.RUNNING: own.running,
            State.PLANNED: own.planned,
            State.KEPT: own.kept,
            State.DROPPED: own.dropped,
        }
        return kept[State(self.chosen)]() if self.chosen else own.filter(Q())

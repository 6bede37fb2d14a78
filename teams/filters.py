"""What part of a long list of barriers somebody wants to see.

A choice that makes no sense changes nothing.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils.timezone import now

from changeprog.direction.models import Milestone, Objective
from changeprog.programme.models import Function, Person, Programme, Team
from teams.models import Barrier, EscalationRule
from teams.models.barrier import AGEING, OLD, BarrierQuerySet

NOBODY = "nobody"
Narrow = Callable[[BarrierQuerySet, str], BarrierQuerySet]


class BarrierFilter(forms.Form):
    """Barriers by all that is said of them; those standing unless something else is asked for."""

    class State(models.TextChoices):
        STANDING = "standing", "Standing"
        KNOCKED_DOWN = "knocked-down", "Knocked down"

    class Age(models.TextChoices):
        YOUNG = "young", f"Under {AGEING} days"
        AGEING = "ageing", f"{AGEING} to {OLD} days"
        OLD = "old", f"{OLD} days and more"

    class Moves(models.TextChoices):
        ASKED = "asked", "Somebody is asked"
        STALE = "stale", "For the next workshop"

    state = forms.ChoiceField(label="Which", choices=State, required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    function = forms.ChoiceField(label="Affects", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    blocks = forms.ChoiceField(label="Blocks", required=False)
    age = forms.ChoiceField(label="Age", choices=[("", "Any age"), *Age.choices], required=False)
    moves = forms.ChoiceField(
        label="Does it move?",
        choices=[("", "Moving or not"), *Moves.choices],
        required=False,
    )

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        self.programme = programme
        self._offer("owner", "Any owner", [(NOBODY, "No owner yet"), *self._owners()])
        self._offer("function", "Any function", self._rows(Function, "name"))
        self._offer("team", "Any team", self._rows(Team, "name"))
        self._offer("blocks", "Blocks anything", self._blocked())

    def rows(self) -> BarrierQuerySet:
        """Return the barriers that were asked for, in the order that suits them, without names."""
        self.is_valid()
        barriers: BarrierQuerySet = Barrier.objects.filter(programme=self.programme)
        if self.cleaned_data.get("state") == self.State.KNOCKED_DOWN:
            barriers = barriers.knocked_down()
        else:
            barriers = barriers.standing()
        for name, narrow in NARROWINGS.items():
            if value := self.cleaned_data.get(name):
                barriers = narrow(barriers, value)
        return self._moving(barriers, self.cleaned_data.get("moves"))

    @property
    def narrows(self) -> bool:
        """Whether anything beyond the state and the owner was asked for."""
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in ("function", "team", "blocks", "moves"))

    def _moving(self, barriers: BarrierQuerySet, asked: str | None) -> BarrierQuerySet:
        if asked == self.Moves.ASKED:
            return barriers.escalated()
        if asked == self.Moves.STALE:
            return barriers.stale(EscalationRule.of(self.programme), now())
        return barriers

    def _offer(self, name: str, anything: str, choices: list[tuple[str, str]]) -> None:
        field: forms.ChoiceField = self.fields[name]  # type: ignore[assignment]
        field.choices = [("", anything), *choices]

    def _owners(self) -> list[tuple[str, str]]:
        owns = Barrier.objects.filter(owner=models.OuterRef("pk"))
        owners = Person.objects.present().filter(models.Exists(owns), programme=self.programme)
        return [(str(pk), name) for pk, name in owners.values_list("pk", "name")]

    def _rows(self, model: Any, name: str, prefix: str = "") -> list[tuple[str, str]]:
        own = model.objects.filter(programme=self.programme)
        return [(f"{prefix}{pk}", text) for pk, text in own.values_list("pk", name)]

    def _blocked(self) -> list[tuple[str, str]]:
        objectives = self._rows(Objective, "measure", "objective-")
        return [*objectives, *self._rows(Milestone, "name", "milestone-")]


def _of_owner(barriers: BarrierQuerySet, owner: str) -> BarrierQuerySet:
    return barriers.unowned() if owner == NOBODY else barriers.filter(owner=int(owner))


def _of_team(barriers: BarrierQuerySet, team: str) -> BarrierQuerySet:
    return barriers.filter(models.Q(team=team) | models.Q(affected_team=team))


def _blocking(barriers: BarrierQuerySet, what: str) -> BarrierQuerySet:
    field, _, key = what.partition("-")
    return barriers.filter(**{field: key})


def _of_age(barriers: BarrierQuerySet, age: str) -> BarrierQuerySet:
    ageing, old = (now() - timedelta(days=days) for days in (AGEING, OLD))
    if age == BarrierFilter.Age.OLD:
        return barriers.filter(logged_at__lte=old)
    if age == BarrierFilter.Age.AGEING:
        return barriers.filter(logged_at__gt=old, logged_at__lte=ageing)
    return barriers.filter(logged_at__gt=ageing)


NARROWINGS: dict[str, Narrow] = {
    "owner": _of_owner,
    "function": lambda barriers, key: barriers.filter(function=int(key)),
    "team": _of_team,
    "blocks": _blocking,
    "age": _of_age,
}
"""By the field that asks for it."""

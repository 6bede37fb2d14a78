"""Which milestones somebody wants to see; a choice that makes no sense changes nothing."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db import models

from changeprog.direction.models import Milestone, Objective
from changeprog.direction.models.milestone import MilestoneQuerySet
from changeprog.programme.forms import LineField
from changeprog.programme.models import Person, Programme, Team

NONE = "none"
"""Chosen for those without an owner, a team or an objective."""


class OneOrNone(forms.ChoiceField):
    """One of the programme's rows, none at all, or any."""

    def offer(self, any_one: str, none: str, rows: models.QuerySet[Any], name: str) -> None:
        """Offer ``rows`` by what they say in the column ``name``."""
        known = [(str(pk), text) for pk, text in rows.values_list("pk", name)]
        self.choices = [("", any_one), (NONE, none), *known]


class MilestoneFilter(forms.Form):
    """Milestones by state, owner, team, objective, visible benefit and words."""

    class State(models.TextChoices):
        LATE = "late", "Late"
        UPCOMING = "upcoming", "Upcoming"
        REACHED = "reached", "Reached"
        CALLED_OFF = "called-off", "Called off"

    LINKS = ("owner", "team", "objective")

    q = LineField(label="Words", max_length=200, required=False)
    state = forms.ChoiceField(choices=State, required=False, widget=forms.HiddenInput)
    owner = OneOrNone(label="Owner", required=False)
    team = OneOrNone(label="Team", required=False)
    objective = OneOrNone(label="Objective", required=False)
    visible = forms.BooleanField(label="Only with a visible benefit", required=False)

    def __init__(self, data: Any, programme: Programme, today: date) -> None:
        super().__init__(data)
        self.programme, self.today = programme, today
        self.fields["q"].widget.attrs |= {"type": "search", "dir": "auto"}
        self._offer_links()
        self.is_valid()

    def _offer_links(self) -> None:
        of_it = Milestone.objects.filter(owner=models.OuterRef("pk"))
        owners = Person.objects.filter(models.Exists(of_it), programme=self.programme)
        teams = Team.objects.filter(programme=self.programme)
        objectives = Objective.objects.filter(programme=self.programme)
        self._link("owner").offer("Any owner", "No owner yet", owners, "name")
        self._link("team").offer("Any team", "No team yet", teams, "name")
        self._link("objective").offer("Any objective", "No objective yet", objectives, "measure")

    def _link(self, name: str) -> OneOrNone:
        return cast("OneOrNone", self.fields[name])

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but a state has been asked for."""
        return any(value for name, value in self.cleaned_data.items() if name != "state")

    def of_any_state(self) -> MilestoneQuerySet:
        """Return what was asked for apart from its state."""
        found = Milestone.objects.filter(programme=self.programme)
        for name in self.LINKS:
            if chosen := self.cleaned_data.get(name):
                found = found.filter(**{name: None if chosen == NONE else chosen})
        if words := self.cleaned_data.get("q"):
            found = found.filter(
                models.Q(name__icontains=words) | models.Q(evidence__icontains=words)
            )
        return found.filter(visible_benefit=True) if self.cleaned_data.get("visible") else found

    def rows(self) -> MilestoneQuerySet:
        """Return the milestones that were asked for, in the order of their days."""
        found = self.of_any_state()
        match self.cleaned_data.get("state"):
            case self.State.LATE.value:
                found = found.late(self.today)
            case self.State.UPCOMING.value:
                found = found.upcoming(self.today)
            case self.State.REACHED.value:
                found = found.reached()
            case self.State.CALLED_OFF.value:
                found = found.called_off()
        return found.with_names().with_needs().with_day()

    def counts(self) -> list[tuple[str, str, int, bool]]:
        """Return value, label, count and whether it is chosen, for any state and for each."""
        late = models.Q(reached_on=None, called_off_on=None, due__lt=self.today)
        counted = self.of_any_state().aggregate(
            any=models.Count("pk"),
            late=models.Count("pk", filter=late),
            reached=models.Count("reached_on"),
            off=models.Count("called_off_on"),
        )
        counted[self.State.CALLED_OFF.value] = off = counted["off"]
        counted["upcoming"] = counted["any"] - counted["late"] - counted["reached"] - off
        chosen = self.cleaned_data.get("state", "")
        return [
            (value, label, counted[value or "any"], value == chosen)
            for value, label in [("", "All"), *self.State.choices]
        ]

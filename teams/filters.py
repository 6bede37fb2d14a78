"""What part of a long list somebody wants to see; a choice that makes no sense changes nothing."""

from typing import Any

from django import forms
from django.db import models

from changeprog.programme.models import Person, Programme
from teams.models import Barrier
from teams.models.barrier import BarrierQuerySet

NOBODY = "nobody"


class BarrierFilter(forms.Form):
    """Barriers by state and owner; those standing unless something else is asked for."""

    class State(models.TextChoices):
        STANDING = "standing", "Standing"
        KNOCKED_DOWN = "knocked-down", "Knocked down"

    state = forms.ChoiceField(label="Which", choices=State, required=False)
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, data: Any, programme: Programme) -> None:
        super().__init__(data)
        self.programme = programme
        owns = Barrier.objects.filter(owner=models.OuterRef("pk"))
        owners = Person.objects.present().filter(models.Exists(owns), programme=programme)
        people = [(str(pk), name) for pk, name in owners.values_list("pk", "name")]
        choice: forms.ChoiceField = self.fields["owner"]  # type: ignore[assignment]
        choice.choices = [("", "Any owner"), (NOBODY, "No owner yet"), *people]

    def rows(self) -> BarrierQuerySet:
        """Return the barriers that were asked for, in the order that suits them."""
        self.is_valid()
        barriers = Barrier.objects.filter(programme=self.programme).with_names()
        owner = self.cleaned_data.get("owner")
        if owner:
            barriers = barriers.unowned() if owner == NOBODY else barriers.filter(owner=owner)
        if self.cleaned_data.get("state") == self.State.KNOCKED_DOWN:
            return barriers.knocked_down()
        return barriers.standing()

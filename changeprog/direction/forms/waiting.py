"""What a milestone waits for."""

from itertools import pairwise
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from changeprog.direction.models import Circle, Dependency, Milestone
from changeprog.programme.models import Person


class MilestoneChoice(forms.ModelChoiceField[Milestone]):
    """A milestone with its day, as several may have the same name."""

    def label_from_instance(self, obj: Milestone) -> str:
        return f"{obj.name} · {date_format(obj.reached_on or obj.due)}"


class WaitingForm(forms.Form):
    """Another milestone of the programme that has to be reached before this one can be."""

    needed = MilestoneChoice(
        queryset=Milestone.objects.none(),
        label="What has to be reached first?",
        empty_label="Choose a milestone",
        error_messages={
            "required": "Choose the milestone that it waits for.",
            "invalid_choice": "Choose a milestone that it does not wait for yet.",
        },
    )

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.milestone = milestone
        others = Milestone.objects.choices(milestone.programme).exclude(pk=milestone.pk)
        needed = cast("MilestoneChoice", self.fields["needed"])
        needed.queryset = others.exclude(dependents__milestone=milestone)

    def save(self, by: Person) -> bool:
        """Let it wait; return False when that would close a circle: the form then says which."""
        try:
            Dependency.add(by, self.milestone, self.cleaned_data["needed"])
        except Circle as circle:
            self.add_error("needed", ValidationError(in_words(circle)))
            return False
        return True


def in_words(circle: Circle) -> str:
    """Return why nothing of the circle could ever be reached."""
    links = [f"“{one}” waits for “{other}”" for one, other in pairwise(circle.chain)]
    first, last = circle.chain[0], circle.chain[-1]
    return (
        f"{', and '.join(links)}. If “{last}” waited for “{first}” in turn, "
        "none of them could ever be reached."
    )

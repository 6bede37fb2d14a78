"""Forms of a barrier: what is said of it, whose it is, and how it was knocked down."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.models import Milestone, Objective
from changeprog.programme.forms import LineField
from changeprog.programme.models import Function, Person, Programme, Team
from teams.forms.fields import (
    ANOTHER_PROGRAMME,
    TOO_LONG,
    OneOf,
    SentenceField,
    SomeOf,
    owner_field,
)
from teams.models import Barrier, EscalationRule, barrier
from teams.models.escalation_rule import BOUNDS


class BarrierForm(RevisedForm):
    """Everything that is said of a barrier, changed on top of what was seen."""

    template_name_div = "teams/barrier/_fields.html"

    what = SentenceField(
        label="What is in the way?", max_length=barrier.TEXT, missing="Say it in a few words."
    )
    function = OneOf(label="Whom does it affect?", empty_label="Not said")
    affected_team = OneOf(label="Which team does it affect?", empty_label="Not said")
    objective = OneOf(label="Which objective does it block?", empty_label="None")
    milestone = OneOf(label="Which milestone does it block?", empty_label="None")
    team = OneOf(
        label="Which team clears it?",
        empty_label="Not said",
        help_text="Its chair is asked when the barrier does not move; "
        "without a team, the chair of the rollout team.",
    )
    owner = OwnerField(label="Who owns it?", error_messages={"invalid_choice": ANOTHER_PROGRAMME})
    next_step = LineField(
        label="What is done next?",
        required=False,
        max_length=barrier.STEP,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"max_length": TOO_LONG},
    )
    next_step_due = DayField(label="By when?", required=False)
    instance: Barrier

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {
            "function": Function,
            "affected_team": Team,
            "team": Team,
            "objective": Objective,
            "milestone": Milestone,
        }
        offer(self, rows, self.programme)

    def clean_next_step_due(self) -> date | None:
        """A day that is new lies ahead; one that has passed may stay."""
        day: date | None = self.cleaned_data["next_step_due"]
        if day and day != self.instance.next_step_due and day < localdate():
            raise ValidationError("This day is over. Say by when it will be done.")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        step, day = said.get("next_step"), said.get("next_step_due")
        if step and day is None and "next_step_due" not in self.errors:
            self.add_error("next_step_due", "Say by when: without a day nobody asks about it.")
        if day and not step and "next_step" not in self.errors:
            self.add_error("next_step", "Say what is done by that day.")
        return said


class OwnerForm(forms.Form):
    """Whose barrier it is from now on."""

    def __init__(self, data: Any, *, subject: Barrier) -> None:
        super().__init__(data, initial={"owner": subject.owner_id})
        self.subject = subject
        self.fields["owner"] = owner_field(subject.programme)

    def hand_over(self, by: Person) -> bool:
        """Hand the barrier over; say whether it is still standing."""
        return self.subject.hand_to(self.cleaned_data["owner"], by)


class KnockDownForm(forms.Form):
    """How a barrier was knocked down, and whose doing it was."""

    template_name_div = "teams/barrier/_knock_down_fields.html"

    how = SentenceField(
        label="How was it knocked down?",
        max_length=barrier.TEXT,
        missing="Say how, in a few words. Others will meet the same barrier.",
    )
    doers = SomeOf(label="Who did it?")
    team = OneOf(label="Which team?", empty_label="Not said")
    function = OneOf(label="Which function?", empty_label="Not said")

    def __init__(self, data: Any, *, subject: Barrier) -> None:
        owner = subject.present_owner
        super().__init__(data, initial={"doers": [owner.pk] if owner else []})
        self.subject = subject
        self.fields["how"].widget.attrs["autofocus"] = True
        offer(self, {"team": Team, "function": Function}, subject.programme)
        doers = cast("forms.ModelMultipleChoiceField[Person]", self.fields["doers"])
        doers.queryset = Person.objects.present().with_role().filter(programme=subject.programme)

    def knock_down(self, by: Person) -> bool:
        """Knock it down; say whether nobody was quicker."""
        said = self.cleaned_data
        return self.subject.knock_down(
            by, said["how"], said["doers"], said["team"], said["function"]
        )


class EscalationForm(forms.Form):
    """When barriers go up, and when one is stale."""

    unowned_hours = forms.IntegerField(
        label="Hours a barrier may be without an owner",
        help_text="After that a chair is asked. A new owner has as long to begin.",
    )
    grace_days = forms.IntegerField(
        label="Days a next step may be late", help_text="After that its owner is asked."
    )
    level_days = forms.IntegerField(
        label="Days each of them has",
        help_text="From the owner to the chair, and from the chair to the champion.",
    )
    stale_days = forms.IntegerField(
        label="Days after which a barrier is stale",
        help_text="It then waits for the next workshop, as does one about which everybody "
        "has been asked.",
    )
    weekends = forms.BooleanField(
        label="Saturdays and Sundays count too",
        required=False,
        help_text="Without this, waiting stands still from Friday night to Monday morning.",
    )

    def __init__(self, data: Any, *, rule: EscalationRule) -> None:
        initial = {name: getattr(rule, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        for name, (least, most) in BOUNDS.items():
            field = cast("forms.IntegerField", self.fields[name])
            _bound(field, least, most)

    def save(self, by: Person) -> EscalationRule:
        """Set what holds in the programme of ``by`` from now on."""
        return EscalationRule.set(by, **self.cleaned_data)


def _bound(field: forms.IntegerField, least: int, most: int) -> None:
    """Let the field take whole numbers from ``least`` to ``most``, and say so."""
    words = f"Write a whole number from {least} to {most}."
    field.widget.attrs.update({"min": least, "max": most, "inputmode": "numeric"})
    field.error_messages.update({"required": words, "invalid": words})

    def check(value: int) -> None:
        if not least <= value <= most:
            raise ValidationError(words)

    field.validators = [check]


def offer(form: forms.Form, rows: dict[str, Any], programme: Programme) -> None:
    """Offer, in each of the fields named, the rows of ``programme`` and no others."""
    for name, model in rows.items():
        own = model._default_manager.filter(programme=programme)  # noqa: SLF001 -- the documented name
        cast("OneOf", form.fields[name]).queryset = own

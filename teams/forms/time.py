"""What else takes people's time, who goes to a meeting instead, and what milestones ask."""

from typing import Any, cast

from django import forms

from changeprog.direction.forms.fields import DayField, TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.models import Person, Programme, Role
from teams.models import Duty, TimeRule
from teams.models.duty import WHAT, led_by
from teams.models.seat import WEEK
from teams.models.time_rule import MOST, SETTINGS


class WhoseField(OneOfPeople):
    """Somebody for whom the writer answers."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": "Say whose duty it is.",
            "invalid_choice": "Choose yourself, or somebody who sits in a team that you lead.",
        }
        super().__init__(
            queryset=Person.objects.none(), empty_label=None, error_messages=messages, **kwargs
        )

    def offer(self, viewer: Person) -> None:
        """Offer those for whom ``viewer`` answers; see ``answers_for``."""
        people = Person.objects.present().with_role().filter(programme=viewer.programme)
        if not viewer.may(Role.CHAMPION):
            led = led_by(viewer).order_by().values_list("pk", flat=True)
            people = people.filter(pk__in={viewer.pk, *led})
        self.queryset = people


class DutyForm(RevisedForm):
    """Whose duty, what, from when until when, how much of the week."""

    person = WhoseField(label="Whose duty is it?")
    what = TitleField(
        label="What is it?",
        max_length=WHAT,
        help_text="As you would say it: “support duty”, “stocktaking”, “parental leave”.",
    )
    since = DayField(label="From")
    until = DayField(label="Until", help_text="The last day of it.")
    hours = forms.DecimalField(
        label="Hours a week",
        required=False,
        min_value=0,
        max_value=WEEK,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.25"}),
        help_text="Of the hours promised here. Empty: nothing is left of them.",
        error_messages={"max_value": "A week has 168 hours."},
    )

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any) -> None:
        if not kwargs.get("instance"):
            kwargs["initial"] = {"person": viewer.pk}
        super().__init__(*args, **kwargs)
        cast("WhoseField", self.fields["person"]).offer(viewer)

    def clean_hours(self) -> Any:
        return self.cleaned_data["hours"] or None

    def clean(self) -> dict[str, Any]:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "Choose the same day as it begins, or a later one.")
        return self.cleaned_data

    def make(self, by: Person) -> Duty:
        duty = Duty(programme=self.programme, **{**self.values(), "key": self.attempt()})
        duty.say(by)
        return duty


class RuleHoursField(forms.DecimalField):
    """Hours that the programme's own rule of thumb counts."""

    def __init__(self, **kwargs: Any) -> None:
        words = f"Write a number of hours from 0 to {MOST}."
        names = ("required", "invalid", "min_value", "max_value", "max_digits")
        super().__init__(
            min_value=0,
            max_value=MOST,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.25"}),
            error_messages=dict.fromkeys(names, words),
            **kwargs,
        )


class TimeRuleForm(forms.Form):
    """How many hours milestones and actions ask, as a rule of thumb."""

    milestone_hours = RuleHoursField(
        label="Hours a week for an open milestone",
        help_text="Asked of its owner in the week of its day and in the three weeks before.",
    )
    action_hours = RuleHoursField(
        label="Hours for an action", help_text="Asked of its owner in the week in which it is due."
    )

    def __init__(self, data: Any, *, programme: Programme) -> None:
        rule = TimeRule.of(programme)
        super().__init__(data, initial={name: getattr(rule, name) for name in SETTINGS})

    def save(self, by: Person) -> TimeRule:
        """Set what holds in the programme of ``by`` from now on."""
        return TimeRule.set(by, **self.cleaned_data)

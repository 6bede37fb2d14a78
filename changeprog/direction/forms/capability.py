"""A capability that has to improve, and where it stands now."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TextField, TitleField
from changeprog.direction.forms.objective import not_in_the_future
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.levels import CHOICES, LEVELS
from changeprog.direction.models import CapabilityImprovement, Dimension, Milestone
from changeprog.direction.models.capability import SHOWN_BY_LENGTH
from changeprog.programme.fields import SomeOf
from changeprog.programme.models import Person

TO_CHOOSE: list[tuple[Any, str]] = [("", "Choose a level"), *CHOICES]


class LevelField(forms.TypedChoiceField):
    """One of the five levels, by its number and name; cleaned to the number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=TO_CHOOSE, coerce=int, empty_value=None, **kwargs)


class CapabilityForm(RevisedForm):
    """What has to get better, from which level to which, and what delivers it."""

    template_name_div = "direction/_capability_fields.html"

    name = TitleField(
        label="What do we have to be able to do?",
        max_length=200,
        help_text="Such as “Whoever picks up the phone sees what the customer was promised”.",
    )
    dimension = forms.ChoiceField(
        label="Which part of the business system is it?",
        choices=[("", "Choose one"), *Dimension.choices],
        error_messages={"required": "Choose where the improvement is made."},
    )
    level = LevelField(
        label="Where does it stand now?",
        error_messages={"required": "Choose the level that describes an ordinary day."},
    )
    wanted = LevelField(
        label="Which level do we need?",
        error_messages={"required": "Choose the level that is enough; it need not be the highest."},
    )
    milestones = SomeOf(label="Which milestones deliver it?")
    owner = OwnerField(label="Who owns it?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        milestones = cast("forms.ModelMultipleChoiceField[Milestone]", self.fields["milestones"])
        milestones.queryset = Milestone.objects.choices(self.programme, *self.chosen("milestones"))
        if self.instance:
            del self.fields["level"]

    def get_context(self) -> dict[str, Any]:
        return {**super().get_context(), "levels": LEVELS.values()}

    def clean(self) -> dict[str, Any]:
        super().clean()
        level, wanted = self.cleaned_data.get("level"), self.cleaned_data.get("wanted")
        if level and wanted and wanted <= level:
            self.add_error(
                "wanted",
                f"It stands at {LEVELS[level]} already. Choose a higher level, "
                "or leave it out: what is good enough needs no improvement.",
            )
        return self.cleaned_data

    def make(self, by: Person) -> CapabilityImprovement:
        values = {**self.values(), "key": self.attempt()}
        milestones = values.pop("milestones")
        capability = CapabilityImprovement(programme=self.programme, **values)
        capability.plan(by, milestones)
        return capability


class LevelForm(forms.Form):
    """Where a capability stands now, and what shows it."""

    level = LevelField(
        label="Where does it stand now?",
        error_messages={"required": "Choose the level that describes an ordinary day."},
    )
    shown_by = TextField(
        label="What shows it?",
        rows=2,
        longest=SHOWN_BY_LENGTH,
        help_text="Something others can see for themselves.",
        error_messages={"required": "Say in a sentence what shows it."},
    )
    on = DayField(label="Since", initial=localdate)

    def __init__(self, *args: Any, capability: CapabilityImprovement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.capability = capability

    def clean_level(self) -> int:
        level = int(self.cleaned_data["level"])
        if level == self.capability.level:
            raise forms.ValidationError(f"It stands at {LEVELS[level]} already.")
        return level

    def clean_on(self) -> date:
        return not_in_the_future(self.cleaned_data["on"])

    def save(self, by: Person) -> None:
        """Keep the level."""
        self.capability.assess(by, **self.cleaned_data)

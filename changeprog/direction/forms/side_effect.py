"""What nobody intends, in words, and what stands against it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from changeprog.direction.forms.fields import DayField, TextField, TitleField
from changeprog.direction.forms.objective import not_in_the_future
from changeprog.direction.forms.revised import RevisedForm
from changeprog.direction.models import SideEffect
from changeprog.direction.models.side_effect import TEXT
from changeprog.programme.models import Person


class SideEffectForm(RevisedForm):
    """The outcome, how likely it is, what it could become, and what is done about it."""

    template_name_div = "direction/_side_effect_fields.html"

    outcome = TitleField(
        label="What could happen that nobody wants?",
        max_length=200,
        help_text="Such as “Service answers faster and listens less”.",
    )
    likelihood = forms.TypedChoiceField(
        label="How likely is it?", choices=SideEffect.Likelihood, coerce=int, initial=3
    )
    misuse = TextField(
        label="What could a cost-cutter turn it into?",
        rows=3,
        required=False,
        longest=TEXT,
        help_text="Somebody who does not share the vision and has the same figures.",
    )
    worst_case = TextField(
        label="What would be the worst case?",
        rows=2,
        required=False,
        longest=TEXT,
        help_text="For whom, and could it be undone?",
    )
    counter_measure = TextField(
        label="What stands against it?",
        rows=3,
        required=False,
        longest=TEXT,
        help_text="What is done, by whom. Empty: nothing yet, and the champion sees it.",
    )
    in_scope = forms.BooleanField(
        label="This programme deals with it",
        required=False,
        initial=True,
        help_text="Unticked it is out of scope, which somebody outside should have checked.",
    )
    checked_by = TitleField(
        label="Who outside the programme checked it?", max_length=120, required=False
    )
    checked_on = DayField(label="When?", required=False)

    def clean_checked_by(self) -> str:
        name: str = self.cleaned_data["checked_by"]
        taking_part = Person.objects.present().with_role().filter(programme=self.programme)
        if name and taking_part.filter(name__iexact=name).exists():
            raise ValidationError(f"{name} takes part in the programme. Ask somebody who does not.")
        return name

    def clean_checked_on(self) -> date | None:
        day: date | None = self.cleaned_data["checked_on"]
        return not_in_the_future(day) if day else None

    def clean(self) -> dict[str, Any]:
        super().clean()
        name, day = self.cleaned_data.get("checked_by"), self.cleaned_data.get("checked_on")
        if name and not day and "checked_on" not in self.errors:
            self.add_error("checked_on", f"Say when {name} checked it.")
        if day and not name and "checked_by" not in self.errors:
            self.add_error("checked_by", "Say who checked it.")
        return self.cleaned_data

    def make(self, by: Person) -> SideEffect:
        values = {**self.values(), "key": self.attempt()}
        side_effect = SideEffect(programme=self.programme, **values)
        side_effect.name_it(by)
        return side_effect

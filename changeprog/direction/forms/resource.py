"""A resource that is needed, and what somebody promises of it."""

from decimal import Decimal
from typing import Any, cast
from uuid import uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, FigureField, TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.direction.models import Milestone, Promise, Resource
from changeprog.direction.models.resource import DECIMALS, unit
from changeprog.programme.forms import PersonChoice
from changeprog.programme.models import Person, Role, Team

HOURS_OF_A_WEEK = 168


class AmountField(FigureField):
    """An amount of something: more than nothing, to the cent at most."""

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if number is None:
            return number
        if number <= 0:
            raise ValidationError("Write an amount above zero.")
        if number != round(number, DECIMALS):
            raise ValidationError(f"At most {DECIMALS} digits after the decimal sign are kept.")
        return number


class ResourceForm(RevisedForm):
    """What is needed, how much of it, by when, and for what."""

    template_name_div = "direction/_resource_fields.html"

    name = TitleField(
        label="What is needed?",
        max_length=200,
        help_text="Such as “Two people of service who test the screens”.",
    )
    kind = forms.ChoiceField(
        label="What kind is it?",
        choices=Resource.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what kind it is."},
    )
    amount = AmountField(label="How much?", example="12")
    needed_by = DayField(label="Needed by")
    milestone = forms.ModelChoiceField(
        queryset=Milestone.objects.none(),
        required=False,
        label="For which milestone?",
        empty_label="For the whole programme",
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        required=False,
        label="For which team?",
        empty_label="Any team",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        milestones = cast("forms.ModelChoiceField[Milestone]", self.fields["milestone"])
        milestones.queryset = Milestone.objects.choices(self.programme, *self.chosen("milestone"))
        teams = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        present = getattr(self.instance, "team", None)
        teams.queryset = Team.objects.filter(programme=self.programme).offered(present)
        self.fields["amount"].help_text = (
            f"Hours a week for people's time, {self.programme.currency} for money, "
            "the number of pieces or rooms."
        )

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        before = self.instance
        if isinstance(before, Resource) and kind != before.kind and before.promises.exists():
            words = unit(before.kind, self.programme, Decimal(2))
            raise ValidationError(
                f"Promises have been made in {words}, so the kind stays. "
                "Ask for something of another kind beside it."
            )
        return kind

    def make(self, by: Person) -> Resource:
        values = {**self.values(), "key": self.attempt()}
        resource = Resource(programme=self.programme, **values)
        resource.need(by)
        return resource


class PromiseForm(forms.Form):
    """How much somebody gives, from when to when.

    A champion may note what anybody promised; everybody else promises for themselves.
    """

    template_name_div = "direction/_promise_fields.html"

    amount = AmountField(label="How much?", example="4")
    since = DayField(label="From", initial=localdate)
    until = DayField(label="Until", required=False, help_text="Empty: until it is withdrawn.")
    note = TitleField(
        label="Note", max_length=300, required=False, help_text="Such as “Tuesdays only”."
    )
    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-once": ""}), initial=uuid4)

    def __init__(self, *args: Any, resource: Resource, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resource, self.by = resource, by
        words = unit(resource.kind, resource.programme, Decimal(2))
        self.fields["amount"].label = f"How much, in {words}?"
        if by.may(Role.CHAMPION):
            self.fields["person"] = PersonChoice(
                resource.programme,
                label="Who promised it?",
                required=True,
                empty_label=None,
                initial=by.pk,
            )

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if self.resource.kind == Resource.Kind.TIME and amount > HOURS_OF_A_WEEK:
            raise ValidationError(f"A week has {HOURS_OF_A_WEEK} hours.")
        return amount

    def clean(self) -> dict[str, Any]:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", f"Choose {date_format(since)}, when it begins, or a later day.")
        return self.cleaned_data

    def save(self) -> Promise:
        """Note the promise; the same words sent twice are one."""
        said = dict(self.cleaned_data)
        key = uuid5(said.pop("key"), repr({**said, "person": said.get("person", self.by).pk}))
        person = said.pop("person", self.by)
        return self.resource.promise(self.by, key, person, **said)

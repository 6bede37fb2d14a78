"""A benefit with its range, and what came of it."""

from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, FigureField, TitleField
from changeprog.direction.forms.objective import not_in_the_future
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.models import Benefit, BenefitEntry, CapabilityImprovement, Overtaken
from changeprog.direction.models.benefit import CENTS, NOTE_LENGTH
from changeprog.direction.value import CENT
from changeprog.programme import money
from changeprog.programme.fields import SomeOf
from changeprog.programme.models import Person

ENDS = ("low", "likely", "high")


class MoneyField(FigureField):
    """An amount of nothing or more, to the cent."""

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        if amount is None:
            return None
        if amount < 0:
            raise ValidationError("Below nothing it would be a cost. Write what it brings, or 0.")
        if amount != amount.quantize(CENT):
            raise ValidationError(f"At most {CENTS} digits after the decimal sign are kept.")
        return amount.quantize(CENT)


class BenefitForm(RevisedForm):
    """What a year is worth, from when on, and what makes it possible."""

    template_name_div = "direction/_benefit_fields.html"

    name = TitleField(
        label="What will be better?",
        max_length=200,
        help_text="Such as “Fewer customers leave after a complaint”.",
    )
    kind = forms.ChoiceField(
        label="What kind of benefit is it?",
        choices=[("", "Choose one"), *Benefit.Kind.choices],
        error_messages={"required": "Choose where the money comes from."},
    )
    low = MoneyField(
        label="A year, if little comes of it",
        example="180000",
        error_messages={"required": "Write what you would still bet on, such as 180000."},
    )
    likely = MoneyField(
        label="A year, most likely",
        example="240000",
        error_messages={"required": "Write what you expect, such as 240000."},
    )
    high = MoneyField(
        label="A year, if all goes well",
        example="310000",
        error_messages={"required": "Write what it could bring at best, such as 310000."},
    )
    starts_on = DayField(label="From when on?")
    capabilities = SomeOf(label="Which improvements make it possible?")
    owner = OwnerField(label="Who owns it?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for end in ENDS:
            self.fields[end].label = f"{self.fields[end].label}, in {self.programme.currency}"
        improvements = CapabilityImprovement.objects.filter(programme=self.programme)
        field = self.fields["capabilities"]
        cast("forms.ModelMultipleChoiceField[CapabilityImprovement]", field).queryset = improvements

    def clean(self) -> dict[str, Any]:
        super().clean()
        low, likely, high = (self.cleaned_data.get(end) for end in ENDS)
        if low is not None and likely is not None and low > likely:
            self.add_error("low", f"This is more than what is likely, {self._money(likely)}.")
        if likely is not None and high is not None and high < likely:
            self.add_error("high", f"This is less than what is likely, {self._money(likely)}.")
        return self.cleaned_data

    def make(self, by: Person) -> Benefit:
        values = {**self.values(), "key": self.attempt()}
        capabilities = values.pop("capabilities")
        benefit = Benefit(programme=self.programme, **values)
        benefit.expect(by, capabilities)
        return benefit

    def _money(self, amount: Decimal) -> str:
        return money.write(amount, self.programme.currency)


class EntryForm(forms.Form):
    """An amount that came of a benefit, booked on a day."""

    amount = MoneyField(
        label="Amount",
        example="20000",
        error_messages={"required": "Write the amount, such as 20000."},
    )
    on = DayField(label="Booked on", initial=localdate)
    note = TitleField(
        label="Note",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Where the number comes from"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, benefit: Benefit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.benefit = benefit
        self.fields["amount"].label = f"Amount, in {benefit.programme.currency}"

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError("Write what came of it; nothing need not be recorded.")
        return amount

    def clean_on(self) -> date:
        return not_in_the_future(self.cleaned_data["on"])

    def save(self, by: Person) -> None:
        """Record the entry; the same words sent twice are one."""
        words = {name: self.cleaned_data[name] for name in ("amount", "on", "note")}
        self.benefit.realise(by, uuid5(self.cleaned_data["key"], repr(words)), **words)


class CorrectionForm(EntryForm):
    """What an entry should have said; nothing takes it back."""

    def __init__(self, *args: Any, entry: BenefitEntry, **kwargs: Any) -> None:
        shown = {"amount": entry.amount, "on": entry.on, "note": entry.note}
        super().__init__(*args, benefit=entry.benefit, initial=shown, **kwargs)
        self.entry = entry
        del self.fields["key"]
        self.fields["amount"].help_text = "0 takes the entry back. What it said stays readable."

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        return amount

    def save(self, by: Person) -> None:
        """Correct the entry; say so when somebody else did it meanwhile."""
        try:
            self.benefit.correct(by, self.entry, **self.cleaned_data)
        except Overtaken:
            words = "Somebody else corrected this entry while you were writing. Look at theirs."
            self.add_error(None, words)

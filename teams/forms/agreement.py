"""The words of two chairs about how they work with each other."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TextField
from changeprog.programme.overtaking import SharedForm
from teams.models import CoChairAgreement, Seat
from teams.models.agreement import COMMON, TEXT, AgreementOvertaken


class AgreementForm(SharedForm):
    """What one chair expects of the other, and the words that both write."""

    expects = TextField(
        label="What do you expect of the other?",
        longest=TEXT,
        rows=3,
        required=False,
        help_text="Only you write this; the other reads it.",
    )
    tension = TextField(
        label="When it gets tense between us, we…",
        longest=TEXT,
        rows=2,
        required=False,
        help_text="The first sign, and what we do then.",
    )
    misunderstanding = TextField(
        label="When we have misunderstood each other, we…",
        longest=TEXT,
        rows=2,
        required=False,
        help_text="How we notice, and how we put it right.",
    )
    conflict = TextField(
        label="When we cannot agree, we…",
        longest=TEXT,
        rows=2,
        required=False,
        help_text="Who decides what, whom we ask, and what the team gets to hear.",
    )
    reach = TextField(
        label="We reach each other…",
        longest=TEXT,
        rows=2,
        required=False,
        help_text="When, how, and what cannot wait.",
    )
    review_on = DayField(
        label="We look at this again on",
        required=False,
        help_text="From that day on you are both asked, by mail once.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self, *args: Any, agreement: CoChairAgreement, seat: Seat, other: str, **kwargs: Any
    ) -> None:
        said = {name: getattr(agreement, name) for name in (*COMMON, "review_on", "revision")}
        kwargs["initial"] = {**said, "expects": agreement.expects(seat)}
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.seat = seat
        self.fields["expects"].label = f"What do you expect of {other}?"

    def clean_review_on(self) -> date | None:
        day: date | None = self.cleaned_data["review_on"]
        if day and day <= localdate():
            raise ValidationError("Choose a day that is still to come.")
        return day

    def save(self) -> bool:
        """Write it; say whether nobody was quicker. Otherwise the form shows both versions."""
        values = dict(self.cleaned_data)
        try:
            self.agreement.write(self.seat, values.pop("revision"), values.pop("expects"), **values)
        except AgreementOvertaken as other:
            self._show_both(other.current)
        return not self.overtaken

    def _show_both(self, current: CoChairAgreement) -> None:
        """Say what is different now."""
        theirs = [
            f"{self[name].label} {_spoken(getattr(current, name))}"
            for name in (*COMMON, "review_on")
            if getattr(current, name) != self.cleaned_data[name]
        ]
        self.yield_to(
            current.revision,
            "The other chair saved this while you were writing. Theirs says: "
            f"{'; '.join(theirs)}. Yours is below; save again to put it in its place.",
        )


class ConfirmationForm(forms.Form):
    """Which revision of the words somebody has in front of them."""

    revision_seen = forms.IntegerField(min_value=0)

    def revision(self) -> int:
        """Return its number; 0, which none has, where it was not sent."""
        return int(self.cleaned_data["revision_seen"]) if self.is_valid() else 0


def _spoken(value: str | date | None) -> str:
    if isinstance(value, date):
        return date_format(value)
    return value or "nothing"

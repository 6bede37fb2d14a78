"""Forms of a reality check: who is asked about what, until when, and what is said to a remark."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TextField, TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.onboarding import reality_parts
from changeprog.onboarding.models import RealityCheck
from changeprog.onboarding.models.reality_check import WHY, in_three_weeks
from changeprog.onboarding.models.remark import REPLY
from changeprog.programme.models import Person

NAME = 120
"""Characters of a person's name."""


class ChangeForm(RevisedForm):
    """Why it is them, and until when; what they are asked about stays."""

    why = TextField(
        label="Why them?",
        rows=2,
        longest=WHY,
        help_text="They read it in their mail: what they know, or have lived through elsewhere.",
    )
    closes_on = DayField(label="Until when is the link good?", initial=in_three_weeks)

    def clean_closes_on(self) -> date:
        """A day that is new lies ahead; one that has passed may stay."""
        day: date = self.cleaned_data["closes_on"]
        if (not self.instance or day != self.initial.get("closes_on")) and day < localdate():
            raise ValidationError("Choose today or a later day.")
        return day


class InviteForm(ChangeForm):
    """Somebody outside, and the parts that they are shown."""

    name = TitleField(label="Who is it?", max_length=NAME)
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        help_text="Their personal link goes there. They need no account.",
    )
    parts = forms.MultipleChoiceField(
        label="What do they look at?",
        widget=forms.CheckboxSelectMultiple,
        help_text="They read these parts and nothing else; no person is named in them.",
        error_messages={"required": "Choose at least one part."},
    )
    field_order = ["name", "email", "why", "parts", "closes_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["parts"]
        choices.choices = [(part.name, part.title) for part in reality_parts.parts()]

    def clean_email(self) -> str:
        """Somebody who takes part is not outside."""
        address: str = self.cleaned_data["email"].lower()
        known = self._known(address)
        if known and known.removed_at:
            raise ValidationError(f"{known.name} was taken out of the programme.")
        if known and known.role:
            raise ValidationError(
                f"{known.name} takes part in the programme. Ask somebody who does not."
            )
        return address

    def make(self, by: Person) -> RealityCheck:
        said = self.cleaned_data
        check = RealityCheck(
            programme=self.programme,
            key=self.attempt(),
            person=self._person(said["name"], said["email"]),
            why=said["why"],
            parts=",".join(said["parts"]),
            closes_on=said["closes_on"],
        )
        check.invite(by)
        return check

    def _person(self, name: str, address: str) -> Person:
        """Return who has that address, known from now on without a part in the programme."""
        fresh = {"name": name, "time_zone": self.programme.time_zone}
        person, _ = Person.objects.get_or_create(
            programme=self.programme, email__iexact=address, defaults={"email": address, **fresh}
        )
        return person

    def _known(self, address: str) -> Person | None:
        return Person.objects.filter(programme=self.programme, email__iexact=address).first()


class NoteForm(forms.Form):
    """What there is to say about a remark of which no more is made."""

    reply = TextField(
        label="What do you say to it?",
        rows=3,
        longest=REPLY,
        help_text="Why it is enough to know it, or what already stands against it.",
    )

"""The form of a communication procedure: who needs to know what, how often, from whom."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.communications.models import Procedure, Webhook
from changeprog.communications.models.procedure import Weekday
from changeprog.communications.models.terms import (
    WHERE,
    WORDS,
    Cadence,
    Channel,
    Topic,
    Unapproved,
)
from changeprog.direction.forms.fields import DayField, TextField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.programme.fields import Joined, SomeOf
from changeprog.programme.models import Function, Person, Programme, Role, Team

if TYPE_CHECKING:
    from django.db import models

MANY = ("to_teams", "to_functions", "to_people")
LONGEST_AHEAD = 60
"""Days before or after something that a procedure may lie."""


class ProcedureForm(RevisedForm):
    """An agreement about who hears what, new or changed on top of what was shown."""

    template_name_div = "teams/procedures/_fields.html"

    name = TitleField(
        label="What do you call it?",
        max_length=60,
        help_text="Such as “Barriers to the leadership”.",
    )
    to_everyone = forms.BooleanField(label="Everybody in the programme", required=False)
    to_teams = SomeOf(label="Teams")
    to_functions = SomeOf(label="Functions")
    to_roles = Joined(label="Roles", choices=Role.choices, required=False)
    to_ambassadors = forms.BooleanField(label="Ambassadors", required=False)
    to_people = SomeOf(label="People by name")
    topics = Joined(label="About", choices=Topic.choices, required=False)
    words = TextField(
        label="In your words",
        rows=2,
        required=False,
        longest=WORDS,
        help_text="What do they need to know, so that they can act?",
    )
    cadence = forms.ChoiceField(label="How often?", choices=Cadence.choices, initial=Cadence.WEEKLY)
    weekday = forms.TypedChoiceField(choices=Weekday.choices, coerce=int, initial=Weekday.MONDAY)
    days = forms.IntegerField(
        label="Days before or after",
        min_value=0,
        max_value=LONGEST_AHEAD,
        initial=1,
    )
    at = forms.TimeField(
        label="Hour",
        help_text="By the clock of each reader.",
        initial="07:30",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    channel = forms.ChoiceField(label="By which way?", choices=Channel.choices)
    webhook = forms.ModelChoiceField(
        Webhook.objects.none(),
        label="Which chat?",
        required=False,
        empty_label="Choose one",
        help_text="A champion sets chats up on the Communications pages.",
    )
    owner = OwnerField(label="Who answers for it?")
    needs_approval = forms.BooleanField(label="It is approved before it goes out", required=False)
    if_unapproved = forms.TypedChoiceField(
        label="If nobody has approved it in time",
        choices=Unapproved.choices,
        required=False,
        empty_value=Unapproved.LATE,
        initial=Unapproved.LATE,
    )
    until = DayField(label="Until when?", required=False, help_text="Empty: until you end it.")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        people = Person.objects.present().with_role()
        rows: dict[str, models.QuerySet[Any]] = {
            "to_teams": Team.objects.filter(retired_at=None),
            "to_functions": Function.objects.all(),
            "to_people": people,
            "webhook": Webhook.objects.filter(active=True),
        }
        for name, own in rows.items():
            self.fields[name].queryset = own.filter(programme=programme)  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autofocus"] = True

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Procedure.objects.filter(programme=self.programme, name__iexact=name)
        if self.instance:
            others = others.exclude(pk=self.instance.pk)
        elif "key" in self.cleaned_data:
            others = others.exclude(name=name, key=self.cleaned_data["key"])
        if others.exists():
            raise ValidationError("There is a procedure of this name already. Call it differently.")
        return name

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day and day < localdate() and day != self.initial.get("until"):
            raise ValidationError("Choose today or a later day.")
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if not any(said.get(name) for name in ("to_everyone", "to_roles", "to_ambassadors", *MANY)):
            self.add_error("to_everyone", "Say who needs to know: at least one of these.")
        if not said.get("topics") and not said.get("words"):
            self.add_error("words", "Say what they need to know: topics, or your own words.")
        if said.get("channel") == Channel.WEBHOOK and not said.get("webhook"):
            self.add_error("webhook", "Choose the chat that is told.")
        return said

    def agree(self, by: Person, where: str) -> Procedure:
        """Save the new agreement, made in the meeting called ``where`` or in none."""
        said = self.values()
        audience = {name: said.pop(name) for name in MANY}
        procedure = Procedure(programme=self.programme, key=self.cleaned_data["key"], **said)
        procedure.agreed_in = where[:WHERE]
        procedure.agree(by, **audience)
        return procedure

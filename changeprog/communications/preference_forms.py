"""What people say of how they are told, and what champions say of when others are reminded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from changeprog.communications.models import Preference, Procedure, ReminderRule, Unsubscription
from changeprog.communications.models.procedure import Weekday
from changeprog.communications.models.reminder_rule import SET
from changeprog.communications.models.terms import Channel
from changeprog.communications.quiet import WEEK, countries
from changeprog.communications.reminders import Kind
from changeprog.communications.unsubscribing import DIGEST, Way
from changeprog.direction.forms.fields import DayField
from changeprog.programme.fields import Joined
from changeprog.programme.models import Event, Person
from changeprog.programme.zones import zone_choices

What = Unsubscription.What
DAYS = [
    (60, "60 days before"),
    (30, "30 days before"),
    (21, "21 days before"),
    (14, "14 days before"),
    (7, "7 days before"),
    (3, "3 days before"),
    (2, "2 days before"),
    (1, "The day before"),
    (0, "On the day"),
]


def hour_field(**kwargs: Any) -> forms.TimeField:
    """Return a field for an hour of the wall clock, which may be left empty."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(required=False, widget=widget, **kwargs)


class PreferenceForm(forms.Form):
    """How one person wants to be told, in one programme."""

    time_zone = forms.ChoiceField(
        choices=zone_choices,
        label="Your time zone",
        help_text="Everything below goes by the clock on the wall there.",
    )
    hour = hour_field(
        label="Hour",
        help_text="When mails reach you. Left empty: each at its own hour, reminders at 7:30.",
    )
    gather = forms.ChoiceField(
        choices=Preference.Gather.choices,
        widget=forms.RadioSelect,
        label="Reminders and single news",
    )
    quiet_from = hour_field(label="Quiet from", help_text="Such as 22:00.")
    quiet_until = hour_field(label="Quiet until", help_text="Such as 7:00, over midnight.")
    quiet_days = Joined(choices=Weekday.choices, required=False, label="Quiet days")
    holidays = forms.ChoiceField(
        required=False,
        label="Quiet on the public holidays of",
        choices=lambda: [("", "No country"), *countries().items()],
    )
    paused_until = DayField(
        label="Pause until",
        required=False,
        help_text="The first day on which mails reach you again. Digests of the days before are "
        "not sent; reminders wait, and come as one mail. Invitations still reach you.",
    )
    stopped = forms.MultipleChoiceField(
        required=False,
        label="Never send me",
        widget=forms.CheckboxSelectMultiple,
        help_text="What you are told stands in the app all the same.",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        self.known = Preference.of(person)
        self.ways = ways_of(person)
        self.were_stopped = stopped_among(self.ways, person)
        kept = {name: getattr(self.known, name) for name in Preference.TIMING}
        kept |= {"time_zone": person.time_zone, "stopped": sorted(self.were_stopped)}
        super().__init__(*args, **{"initial": kept, **kwargs})
        self.fields["stopped"].choices = [(name, way.label) for name, way in self.ways.items()]  # type: ignore[attr-defined]

    def clean_quiet_days(self) -> str:
        quiet: str = self.cleaned_data["quiet_days"]
        if len(quiet.split(",")) == WEEK:
            raise ValidationError("Leave one day open, or stop mails altogether below.")
        return quiet

    def clean_paused_until(self) -> date | None:
        day: date | None = self.cleaned_data["paused_until"]
        if day and day != self.known.paused_until and day <= localdate():
            raise ValidationError("Choose a day that is still to come.")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("quiet_from"), said.get("quiet_until")
        if {"quiet_from", "quiet_until"} & self.errors.keys():
            return said
        if (begins is None) != (ends is None):
            self.add_error("quiet_until", "Say both, from when and until when, or neither.")
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", "Leave an hour open, or stop mails altogether below.")
        return said

    def save(self) -> None:
        """Keep what was said."""
        said = self.cleaned_data
        self.person.introduce(self.person.name, said["time_zone"])
        Preference.set(self.person, **{name: said[name] for name in Preference.TIMING})
        now_stopped = set(said["stopped"])
        for name in now_stopped - self.were_stopped:
            self.ways[name].stop()
        for name in self.were_stopped - now_stopped:
            self.ways[name].resume()


def ways_of(person: Person) -> dict[str, Way]:
    """Return everything that ``person`` may stop: each procedure that reaches them, then kinds."""
    stopped = Procedure.objects.filter(unsubscription__person=person)
    own = Procedure.objects.filter(programme=person.programme_id, channel=Channel.MAIL)
    run = own.run_by_app().holding(localdate())
    procedures = {each.pk: each for each in [*reaching(person, list(run)), *stopped]}
    return {
        **{
            f"procedure-{pk}": Way(person, What.PROCEDURE, procedure)
            for pk, procedure in sorted(procedures.items())
        },
        DIGEST: Way(person, DIGEST),
        What.SINGLE.value: Way(person, What.SINGLE),
        What.EVERYTHING.value: Way(person, What.EVERYTHING),
    }


def stopped_among(ways: dict[str, Way], person: Person) -> set[str]:
    """Return the names of the ``ways`` that are stopped; one query for any number of them."""
    rows = set(Unsubscription.objects.filter(person=person).values_list("what", "procedure"))
    stopped = {
        name
        for name, way in ways.items()
        if (way.what, way.procedure.pk if way.procedure else None) in rows
    }
    return stopped | ({DIGEST} if person.digest_paused else set())


def reaching(person: Person, procedures: Sequence[Procedure]) -> list[Procedure]:
    """Return those of ``procedures`` that reach ``person``; one query for any number of them."""
    asked = {
        f"by_{each.pk}": Exists(each.readers().filter(pk=OuterRef("pk"))) for each in procedures
    }
    answers = Person.objects.filter(pk=person.pk).values(**asked).first() or {}
    return [each for each in procedures if answers.get(f"by_{each.pk}")]


class ReminderForm(forms.ModelForm[ReminderRule]):
    """When people are reminded of one kind of thing, and who."""

    active = forms.BooleanField(required=False, label="Remind people of these")
    offsets = Joined(choices=DAYS, required=False, label="When")
    weekly_while_late = forms.BooleanField(required=False, label="Every week while it is late")
    to_owner = forms.BooleanField(required=False, label="Whoever it belongs to")
    to_chair = forms.BooleanField(required=False, label="The chairs of its team")
    to_champion = forms.BooleanField(required=False, label="The champions")

    class Meta:
        model = ReminderRule
        fields = SET

    field_order = ("active", "offsets", "weekly_while_late", "to_owner", "to_chair", "to_champion")

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.alone:
            for name in ("to_owner", "to_chair", "to_champion"):
                del self.fields[name]

    def keep(self, by: Person) -> Event | None:
        """Keep what was set; return the event of it, if it is anything new."""
        rule = ReminderRule(programme=by.programme, kind=self.instance.kind)
        for name in SET:
            setattr(rule, name, self.initial[name])
        return rule.set(by, **self.cleaned_data)

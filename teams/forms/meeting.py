"""Forms of meetings: when and where, the agenda, who comes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.timezone import now

from changeprog.direction.forms.fields import TextField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.programme.forms import LineField, PersonChoice
from changeprog.programme.models import Person, Programme
from teams.convening import convene, seated
from teams.forms.fields import ANOTHER_PROGRAMME, SentenceField, SomeOf
from teams.models import (
    AgendaPart,
    Attendance,
    AttendanceState,
    Meeting,
    agenda_part,
    attendance,
    meeting,
)

AHEAD = timedelta(days=3 * 365)
"""How far ahead a meeting is planned at most."""
LOCAL = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and an hour by the clock of the person who fills it in."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 300}, format=LOCAL)
        messages = {
            "required": "Choose a day and an hour.",
            "invalid": "Choose a day and an hour, such as 2027-03-31 10:00.",
        }
        super().__init__(widget=widget, error_messages=messages, **kwargs)


class PeopleField(SomeOf):
    """Several people of the programme who take part."""

    def __init__(self, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = people

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.function}" if obj.function else obj.name


def besides(programme: Programme, known: Sequence[Person]) -> QuerySet[Person]:
    """Return who takes part and is not among those ``known``."""
    people = Person.objects.present().with_role().filter(programme=programme)
    return people.exclude(pk__in=[person.pk for person in known]).select_related("function")


class MeetingForm(RevisedForm):
    """When and where, how long, who leads; and for a new one, who is asked besides the teams."""

    title = TitleField(label="What is it called?", max_length=120)
    starts_at = MomentField(label="When does it begin?")
    minutes = forms.IntegerField(
        label="How many minutes?",
        min_value=meeting.SHORTEST,
        max_value=meeting.LONGEST,
        help_text="As it stands in everybody's calendar.",
    )
    place = LineField(
        label="Where?", max_length=300, help_text="A room, or the link of a call. Both is fine."
    )
    leader = OwnerField(
        label="Who leads it?", help_text="Champions and facilitators can lead it anyway."
    )

    def __init__(self, *args: Any, zone: str, after: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after
        self.fields["starts_at"].help_text = f"By your clock, {zone}."
        leader = cast("OwnerField", self.fields["leader"])
        leader.empty_label = "Whoever opens it"
        leader.ask(self.programme, getattr(self.instance, "leader", None))
        if self.instance is None:
            people = besides(self.programme, seated(self.programme))
            self.fields["others"] = PeopleField(people, label="Who else is asked to come?")

    def clean_starts_at(self) -> datetime:
        moment: datetime = self.cleaned_data["starts_at"]
        same = self.instance is not None and moment == self.initial.get("starts_at")
        if not same and not now() < moment < now() + AHEAD:
            raise ValidationError("Choose a moment that is still to come, within three years.")
        return moment

    def values(self) -> dict[str, Any]:
        known = super().values()
        return {name: known[name] for name in (*Meeting.CALENDAR, "leader")}

    def make(self, by: Person) -> Meeting:
        planned = Meeting(
            programme=self.programme, key=self.attempt(), after=self.after, **self.values()
        )
        convene(by, planned, self.cleaned_data["others"])
        return planned


class GuestsForm(forms.Form):
    """Who else is asked to come to a planned meeting."""

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        super().__init__(data)
        self.meeting = meeting
        invited = Person.objects.filter(attendances__meeting=meeting)
        people = besides(meeting.programme, list(invited))
        self.fields["people"] = PeopleField(people, label="Who else is asked to come?")

    def invite(self, by: Person) -> int:
        """Invite them; return how many there were."""
        return Attendance.invite(by, self.meeting, self.cleaned_data["people"])


class OpeningForm(forms.Form):
    """Why the meeting is opened although a seat that has to be filled is empty."""

    gap_reason = SentenceField(
        label="Why do you open it all the same?",
        max_length=meeting.REASON,
        missing="Say why it cannot wait until these seats are filled.",
        help_text="One or two sentences. They stay in the minutes.",
    )

    def __init__(self, data: Any, *, missing: Sequence[str]) -> None:
        super().__init__(data)
        if not missing:
            del self.fields["gap_reason"]


class PartForm(RevisedForm):
    """A part of the agenda."""

    title = TitleField(label="What is it about?", max_length=120)
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=240, initial=10)
    kind = forms.ChoiceField(
        label="What stands beside it",
        choices=AgendaPart.Kind,
        initial=AgendaPart.Kind.FREE,
        help_text="Working rules and procedures, for instance, can be worked on while it is on.",
    )
    text = TextField(
        label="What is said",
        rows=10,
        required=False,
        longest=agenda_part.TEXT,
        help_text="Everybody reads it while this part is on. Leave a line empty between thoughts.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, programme=meeting.programme, **kwargs)
        self.meeting = meeting

    def make(self, by: Person) -> AgendaPart:
        values = {**self.values(), "key": self.attempt()}
        part = AgendaPart(programme=self.programme, meeting=self.meeting, **values)
        part.add(by)
        return part


class TurnForm(forms.Form):
    """The part that the leader saw when they pressed next or back."""

    seen = forms.IntegerField(required=False, min_value=1)


class MoveForm(forms.Form):
    """Which way a part goes; up unless down is asked for."""

    to = forms.CharField(required=False)

    def steps(self) -> int:
        """Return by how many places the part moves down; below 0 up."""
        self.is_valid()
        return 1 if self.cleaned_data.get("to") == "down" else -1


class AttendanceForm(forms.Form):
    """How somebody takes part: a state, and what goes with it."""

    state = forms.ChoiceField(label="Are they there?", widget=forms.RadioSelect)
    reason = LineField(
        label="Why not?",
        max_length=attendance.REASON,
        required=False,
        help_text="If absent. Everybody reads it in the minutes; leave it empty if you like.",
    )
    substitute_name = LineField(
        label="Who comes instead?",
        max_length=120,
        required=False,
        help_text="If somebody comes who has no part in the programme.",
    )

    field_order = ("state", "reason", "substitute", "substitute_name")

    def __init__(self, data: Any, *, row: Attendance, states: Sequence[AttendanceState]) -> None:
        names = ("state", "reason", "substitute", "substitute_name")
        super().__init__(data, initial={name: getattr(row, name) for name in names})
        self.row = row
        choice = cast("forms.ChoiceField", self.fields["state"])
        choice.choices = [(state.value, state.label) for state in states]
        self.fields["substitute"] = PersonChoice(
            row.meeting.programme,
            label="Who of the programme comes instead?",
            empty_label="Nobody of the programme",
            error_messages={"invalid_choice": ANOTHER_PROGRAMME},
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        sent = said.get("substitute") or said.get("substitute_name")
        if said.get("state") == AttendanceState.SUBSTITUTE and not sent:
            self.add_error("substitute_name", "Say who comes instead.")
        if said.get("substitute") == self.row.person:
            self.add_error("substitute", "Choose somebody else.")
        return said

    def said(self) -> dict[str, Any]:
        """Return what goes with the state, and nothing that does not."""
        values = self.cleaned_data
        if values["state"] == AttendanceState.ABSENT:
            return {"reason": values["reason"]}
        if values["state"] != AttendanceState.SUBSTITUTE:
            return {}
        if values["substitute"]:
            return {"substitute": values["substitute"]}
        return {"substitute_name": values["substitute_name"]}

    def save(self, by: Person) -> Attendance:
        state = self.cleaned_data["state"]
        return Attendance.say(by, self.row.meeting, self.row.person, state, **self.said())

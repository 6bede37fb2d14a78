"""Forms of whoever prepares a workshop: when and where, who is asked, from which agenda."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils.timezone import now

from changeprog.direction.forms.fields import TextField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.programme.forms import LineField
from changeprog.programme.models import Person
from teams.forms.meeting import AHEAD, MomentField, PeopleField, besides
from workshops import agendas
from workshops.models import Format, Participant, Workshop, workshop
from workshops.models.format import NAME
from workshops.planning import ask_leaders, leadership, plan

FIELDS = ("title", "purpose", "starts_at", "place", "facilitator", "cofacilitator", "admit_at_once")


class WorkshopForm(RevisedForm):
    """What it is for, when and where, who leads; for a new one, its agenda and who is asked."""

    title = TitleField(label="What is it called?", max_length=120)
    purpose = TextField(
        label="What is it for?",
        rows=3,
        longest=workshop.PURPOSE,
        help_text="What has to be different when everybody goes home. It stands in the invitation.",
    )
    starts_at = MomentField(label="When does it begin?")
    place = LineField(
        label="Where?", max_length=300, help_text="A room, or the link of a call. Both is fine."
    )
    facilitator = OwnerField(
        label="Who facilitates it?",
        help_text="Best somebody without a stake in the outcome. Champions and facilitators can "
        "lead it anyway.",
    )
    cofacilitator = OwnerField(label="Who helps?")
    admit_at_once = forms.BooleanField(
        label="Whoever has the room code comes in at once",
        required=False,
        help_text="Otherwise people without an invitation wait at the door until you let them in.",
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].help_text = f"By your clock, {zone}."
        for name in ("facilitator", "cofacilitator"):
            field = cast("OwnerField", self.fields[name])
            field.empty_label = "Nobody yet" if name == "facilitator" else "Nobody"
            field.ask(self.programme, getattr(self.instance, name, None))
        if self.instance is None:
            self._ask_for_people_and_agenda()

    def _ask_for_people_and_agenda(self) -> None:
        usual = [person.pk for person in leadership(self.programme)]
        is_usual = Case(When(pk__in=usual, then=0), default=1)
        everybody = besides(self.programme, []).order_by(is_usual, "name", "pk")
        self.fields["start"] = forms.ChoiceField(
            label="Which agenda does it start from?",
            choices=agendas.choices(self.programme),
            help_text="Every activity can be changed afterwards.",
        )
        self.fields["people"] = PeopleField(
            everybody,
            label="Who is asked to come?",
            initial=usual,
            help_text="The leadership team is ticked. Everybody is mailed an invitation.",
        )

    def clean_starts_at(self) -> datetime:
        moment: datetime = self.cleaned_data["starts_at"]
        same = self.instance is not None and moment == self.initial.get("starts_at")
        if not same and not now() < moment < now() + AHEAD:
            raise ValidationError("Choose a moment that is still to come, within three years.")
        return moment

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("cofacilitator") and said["cofacilitator"] == said.get("facilitator"):
            self.add_error("cofacilitator", "Choose somebody else, or nobody.")
        return said

    def values(self) -> dict[str, Any]:
        known = super().values()
        return {name: known[name] for name in FIELDS}

    def make(self, by: Person) -> Workshop:
        start = self.cleaned_data["start"]
        planned = Workshop(programme=self.programme, key=self.attempt(), **self.values())
        planned.rule = agendas.rule_of(self.programme, start)
        agenda = agendas.chosen(self.programme, start)
        plan(by, planned, agenda, self.cleaned_data["people"])
        return planned

    def save(self, by: Person) -> Workshop | None:
        saved = cast("Workshop | None", super().save(by))
        if saved and self.instance:
            ask_leaders(by, saved)
        return saved


class InviteesForm(forms.Form):
    """Who else is asked to come."""

    def __init__(self, data: Any, *, workshop: Workshop) -> None:
        super().__init__(data)
        self.workshop = workshop
        coming = workshop.participants.exclude(state=Participant.State.REMOVED)
        known = list(Person.objects.filter(workshops_attended__in=coming))
        people = besides(workshop.programme, known)
        self.fields["people"] = PeopleField(people, label="Who else is asked to come?")

    def invite(self, by: Person) -> int:
        """Invite them; return how many there were."""
        return Participant.invite(by, self.workshop, self.cleaned_data["people"])


class FormatForm(RevisedForm):
    """Under which name an agenda is kept for the next workshop."""

    name = TitleField(
        label="What do you call this format?",
        max_length=NAME,
        help_text="Planning a workshop offers it as an agenda to start from.",
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, programme=workshop.programme, **kwargs)
        self.workshop = workshop

    def make(self, by: Person) -> Format:
        kept = Format(
            programme=self.programme,
            key=self.attempt(),
            activities=agendas.agenda_of(self.workshop),
            **self.values(),
        )
        kept.keep(by)
        return kept

"""Forms of whoever asks: the question, who is asked, until when, and who is meant by a name."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.fields import Joined, SomeOf
from changeprog.programme.models import Function, Person, Programme, Team
from stakeholders.models import Stakeholder, Survey
from stakeholders.models.stakeholder import LINE
from stakeholders.models.survey import (
    FEWEST,
    MOST,
    QUESTION,
    RELATIONS,
    REMINDERS,
    USUAL,
    in_two_weeks,
)

if TYPE_CHECKING:
    from django.db import models

MANY = ("to_functions", "to_teams", "to_people")
BEFORE_SENDING = ("question", "relation", "names")
"""What answers would no longer fit if it were changed afterwards."""
DAYS = [
    ("7", "A week before it closes"),
    ("3", "Three days before"),
    ("1", "The day before"),
    ("0", "On the last day"),
]


def refuse_past(day: date, programme: Programme) -> None:
    """Raise ``ValidationError`` for a day that is over by the programme's clock."""
    if day < localdate(timezone=Survey(programme=programme).zone):
        raise ValidationError("Choose today or a later day.")


class SurveyForm(RevisedForm):
    """A survey, new or changed on top of what was shown."""

    template_name_div = "stakeholders/survey/_fields.html"

    question = TitleField(
        label="What do you ask?",
        max_length=LINE,
        initial=QUESTION,
        help_text="One question that is answered by names. It is the subject of the mail.",
    )
    relation = forms.ChoiceField(
        label="What does an answer mean?",
        choices=RELATIONS,
        initial="advice",
        widget=forms.RadioSelect,
        help_text="The kind of tie that it draws, from whoever answers to those they name.",
    )
    names = forms.IntegerField(
        label="How many names at most?", min_value=FEWEST, max_value=MOST, initial=USUAL
    )
    closes_on = DayField(label="Until when?", initial=in_two_weeks)
    reminders = Joined(
        label="Remind those who have not answered",
        choices=DAYS,
        required=False,
        initial=REMINDERS,
    )
    to_everyone = forms.BooleanField(
        label="Everybody on the map with an e-mail address", required=False, initial=True
    )
    to_functions = SomeOf(label="Functions")
    to_teams = SomeOf(label="Teams")
    to_people = SomeOf(label="People by name")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        on_map = Stakeholder.objects.filter(programme=programme)
        people = Person.objects.present().filter(stakeholder__in=on_map).exclude(email="")
        rows: dict[str, models.QuerySet[Any]] = {
            "to_functions": Function.objects.filter(programme=programme),
            "to_teams": Team.objects.filter(programme=programme, retired_at=None),
            "to_people": people,
        }
        for name, own in rows.items():
            cast("SomeOf", self.fields[name]).queryset = own
        self.fields["closes_on"].help_text = f"It ends with this day, by {programme.time_zone}."
        survey = cast("Survey | None", self.instance)
        if survey and survey.state != Survey.State.DRAFT:
            for name in BEFORE_SENDING:
                del self.fields[name]

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if self.instance is None or day != self.initial.get("closes_on"):
            refuse_past(day, self.programme)
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(name) for name in ("to_everyone", *MANY)):
            self.add_error("to_everyone", "Say who is asked: at least one of these.")
        return said

    def make(self, by: Person) -> Survey:
        said = self.values()
        audience = {name: said.pop(name) for name in MANY}
        survey = Survey(programme=self.programme, key=self.attempt(), **said)
        survey.plan(by, **audience)
        return survey


class UntilForm(forms.Form):
    """Until when a survey runs, again or for longer."""

    closes_on = DayField(label="Until when does it take answers?")

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.fields["closes_on"].help_text = (
            f"It ends with this day, by {survey.programme.time_zone}. "
            "Reminders count back from it anew."
        )

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        refuse_past(day, self.survey.programme)
        return day


class AttemptForm(forms.Form):
    """One attempt, made once however often it is sent."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput(attrs={"data-once": ""}))


class MatchForm(forms.Form):
    """Who is meant by a name that nobody has."""

    person = OneOfPeople(
        queryset=Person.objects.none(),
        required=False,
        label="Who is meant?",
        empty_label="Nobody whom the programme knows",
        help_text="It counts wherever this survey was answered with the same name.",
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.present().filter(programme=programme)
        cast("Any", self.fields["person"]).queryset = people.select_related("function")

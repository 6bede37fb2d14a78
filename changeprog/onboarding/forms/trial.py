"""What a team tries, where it enters the day, and from when until when; and a tick of it."""

from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.models import Objective
from changeprog.onboarding.models import Trial
from changeprog.onboarding.models.trial import TASK, WORDS, OneAtATime, Rhythm
from changeprog.onboarding.trial_days import months_after
from changeprog.programme.fields import OneOf, SentenceField
from changeprog.programme.models import Person, Team


class TrialForm(RevisedForm):
    """One task, or two; the team says it in its own words."""

    task = TitleField(
        label="Which task will you do the new way?",
        max_length=TASK,
        help_text="A small one that comes up often, such as “Note each call on the shared page”.",
    )
    second_task = TitleField(
        label="And a second one?", max_length=TASK, required=False, help_text="Not more than two."
    )
    where = SentenceField(
        label="Where exactly in the working day does it enter?",
        max_length=WORDS,
        missing="Say when in the day: what comes right before it?",
        help_text="What comes right before it? “After each call, before the headset comes off.”",
    )
    purpose = SentenceField(
        label="What is it good for?",
        max_length=WORDS,
        missing="Say what it is good for, in your words.",
    )
    hope = SentenceField(
        label="What do you hope to see?",
        max_length=WORDS,
        missing="Say what you hope to see, so that you can tell later whether it came.",
    )
    objective = OneOf(
        label="Which objective does it serve?",
        empty_label="None yet",
        help_text="Then everybody sees what came of it, up to the vision.",
    )
    rhythm = forms.ChoiceField(
        label="How do you tick it?",
        choices=Rhythm.choices,
        initial=Rhythm.DAY,
        widget=forms.RadioSelect,
        help_text="One tap each. Only you see your own ticks.",
    )
    starts_on = DayField(label="From when on?")
    ends_on = DayField(
        label="Until when?",
        required=False,
        help_text="At least a month, and a month if you say nothing.",
    )
    owner = OwnerField(label="Who looks after it?")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        own = Objective.objects.filter(programme=self.programme)
        cast("OneOf", self.fields["objective"]).queryset = own

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if starts_on := said.get("starts_on"):
            month = months_after(starts_on, 1)
            if "ends_on" not in self.errors:
                said["ends_on"] = said.get("ends_on") or month
                if said["ends_on"] < month:
                    words = f"A trial runs at least a month: until {date_format(month)} or later."
                    self.add_error("ends_on", words)
            begun = cast("Trial | None", self.instance)
            if begun and begun.begun_at and starts_on > localdate():
                self.add_error("starts_on", "It has begun: choose today, or a day before.")
        return said

    def make(self, by: Person) -> Trial:
        values = {**self.values(), "key": self.attempt()}
        trial = Trial(programme=self.programme, team=self.team, **values)
        trial.plan(by)
        return trial

    def save(self, by: Person) -> Any:
        """Return the saved trial, or ``None`` when something speaks against it: it says so."""
        try:
            return super().save(by)
        except OneAtATime as refusal:
            self.add_error(None, str(refusal))
            return None


class TickForm(forms.Form):
    """The day, or the Monday of a week, and whether it was done then."""

    on = forms.DateField(input_formats=["%Y-%m-%d"])
    done = forms.BooleanField(required=False)

"""A milestone, and the words that say it is reached."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TextField, TitleField
from changeprog.direction.forms.link import LinkField
from changeprog.direction.forms.objective import not_in_the_future
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.direction.models import Milestone, Objective
from changeprog.direction.models.milestone import EVIDENCE_LENGTH, REASON_LENGTH
from changeprog.programme.models import Person, Team


class MilestoneForm(RevisedForm):
    """What will have happened, by when, thanks to whom, for which objective."""

    template_name_div = "direction/_milestone_fields.html"

    name = TitleField(
        label="What will have happened?",
        max_length=200,
        help_text="An event one could photograph, such as “First team works with the new system”.",
    )
    due = DayField(label="By when?")
    owner = OwnerField(label="Who owns it?")
    objective = forms.ModelChoiceField(
        queryset=Objective.objects.none(),
        required=False,
        label="Which objective does it serve?",
        empty_label="None yet",
    )
    team = forms.ModelChoiceField(
        queryset=Team.objects.none(),
        required=False,
        label="Which team brings it about?",
        empty_label="None yet",
    )
    visible_benefit = forms.BooleanField(
        required=False,
        label="People will notice the benefit in their daily work",
        help_text="A programme stays alive when such milestones come at regular intervals.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objectives = cast("forms.ModelChoiceField[Objective]", self.fields["objective"])
        objectives.queryset = Objective.objects.filter(programme=self.programme)
        teams = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        present = getattr(self.instance, "team", None)
        teams.queryset = Team.objects.filter(programme=self.programme).offered(present)

    def make(self, by: Person) -> Milestone:
        milestone = Milestone(programme=self.programme, **{**self.values(), "key": self.attempt()})
        milestone.plan(by)
        return milestone


class CallingOffForm(forms.Form):
    """Why a milestone will not happen."""

    why = TextField(
        label="The reason",
        rows=3,
        longest=REASON_LENGTH,
        help_text="Everybody in the programme can read it.",
        error_messages={"required": "Say in a sentence why; whoever waits for it wants to know."},
    )


class CompletionForm(forms.Form):
    """When the milestone was reached, and how one can tell."""

    evidence = TextField(
        label="How can one tell?",
        rows=3,
        longest=EVIDENCE_LENGTH,
        help_text="What is there now that was not there before.",
        error_messages={"required": "Say in a sentence what shows that it is reached."},
    )
    link = LinkField(
        label="Where can one see it?",
        help_text="The address of a report, a screen, a photograph.",
    )
    on = DayField(label="Reached on", initial=localdate)

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        said = {"evidence": milestone.evidence, "link": milestone.link}
        kwargs.setdefault("initial", said)
        super().__init__(*args, **kwargs)
        self.milestone = milestone

    def clean_on(self) -> date:
        return not_in_the_future(self.cleaned_data["on"])

    def save(self, by: Person) -> None:
        """Mark the milestone reached."""
        self.milestone.reach(by, **self.cleaned_data)

"""Forms of what comes out of a meeting: a decision, and who does what by when."""

from typing import Any
from uuid import uuid5

from django import forms

from changeprog.direction.forms.fields import DayField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.programme.forms import PersonChoice
from changeprog.programme.models import Person
from teams.forms.fields import ANOTHER_PROGRAMME, AttemptField, SentenceField
from teams.models import Action, Decision, Meeting, outcome


class DecisionForm(forms.Form):
    """What has been decided."""

    decision = SentenceField(
        label="Decided",
        max_length=outcome.TEXT,
        missing="Say in a sentence what has been decided.",
    )
    key = AttemptField()

    def make(self, by: Person, meeting: Meeting) -> Decision:
        """Write it down, once for the same words in the same attempt."""
        text = self.cleaned_data["decision"]
        key = uuid5(self.cleaned_data["key"], text)
        decision = Decision(programme=meeting.programme, meeting=meeting, key=key, text=text)
        decision.make(by)
        return decision


class NewActionForm(forms.Form):
    """Who does what by when, in one go."""

    action = SentenceField(
        label="To be done", max_length=outcome.TEXT, missing="Say in a sentence what is to be done."
    )
    due = DayField(label="By when?", required=False)
    key = AttemptField()

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        super().__init__(data)
        self.meeting = meeting
        self.fields["owner"] = PersonChoice(
            meeting.programme,
            label="Who does it?",
            error_messages={"invalid_choice": ANOTHER_PROGRAMME},
        )
        self.order_fields(("action", "owner", "due", "key"))

    def make(self, by: Person) -> Action:
        """Write it down, once for the same words in the same attempt."""
        said = self.cleaned_data
        action = Action(
            programme=self.meeting.programme,
            meeting=self.meeting,
            key=uuid5(said["key"], said["action"]),
            text=said["action"],
            owner=said["owner"],
            due=said["due"],
        )
        action.agree(by)
        return action


class ActionForm(RevisedForm):
    """An action that was agreed: its words, who does it, by when."""

    text = TitleField(label="What is to be done?", max_length=outcome.TEXT)
    owner = OwnerField(label="Who does it?")
    due = DayField(label="By when?", required=False)

"""Where a team stands, who leads it there, and the words in which it is invited."""

from typing import Any

from django import forms
from django.utils.formats import date_format

from changeprog.direction.forms.fields import DayField, TextField
from changeprog.onboarding.models import Adoption, Stage
from changeprog.onboarding.models.adoption import INVITATION, AdoptionOvertaken, NotUsualYet
from changeprog.programme.forms import PersonChoice
from changeprog.programme.models import Person
from changeprog.programme.overtaking import SharedForm


class StageForm(forms.Form):
    """Brings a team to a stage, forward or back."""

    stage = forms.ChoiceField(
        label="Where does the team stand?",
        choices=Stage.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a stage."},
    )

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"stage": adoption.stage})
        super().__init__(*args, **kwargs)
        self.adoption = adoption

    def save(self, by: Person) -> bool:
        """Say whether the team stands where it was said; the form has the reason if not."""
        try:
            self.adoption.move(by, self.cleaned_data["stage"])
        except NotUsualYet as refusal:
            self.add_error("stage", str(refusal))
            return False
        return True


class InvitationForm(forms.Form):
    """The words in which a team is invited; everybody with a seat in it reads them."""

    words = TextField(
        label="What do you say to them?",
        required=False,
        longest=INVITATION,
        help_text="Why them, why now, and whom they can ask.",
    )


class ArrangementForm(SharedForm):
    """Who leads a team on board, and when its first trial is meant to begin."""

    lead = forms.ModelChoiceField(queryset=Person.objects.none())
    starts_on = DayField(
        label="When does its first trial begin?",
        required=False,
        help_text="A day that the team can keep. It can be moved.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        held = {
            "lead": adoption.present_lead,
            "starts_on": adoption.starts_on,
            "revision": adoption.revision,
        }
        kwargs.setdefault("initial", held)
        super().__init__(*args, **kwargs)
        self.adoption = adoption
        self.fields["lead"] = PersonChoice(
            adoption.programme,
            label="Who leads the team there?",
            help_text="Best somebody of the team, whom the others ask anyway.",
            error_messages={"invalid_choice": "Choose somebody who takes part."},
        )
        self.order_fields(["lead", "starts_on"])

    def save(self, by: Person) -> bool:
        """Say whether it is saved; if not, somebody was quicker, and the form says so."""
        said = self.cleaned_data
        try:
            self.adoption.arrange(by, said["revision"], said["lead"], said["starts_on"])
        except AdoptionOvertaken as other:
            self._show_theirs(other.current)
            return False
        return True

    def _show_theirs(self, current: Adoption) -> None:
        """Say what somebody else saved meanwhile."""
        day = date_format(current.starts_on) if current.starts_on else "no day yet"
        self.show_both(current.revision, f"{current.lead or 'nobody'}, {day}.")

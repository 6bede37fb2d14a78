"""Forms of a profile: how somebody stands, what they see themselves as, what moves them."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from changeprog.direction.forms.fields import DayField, TextField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.models import Person
from stakeholders.forms.levels import LevelField, SupportField
from stakeholders.models import Stakeholder
from stakeholders.models.stakeholder import LINE, WORDS

MAY_NOT_SEE = "Choose one from the list: the others may not open this profile."


class StandingForm(RevisedForm):
    """Levels, who keeps the relationship, and when the next conversation is.

    Support now is asked while nobody knows it; afterwards a conversation moves it.
    """

    template_name_div = "stakeholders/profile/_standing_fields.html"

    influence = LevelField(label="Influence")
    interest = LevelField(label="Interest")
    touched = LevelField(label="How much the change touches them")
    support = SupportField(label="Support now")
    needed = SupportField(label="Support needed")
    owner = OwnerField(
        label="Who keeps the relationship?", error_messages={"invalid_choice": MAY_NOT_SEE}
    )
    next_on = DayField(label="Next conversation", required=False)
    may_be_asked = forms.BooleanField(label="May be proposed as an ambassador", required=False)
    instance: Stakeholder

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = cast("OwnerField", self.fields["owner"])
        owner.queryset = self.instance.who_may_see()
        if not owner.help_text:
            owner.help_text = "Whoever leads may, and their own ambassador."
        if self.instance.support is not None:
            del self.fields["support"]

    def clean_next_on(self) -> date | None:
        """A day that is new lies ahead; one that has passed may stay."""
        day: date | None = self.cleaned_data["next_on"]
        if day and day != self.instance.next_on and day < localdate():
            raise ValidationError("This day is over. Choose one that lies ahead.")
        return day


class IdentityForm(RevisedForm):
    """The role somebody sees themselves in, and what they guard."""

    sees_self_as = TitleField(
        label="What do they see themselves as?",
        max_length=LINE,
        required=False,
        help_text="Such as “the one who knows the big accounts by heart”.",
    )
    guards = TextField(
        label="What do they guard?",
        longest=WORDS,
        required=False,
        rows=3,
        help_text="What would be lost for them if it went wrong.",
    )


class MotivesForm(RevisedForm):
    """What is incentive and what requirement for somebody, and what helps them."""

    incentive = TextField(
        label="What is an incentive for them?",
        longest=WORDS,
        required=False,
        rows=2,
        help_text="What they would gain.",
    )
    requirement = TextField(
        label="What is a requirement?",
        longest=WORDS,
        required=False,
        rows=2,
        help_text="What they have to do in any case.",
    )
    skills = TextField(
        label="Which skills and help do they need?",
        longest=WORDS,
        required=False,
        rows=2,
        help_text="What they still have to learn, and who shows them.",
    )
    mentor = OneOfPeople(
        queryset=Person.objects.none(), required=False, label="Mentor", empty_label="Nobody yet"
    )
    instance: Stakeholder

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.present().with_role().filter(programme=self.programme)
        mentor = cast("OneOfPeople", self.fields["mentor"])
        mentor.queryset = people.exclude(pk=self.instance.person_id)

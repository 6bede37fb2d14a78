"""Who becomes a mentor of a team, with how much of their week, and by whose word."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from changeprog.direction.forms.fields import FigureField, TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.onboarding.models import AlreadyMentor, Mentorship
from changeprog.onboarding.models.mentorship import ABOUT, WEEK
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.fields import ANOTHER_PROGRAMME
from changeprog.programme.models import Person, Programme, Team


class OfProgramme(OneOfPeople):
    """Somebody of the form's programme; required."""

    def __init__(self, *, missing: str, **kwargs: Any) -> None:
        messages = {"required": missing, "invalid_choice": ANOTHER_PROGRAMME}
        super().__init__(
            queryset=Person.objects.none(),
            empty_label="Choose somebody",
            error_messages=messages,
            **kwargs,
        )


class TimeForm(RevisedForm):
    """What is agreed with a mentor."""

    hours = FigureField(label="How many hours a week?", example="2")
    granted_by = OfProgramme(
        label="Who sets that time aside?",
        missing="Say whose word it is: time that nobody grants is gone in the next busy week.",
        help_text="Whoever decides about that week and stands by it.",
    )
    about = TitleField(
        label="What can they be asked about?",
        required=False,
        max_length=ABOUT,
        help_text="Such as “Anything about quotes; I did them by hand for ten years”.",
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        present = Q(removed_at=None) & ~Q(role="")
        for name, field in self.fields.items():
            if isinstance(field, OfProgramme):
                chosen = Q(pk__in=[each.pk for each in self.chosen(name)])
                people = Person.objects.filter(present | chosen, programme=programme)
                field.queryset = people

    def clean_hours(self) -> Decimal:
        hours: Decimal = self.cleaned_data["hours"].quantize(Decimal("0.01"))
        if not 0 < hours <= WEEK:
            raise ValidationError(f"Write hours a week, more than none and at most {WEEK}.")
        return hours


class MentorForm(TimeForm):
    """A new mentor of ``team``."""

    person = OfProgramme(label="Who is the mentor?", missing="Choose who is to be the mentor.")
    field_order = ("person", "hours", "granted_by", "about")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, programme=team.programme, **kwargs)
        self.team = team

    def make(self, by: Person) -> Mentorship:
        """Name the mentor; raises ``AlreadyMentor``."""
        said = {**self.values(), "key": self.attempt()}
        mentorship = Mentorship(programme=self.programme, team=self.team, **said)
        mentorship.name_it(by)
        return mentorship

    def name_mentor(self, by: Person) -> Mentorship | None:
        """Return the new mentor, or nothing where the form says why not."""
        try:
            return self.make(by)
        except AlreadyMentor as refusal:
            self.add_error("person", str(refusal))
            return None

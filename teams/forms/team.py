"""What a team is called, what it is for, and which functions it has to have."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from changeprog.direction.forms.fields import TextField
from changeprog.programme.forms import LineField
from changeprog.programme.models import Function, Person, Programme, Team
from changeprog.programme.models.team import NAME, PURPOSE, TeamOvertaken, TeamTaken
from changeprog.programme.overtaking import SharedForm
from teams.forms.fields import TOO_LONG, AttemptField, SomeOf
from teams.models import RequiredFunction


class TeamForm(SharedForm):
    """Adds a team that adopts the change, or says anew what ``team`` is called and is for."""

    name = LineField(
        label="What is the team called?",
        max_length=NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": "Give it a name.", "max_length": TOO_LONG},
    )
    purpose = TextField(
        label="What is it for?",
        longest=PURPOSE,
        rows=3,
        required=False,
        help_text="In a sentence or two, so that people know what to bring to it.",
    )
    key = AttemptField()
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(
        self, *args: Any, programme: Programme, team: Team | None = None, **kwargs: Any
    ) -> None:
        if team:
            said = {"name": team.name, "purpose": team.purpose, "revision": team.revision}
            kwargs["initial"] = said
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.team = team

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Team.objects.filter(programme=self.programme, name__iexact=name)
        known = others.exclude(pk=self.team.pk) if self.team else self._of_other_attempts(others)
        if same := known.first():
            raise ValidationError(str(TeamTaken(same.name)))
        return name

    def save(self, by: Person) -> Team | None:
        """Return the saved team, or ``None`` when it cannot be: the form then says why."""
        name, purpose = self.cleaned_data["name"], self.cleaned_data["purpose"]
        try:
            if self.team is None:
                return Team.add(by, self.cleaned_data["key"], name, purpose)
            self.team.describe(by, self.cleaned_data["revision"], name, purpose)
        except TeamTaken as refusal:
            self.add_error("name", str(refusal))
            return None
        except TeamOvertaken as other:
            current = other.current
            self.show_both(current.revision, f"{current.name}. {current.purpose}")
            return None
        return self.team

    def _of_other_attempts(self, teams: Any) -> Any:
        """Leave out what an earlier click of the same attempt has added."""
        attempt = AttemptField().clean(self.data.get("key"))
        return teams.exclude(key=attempt)


class RequiredForm(forms.Form):
    """Which functions a team has to have beyond those it needs anyway."""

    functions = SomeOf(
        label="Who else has to be in it?",
        help_text="A function that is required and has nobody there is named as missing.",
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        known = RequiredFunction.objects.filter(team=team).values_list("function", flat=True)
        kwargs.setdefault("initial", {"functions": list(known)})
        super().__init__(*args, **kwargs)
        self.team = team
        field = cast("forms.ModelMultipleChoiceField[Function]", self.fields["functions"])
        field.queryset = self._choices()

    def save(self, by: Person) -> None:
        """Require what was chosen, and nothing else beyond what the team needs anyway."""
        RequiredFunction.require(by, self.team, list(self.cleaned_data["functions"]))

    def _choices(self) -> Any:
        functions = Function.objects.filter(programme=self.team.programme)
        return functions if self.team.is_adopting else functions.filter(core=False)

"""What has to be true, who says that it is, what shows it, and why it is taken back."""

from typing import Any
from uuid import uuid4, uuid5

from django import forms

from changeprog.direction.forms.fields import FigureField, TextField, TitleField
from changeprog.direction.forms.link import LinkField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.direction.models import Objective
from changeprog.onboarding.criterion_starters import limits_of
from changeprog.onboarding.figures_in_band import MOST
from changeprog.onboarding.models import Criterion, Evidence
from changeprog.onboarding.models import criterion as limits
from changeprog.onboarding.models import evidence as evidence_limits
from changeprog.programme.forms import PersonChoice
from changeprog.programme.models import Person, Programme, Role, Team

FIGURES = ("objective", "low", "high")
"""What only a criterion about figures has."""


class AcceptorField(PersonChoice):
    """Somebody who may say that it is so: whoever takes part and does not only look on."""

    def __init__(self, programme: Programme, **kwargs: Any) -> None:
        super().__init__(programme, label="Who accepts it?", **kwargs)
        assert self.queryset is not None  # noqa: S101 -- given above
        self.queryset = self.queryset.exclude(role=Role.OBSERVER)


class ObjectiveField(forms.ModelChoiceField[Objective]):
    """An objective, offered with its unit."""

    def label_from_instance(self, obj: Objective) -> str:
        return f"{obj.measure} ({obj.unit})"


class CriterionForm(RevisedForm):
    """One criterion of a team, or of the programme where no ``team`` is given."""

    template_name_div = "onboarding/criteria/_fields.html"

    kind = forms.TypedChoiceField(
        label="What is it about?", choices=Criterion.Kind, coerce=str, initial=Criterion.Kind.OWN
    )
    statement = TitleField(
        label="What has to be true?",
        max_length=limits.STATEMENT,
        help_text="So that two people who look at it would say the same, such as “The old ticket "
        "form is switched off”.",
    )
    objective = ObjectiveField(
        label="Which objective is read?",
        queryset=Objective.objects.none(),
        required=False,
        empty_label="None",
    )
    low = FigureField(label="At least", example="4", required=False)
    high = FigureField(label="At most", example="6", required=False)
    months = forms.IntegerField(
        label="For how many months?",
        min_value=1,
        max_value=MOST,
        initial=limits.MONTHS,
        required=False,
    )

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        self.fields["objective"].queryset = Objective.objects.filter(  # type: ignore[attr-defined]
            programme=self.programme
        )
        help_text = "The one person who may say that it is so, and may take that back."
        self.fields["acceptor"] = AcceptorField(self.programme, help_text=help_text)
        if self.instance:
            self.initial["acceptor"] = self.instance.held("acceptor")

    def clean_months(self) -> int:
        months: int | None = self.cleaned_data["months"]
        return months or limits.MONTHS

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("kind") == Criterion.Kind.FIGURES:
            self._clean_figures()
        else:
            self.cleaned_data.update(dict.fromkeys(FIGURES))
            for name in FIGURES:
                self.errors.pop(name, None)
        return self.cleaned_data

    def _clean_figures(self) -> None:
        """See that there is an objective and a band; by itself it is the one it asks for."""
        cleaned = self.cleaned_data
        objective, low, high = (cleaned.get(name) for name in FIGURES)
        if not objective:
            self.add_error("objective", "Choose the objective whose readings tell.")
        elif low is None and high is None and not {"low", "high"} & set(self.errors):
            cleaned["low"], cleaned["high"] = limits_of(objective)
        elif low is not None and high is not None and low > high:
            self.add_error("high", "That is below what it shall be at least.")

    def make(self, by: Person) -> Criterion:
        values = {**self.values(), "key": self.attempt()}
        criterion = Criterion(programme=self.programme, team=self.team, **values)
        criterion.agree(by)
        return criterion


class AcceptanceForm(forms.Form):
    """Which revision was read by who accepts it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TakingBackForm(forms.Form):
    """Why an acceptance is taken back."""

    why = TextField(
        label="Why is it not so, or not any more?",
        rows=3,
        longest=limits.WORDS,
        help_text="Everybody reads it, beside your name.",
    )


class EvidenceForm(forms.Form):
    """What shows that a criterion is met."""

    words = TextField(
        label="What shows it?",
        rows=3,
        longest=evidence_limits.WORDS,
        help_text="What somebody else can go and see.",
    )
    link = LinkField(label="Where can it be seen?")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def give(self, by: Person, criterion: Criterion) -> Evidence:
        """Save the evidence, once an attempt."""
        words, link = self.cleaned_data["words"], self.cleaned_data["link"]
        key = uuid5(self.cleaned_data["key"], f"{criterion.pk} {words} {link}")
        evidence = Evidence(
            programme=criterion.programme,
            criterion=criterion,
            key=key,
            words=words,
            link=link,
            by=by,
        )
        evidence.give()
        return evidence


class BeginningForm(forms.Form):
    """With which criteria a team begins, and who accepts them."""

    def __init__(self, *args: Any, programme: Programme, team: Team | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if team:
            self.fields["pattern"] = forms.ModelChoiceField(
                label="With which?",
                queryset=_patterns(programme, team),
                required=False,
                empty_label="Those that most teams begin with",
                help_text="Or with those of another team. Each can be changed afterwards.",
            )
        self.fields["acceptor"] = AcceptorField(
            programme, help_text="The same person for all of them, for now."
        )


def _patterns(programme: Programme, team: Team) -> Any:
    agreed = Criterion.objects.filter(programme=programme).of_teams().exclude(team=team)
    own = Team.objects.filter(programme=programme).adopting().active()
    return own.filter(pk__in=agreed.values("team")).in_order()

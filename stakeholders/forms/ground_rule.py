"""Forms of unwritten ground rules: noting and changing one, and finding some among many."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from changeprog.direction.forms.fields import TextField, TitleField
from changeprog.direction.forms.revised import OwnerField, RevisedForm
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.fields import OneOf
from changeprog.programme.models import Function, Person, Programme, Team
from stakeholders.models import GroundRule, Stakeholder
from stakeholders.models.ground_rule import RULE
from stakeholders.models.stakeholder import WORDS


class GroundRuleForm(RevisedForm):
    """What is heard, from whom, where it holds, what it does, and what is done about it."""

    words = TitleField(
        label="Around here…",
        max_length=RULE,
        help_text="As people say it, such as “…whoever asks gets the work”.",
        error_messages={"required": "Say the rule in a sentence."},
    )
    effect = forms.ChoiceField(
        label="What does it do to the change?",
        choices=GroundRule.Effect.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it hurts or helps."},
    )
    heard_from = OneOfPeople(
        queryset=Person.objects.none(),
        required=False,
        label="Heard from",
        empty_label="Not said",
    )
    function = OneOf(label="In which function?", empty_label="Everywhere")
    team = OneOf(label="In which team?", empty_label="Everywhere")
    answer = TextField(
        label="What is done about it?",
        rows=3,
        required=False,
        longest=WORDS,
        help_text="What makes it untrue, or keeps it true if it helps.",
    )
    owner = OwnerField(label="Who sees to that?")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        own = Q(programme=programme)
        on_map = Stakeholder.objects.filter(own)
        told_by = Q(stakeholder__in=on_map, removed_at=None) | self._kept("heard_from")
        rows: dict[str, QuerySet[Any]] = {
            "heard_from": Person.objects.filter(own & told_by).distinct(),
            "function": Function.objects.filter(own),
            "team": Team.objects.filter(own & (Q(retired_at=None) | self._kept("team"))),
        }
        for name, choice in rows.items():
            cast("OneOf", self.fields[name]).queryset = choice

    def _kept(self, name: str) -> Q:
        """Return the condition of what the rule says already, so that saving it changes nothing."""
        return Q(pk__in=[row.pk for row in self.chosen(name)])

    def make(self, by: Person) -> GroundRule:
        rule = GroundRule(programme=self.programme, key=self.attempt(), **self.values())
        rule.note(by)
        return rule


class RuleFilter(forms.Form):
    """Which rules are shown."""

    effect = forms.ChoiceField(
        label="Effect", choices=[("", "All"), *GroundRule.Effect.choices], required=False
    )
    function = OneOf(label="Function", empty_label="All")
    team = OneOf(label="Team", empty_label="All")
    owner = OneOf(label="Who sees to it", empty_label="All")
    answered = forms.ChoiceField(
        label="What is done",
        choices=[("", "All"), ("no", "Nothing yet"), ("yes", "Something")],
        required=False,
    )

    def __init__(self, data: Any, *, programme: Programme) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.programme = programme
        own = GroundRule.objects.filter(programme=programme)
        rows: dict[str, QuerySet[Any]] = {
            "function": Function.objects.filter(pk__in=own.values("function")),
            "team": Team.objects.filter(pk__in=own.values("team")),
            "owner": Person.objects.filter(pk__in=own.values("owner")),
        }
        for name, choice in rows.items():
            cast("OneOf", self.fields[name]).queryset = choice

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return any(self.data.get(name) for name in self.fields)

    def rules(self) -> QuerySet[GroundRule]:
        """Return the rules that are shown; a choice that does not exist leaves nothing out."""
        self.is_valid()
        said = {name: value for name, value in self.cleaned_data.items() if value}
        answered = said.pop("answered", "")
        rows = GroundRule.objects.filter(programme=self.programme, **said)
        if answered:
            rows = rows.filter(answer="") if answered == "no" else rows.exclude(answer="")
        return rows.loudest()


class HearingForm(forms.Form):
    """One tap that a rule was heard again."""

    key = forms.UUIDField(required=False)

"""The form of the consensus rule: when a proposal is agreed."""

from typing import Any, cast

from django import forms

from changeprog.direction.models.revised import Overtaken
from changeprog.programme.models import Person
from changeprog.programme.overtaking import SharedForm
from workshops.consensus import Rule
from workshops.gradients import BEST, GRADIENTS, REASON_FROM, WORST
from workshops.models import Workshop
from workshops.ruling import in_words, set_rule

WORSTS = [
    (8, "anywhere, also at a veto"),
    (7, "anywhere but at 8"),
    (6, "anywhere but at 7 or 8"),
    (5, "at 5 or better"),
    (4, "at 4 or better"),
]


class RuleForm(SharedForm):
    """When a proposal is agreed; rounds that were opened keep the rule they were opened with."""

    stands_on = "based_on"

    worst = forms.TypedChoiceField(label="Everybody may stand", choices=WORSTS, coerce=int)
    share = forms.IntegerField(
        label="Per cent that have to agree in every function",
        help_text="0 asks nothing of the functions.",
        min_value=0,
        max_value=100,
    )
    level = forms.TypedChoiceField(
        label="To agree is to stand at this level, or better",
        choices=[(each.level, str(each)) for each in GRADIENTS[BEST - 1 : WORST - 1]],
        coerce=int,
    )
    quorum = forms.IntegerField(
        label="Per cent of those invited who have to answer",
        help_text="0 asks for no quorum.",
        min_value=0,
        max_value=100,
    )
    required = forms.TypedMultipleChoiceField(
        label="Functions from which somebody has to answer",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    reasons = forms.BooleanField(
        label=f"From {REASON_FROM} on an answer counts only with a reason", required=False
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any, *, workshop: Workshop) -> None:
        rule = Rule.from_json(workshop.rule)
        super().__init__(data, initial={**rule.to_json(), "based_on": workshop.revision})
        self.workshop = workshop
        functions = workshop.programme.functions.all()
        self.fields["required"].choices = [(each.pk, each.name) for each in functions]  # type: ignore[attr-defined]

    def save(self, by: Person) -> bool:
        """Set the rule; say whether that went well. If not, the form says what is there now."""
        said = {**self.cleaned_data}
        based_on = said.pop("based_on") or 0
        rule = Rule(**said | {"required": tuple(said["required"])})
        try:
            set_rule(self.workshop, by, rule, based_on)
        except Overtaken as other:
            current = cast("Workshop", other.current)
            self.show_both(current.revision, " ".join(in_words(current)))
            return False
        return True

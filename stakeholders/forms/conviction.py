"""Forms of what stands behind support: a conviction, a guarantee given or an exception allowed."""

from typing import Any, cast

from django import forms

from changeprog.direction.forms.fields import DayField, TitleField
from changeprog.direction.forms.revised import RevisedForm
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.fields import TOO_LONG
from changeprog.programme.forms import LineField
from changeprog.programme.models import Person
from changeprog.programme.overtaking import SharedForm
from stakeholders.models import Belief, Conviction, Guarantee, Reconsidered, Stakeholder
from stakeholders.models.conviction import ConvictionState
from stakeholders.models.stakeholder import LINE


class ConvictionForm(SharedForm):
    """Whether somebody believes one of the six, and what shows it."""

    stands_on = "seen"

    state = forms.ChoiceField(
        label="Do they believe it?", choices=ConvictionState.choices, widget=forms.RadioSelect
    )
    evidence = LineField(
        label="What shows it?",
        required=False,
        max_length=LINE,
        help_text="Something they said or did.",
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"max_length": TOO_LONG},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, stakeholder: Stakeholder, belief: Belief) -> None:
        row = stakeholder.convictions.filter(belief=belief).first() or Conviction(belief=belief)
        initial = {"state": row.state, "evidence": row.evidence, "seen": row.seen}
        super().__init__(data, initial=initial)
        self.stakeholder, self.belief = stakeholder, belief

    def save(self, by: Person) -> bool:
        """Keep it; False when somebody was quicker, whose words the form then shows."""
        said = self.cleaned_data
        try:
            Conviction.say(
                by,
                self.stakeholder,
                self.belief,
                said["state"],
                said["evidence"],
                seen=said["seen"],
            )
        except Reconsidered as other:
            self._show_both(other.current)
            return False
        return True

    def _show_both(self, current: Conviction) -> None:
        theirs = ConvictionState(current.state).label
        words = f"{theirs}. {current.evidence}" if current.evidence else theirs
        self.show_both(current.seen, words)


class GuaranteeForm(RevisedForm):
    """What somebody was promised, or allowed."""

    template_name_div = "stakeholders/profile/_guarantee_fields.html"

    kind = forms.ChoiceField(
        label="What is it?", choices=Guarantee.Kind.choices, widget=forms.RadioSelect
    )
    words = TitleField(
        label="In which words?",
        max_length=LINE,
        error_messages={"required": "Write what was promised, as it was said."},
    )
    given_by = OneOfPeople(
        queryset=Person.objects.none(), required=False, label="By whom?", empty_label="Not said"
    )
    until = DayField(label="Until when?", required=False)
    outcome = forms.ChoiceField(label="Was it kept?", choices=Guarantee.Outcome.choices)

    def __init__(self, *args: Any, stakeholder: Stakeholder, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": Guarantee.Kind.GUARANTEE})
        super().__init__(*args, **kwargs)
        self.stakeholder = stakeholder
        giver = cast("OneOfPeople", self.fields["given_by"])
        people = Person.objects.present().with_role().filter(programme=self.programme)
        there = self.chosen("given_by")
        giver.queryset = people | Person.objects.filter(pk__in=[each.pk for each in there])
        if self.instance is None:
            del self.fields["outcome"]

    def make(self, by: Person) -> Guarantee:
        """Keep a new one, once per attempt."""
        fresh = Guarantee(
            programme=self.programme,
            stakeholder=self.stakeholder,
            key=self.attempt(),
            **self.values(),
        )
        fresh.give(by)
        return fresh

"""Forms of the working rules: proposing, rewriting, saying where one stands, adopting."""

from typing import Any
from uuid import uuid5

from django import forms

from changeprog.programme.models import Person
from changeprog.programme.overtaking import SharedForm
from teams.forms.fields import AttemptField, SentenceField
from teams.models import NotAgreed, RuleAnswer, RuleComment, RuleOvertaken, RuleVersion, WorkingRule
from teams.models.rule import TEXT
from teams.starters import STARTERS, starter


class RuleForm(SharedForm):
    """A rule and the reason for it: proposed, or put into other words on top of what was shown."""

    stands_on = "based_on"

    text = SentenceField(
        label="The rule",
        max_length=TEXT,
        missing="Say in a sentence what you all will do.",
        help_text="One sentence that begins with “We”, or with who does what.",
    )
    reason = SentenceField(
        label="Why do we need it?",
        max_length=TEXT,
        missing="Say why. A rule without a reason is soon forgotten.",
    )
    key = AttemptField()
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any, *, rule: WorkingRule | None = None, asked: str = "") -> None:
        """Begin with the newest words of ``rule``, or with those of the starter ``asked`` for."""
        begin: dict[str, Any] = {}
        if rule:
            newest = rule.newest()
            begin = {"text": newest.text, "based_on": newest.number}
        elif known := starter(asked):
            begin = {"text": known.text, "reason": known.reason}
        super().__init__(data, initial=begin)
        self.rule = rule
        self.fields["text"].widget.attrs["autofocus"] = True
        if rule:
            self.fields["reason"].label = "Why other words?"

    def propose(self, by: Person) -> WorkingRule:
        """Propose the rule, once for the same words in the same attempt."""
        said = self.cleaned_data
        key = uuid5(said["key"], said["text"])
        return WorkingRule.propose(by, key, said["text"], said["reason"])

    def rewrite(self, by: Person) -> RuleVersion | None:
        """Propose other words; ``None`` when somebody was quicker, whose words the form shows."""
        assert self.rule is not None, "there is nothing to rewrite"  # noqa: S101
        said = self.cleaned_data
        try:
            return self.rule.rewrite(by, said["text"], said["reason"], said["based_on"] or 0)
        except RuleOvertaken as other:
            theirs = f"{other} Theirs: “{other.current.text}”"
            words = f"{theirs} Yours is below; send it again to propose it instead."
            self.yield_to(other.current.number, words, "text")
            return None


class StarterForm(forms.Form):
    """Which of the rules to begin with is proposed."""

    starter = forms.ChoiceField(choices=[(each.name, each.text) for each in STARTERS])

    def propose(self, by: Person) -> WorkingRule | None:
        """Propose it, once; ``None`` when there is no such rule."""
        if not self.is_valid() or not (found := starter(self.cleaned_data["starter"])):
            return None
        return WorkingRule.propose(by, found.key(by.programme), found.text, found.reason)


class AnswerForm(forms.Form):
    """Whether somebody can live with a rule, and if not yet, because of what."""

    can_live = forms.TypedChoiceField(
        label="Where do you stand?",
        choices=[("yes", "I can live with it"), ("not-yet", "Not yet, because…")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    because = SentenceField(
        label="Because…",
        max_length=TEXT,
        required=False,
        missing="",
        help_text="What would have to be different? Only “not yet” needs it.",
    )

    def __init__(self, data: Any, *, version: RuleVersion, by: Person) -> None:
        said = version.answers.filter(person=by).first()
        stand = {True: "yes", False: "not-yet"}.get(said.can_live) if said else ""
        because = said.because if said else ""
        super().__init__(data, initial={"can_live": stand, "because": because})
        self.version, self.by = version, by

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("can_live") is False and not self.cleaned_data.get("because"):
            self.add_error("because", "Say what would have to be different, so that it can be.")
        return self.cleaned_data

    def give(self) -> bool:
        """Keep the answer; say whether the rule is still only proposed."""
        said = self.cleaned_data
        return RuleAnswer.give(
            self.version, self.by, can_live=said["can_live"], because=said["because"]
        )


class CommentForm(forms.Form):
    """A short remark on a proposed rule."""

    text = SentenceField(
        label="Your remark", max_length=TEXT, missing="Say it in a sentence or two."
    )
    key = AttemptField()

    def make(self, version: RuleVersion, by: Person) -> RuleComment:
        """Add the remark, once for the same words in the same attempt."""
        said = self.cleaned_data
        return RuleComment.make(version, by, uuid5(said["key"], said["text"]), said["text"])


class AdoptionForm(forms.Form):
    """Putting a rule in force; over an open "not yet" with a sentence why."""

    note = SentenceField(
        label="Why does it hold although somebody says “not yet”?",
        max_length=TEXT,
        required=False,
        missing="",
        help_text="It stays with the rule, for all to read.",
    )

    def __init__(self, data: Any, *, version: RuleVersion, doubted: bool) -> None:
        super().__init__(data)
        self.version = version
        if not doubted:
            self.fields["note"].widget = forms.HiddenInput()

    def adopt(self, by: Person) -> bool:
        """Put the rule in force; say whether this did it. A refusal is said in the form."""
        try:
            return self.version.adopt(by, self.cleaned_data["note"])
        except NotAgreed as refusal:
            self.add_error("note", str(refusal))
            return False


class WithdrawalForm(forms.Form):
    """Why a rule, or the proposal of one, is withdrawn."""

    why = SentenceField(
        label="Why?", max_length=TEXT, missing="Say why; whoever proposed it wants to know."
    )

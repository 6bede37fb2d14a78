"""Forms of consensus: the words, the round on them, where somebody stands, why it is annulled."""

from typing import Any, cast

from django import forms

from changeprog.direction.models.revised import Overtaken
from changeprog.programme.models import Person
from changeprog.programme.overtaking import SharedForm
from teams.forms.fields import TOO_LONG, AttemptField, SentenceField
from workshops.gradients import REASON_FROM, Scale
from workshops.models import Activity, Proposal, Round
from workshops.models.proposal import TEXT
from workshops.models.round import NOTE
from workshops.sealed import REASON

NAMED, ANONYMOUS = "named", "anonymous"


class WordsForm(SharedForm):
    """The words of a proposal: the first ones, or others on top of those that were shown."""

    stands_on = "based_on"

    text = forms.CharField(
        label="The proposal",
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autofocus": True}),
        help_text="One text that everybody can answer to. It appears on all screens.",
        error_messages={"required": "Write what people should answer to.", "max_length": TOO_LONG},
    )
    key = AttemptField()
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any, *, proposal: Proposal | None = None) -> None:
        begin: dict[str, Any] = {}
        if proposal:
            begin = {"text": proposal.newest().text, "based_on": proposal.revision}
        super().__init__(data, initial=begin)
        self.proposal = proposal

    def propose(self, by: Person, activity: Activity) -> bool:
        """Put a new proposal on the table, once; say whether this did it."""
        said = self.cleaned_data
        made = Proposal(programme=activity.programme, activity=activity, key=said["key"])
        return made.propose(by, said["text"])

    def amend(self, by: Person) -> bool:
        """Change the words; say whether that went well. If not, the form shows both versions."""
        assert self.proposal is not None, "there are no words yet"  # noqa: S101
        said = self.cleaned_data
        try:
            self.proposal.amend(by, said["text"], said["based_on"] or 0)
        except Overtaken as other:
            self._show_both(cast("Proposal", other.current))
            return False
        return True

    def _show_both(self, current: Proposal) -> None:
        theirs = f"Somebody else changed the words meanwhile: “{current.newest().text}” "
        words = f"{theirs}Yours are below; send them again to replace these."
        self.yield_to(current.revision, words, "text")


class RoundForm(forms.Form):
    """How the next round is held."""

    secrecy = forms.ChoiceField(choices=[(NAMED, "Named"), (ANONYMOUS, "Anonymous")])
    scale = forms.ChoiceField(choices=Scale.choices)
    key = AttemptField()

    def open(self, by: Person, proposal: Proposal) -> Round:
        """Open the round, once."""
        said = self.cleaned_data
        anonymous = said["secrecy"] == ANONYMOUS
        return Round.open_on(proposal, by, said["key"], anonymous=anonymous, scale=said["scale"])


class PositionForm(forms.Form):
    """Where somebody stands, and why."""

    level = forms.TypedChoiceField(coerce=int)
    reason = forms.CharField(
        required=False, max_length=REASON, error_messages={"max_length": TOO_LONG}
    )

    def __init__(self, data: Any, *, held: Round) -> None:
        super().__init__(data)
        self.held = held
        field = cast("forms.TypedChoiceField", self.fields["level"])
        field.choices = [(level, str(level)) for level in held.levels]

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        asked = self.held.consensus_rule.reasons and said.get("level", 0) >= REASON_FROM
        if asked and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why, please: it counts once there is a reason with it.")
        return said


class AnnulmentForm(forms.Form):
    """Why a round counts for nothing."""

    why = SentenceField(
        label="Why does it not count?",
        max_length=NOTE,
        missing="Say why; it stands in the record.",
        help_text="Everybody sees it. Nobody will ever see the answers of a round that is open.",
    )

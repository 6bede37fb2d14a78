"""What people do to an edition on its desk: each form is one act, on top of what was seen."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime, now

from changeprog.communications import arranging, proofs
from changeprog.communications.arranging import Act
from changeprog.communications.models import Edition
from changeprog.communications.models.decided import REASON
from changeprog.communications.models.procedure import SETTLING, WORD_LENGTH
from changeprog.programme.forms import WordsField
from changeprog.programme.models import Person

LONGEST = timedelta(days=60)
"""For how long an edition may be postponed."""
WORDS = {
    arranging.MOVE: "Moved.",
    arranging.LEAVE_OUT: "Left out.",
    arranging.TAKE_BACK: "It is told again.",
}


class DeskForm(forms.Form):
    """One act on an edition; ``name`` is that of the form on the page.

    What ``changes`` nothing of the edition leaves nothing to undo.
    """

    name: ClassVar[str]
    changes: ClassVar[bool] = True
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, edition: Edition) -> None:
        initial = {"revision": edition.revision, **self.first(edition)}
        super().__init__(data, initial=initial, auto_id=f"{self.name}_%s")
        self.edition = edition

    @staticmethod
    def first(_: Edition) -> dict[str, Any]:
        """Return what stands in the fields at first."""
        return {}

    def save(self, by: Person) -> str:
        """Do it and return what to say."""
        raise NotImplementedError


class ArrangeForm(DeskForm):
    """Moving, leaving out or taking back a passage or a line.

    ``move`` names what it comes to stand before; without a ``kind`` it is moved.
    """

    name = "arrange"
    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in arranging.KINDS], initial=arranging.MOVE, required=False
    )
    section = forms.CharField(max_length=60)
    mark = forms.CharField(max_length=12, required=False)
    move = forms.CharField(max_length=60, required=False)

    def save(self, by: Person) -> str:
        said = self.cleaned_data
        act = Act(said["kind"] or arranging.MOVE, said["section"], said["mark"], said["move"])
        self.edition.arrange(by, said["revision"], act)
        return WORDS[act.kind]


class EditionWordForm(DeskForm):
    """The word on top of the edition."""

    name = "word"
    word = WordsField(
        label="Your word on top",
        required=False,
        max_length=WORD_LENGTH,
        help_text="Everybody reads it first. Leave it empty for none.",
    )

    @staticmethod
    def first(edition: Edition) -> dict[str, Any]:
        return {"word": edition.word}

    def save(self, by: Person) -> str:
        self.edition.put(by, self.cleaned_data["revision"], self.cleaned_data["word"])
        return "Your word stands on top." if self.cleaned_data["word"] else "No word this time."


class RenewForm(DeskForm):
    """Composing it anew."""

    name = "renew"

    def save(self, by: Person) -> str:
        self.edition.renew(by, self.cleaned_data["revision"], now() - SETTLING)
        return "Composed anew: it tells what has happened until now, arranged as before."


class ApproveForm(DeskForm):
    """Approving it as it was seen."""

    name = "approve"

    def save(self, by: Person) -> str:
        self.edition.approve(by, self.cleaned_data["revision"])
        hour = max(self.edition.strikes_at, now())
        return f"Approved. It goes out from {format_date(localtime(hour), 'j F, H:i')} on."


class SkipForm(DeskForm):
    """Skipping it, and why."""

    name = "skip"
    reason = forms.CharField(
        label="Why?",
        max_length=REASON,
        help_text="Stands in the ledger. The next edition tells what this one would have told.",
    )

    def save(self, by: Person) -> str:
        self.edition.skip(by, self.cleaned_data["reason"])
        return "Skipped. The next edition tells it all."


class PostponeForm(DeskForm):
    """Letting it go out later, at a moment of one's own clock."""

    name = "postpone"
    until = forms.DateTimeField(
        label="Not before",
        help_text="By your clock. From then on it goes to everybody at once, quiet hours aside.",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    @staticmethod
    def first(edition: Edition) -> dict[str, Any]:
        return {"until": edition.not_before}

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if not now() < until <= now() + LONGEST:
            raise ValidationError(f"Choose a moment within the next {LONGEST.days} days.")
        return until

    def save(self, by: Person) -> str:
        until = self.cleaned_data["until"]
        self.edition.postpone(by, until)
        return f"Postponed until {format_date(localtime(until), 'j F, H:i')}."


class StopForm(DeskForm):
    """Stopping the rest of it, whatever revision it is: what was seen of it counts no more."""

    name = "stop"
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def save(self, by: Person) -> str:
        self.edition.stop(by)
        return "Stopped. What has left has left; the rest stays here."


class GoOnForm(DeskForm):
    """Sending the rest after all."""

    name = "go_on"
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def save(self, by: Person) -> str:
        self.edition.go_on(by)
        return "The rest is on its way."


class ProofForm(DeskForm):
    """Sending it to oneself, once for each attempt."""

    name = "proof"
    changes = False
    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-once": True}))

    def save(self, by: Person) -> str:
        proofs.ask(self.edition, by, self.cleaned_data["key"])
        return f"On its way to {by.email}, exactly as it reaches you."


FORMS = (EditionWordForm, RenewForm, ApproveForm, SkipForm, PostponeForm, ProofForm)
"""Those whose fields the page shows; arranging has its fields on buttons."""

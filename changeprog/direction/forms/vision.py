"""The words of the vision."""

from typing import Any

from django import forms

from changeprog.direction.forms.fields import TextField
from changeprog.direction.models import Vision, VisionOvertaken
from changeprog.programme.models import Person, Programme


class VisionForm(forms.Form):
    """The next version, written on top of the one it was opened on."""

    statement = TextField(
        label="The vision",
        rows=3,
        longest=Vision.STATEMENT_LENGTH,
        help_text="One or two sentences that people can repeat.",
        error_messages={"required": "Write at least one sentence."},
    )
    end_state = TextField(
        label="How will a day look when it is done?",
        required=False,
        longest=Vision.CASE_LENGTH,
        help_text="What a customer notices, and what a colleague does otherwise.",
    )
    threat = TextField(
        label="What happens if nothing changes?",
        required=False,
        longest=Vision.CASE_LENGTH,
        help_text="The threat: why staying put is no real alternative.",
    )
    opportunity = TextField(
        label="What does the change make possible?",
        required=False,
        longest=Vision.CASE_LENGTH,
        help_text="The opportunity: for customers, for the organisation, for colleagues.",
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, current: Vision | None, **kwargs: Any) -> None:
        shown = {name: getattr(current, name) for name in Vision.TEXTS} if current else {}
        kwargs["initial"] = {**shown, "based_on": current.version if current else 0}
        super().__init__(*args, **kwargs)
        self.overtaken_by: Vision | None = None

    @property
    def overtaken(self) -> bool:
        """Whether somebody else was quicker."""
        return self.overtaken_by is not None

    def save(self, programme: Programme, by: Person) -> Vision | None:
        """Return the saved version; ``None`` when somebody was quicker, see ``overtaken_by``.

        What was typed is then still in the form, and saving again puts it on top of theirs.
        """
        texts = {name: self.cleaned_data[name] for name in Vision.TEXTS}
        try:
            return Vision.write(programme, by, texts, self.cleaned_data["based_on"])
        except VisionOvertaken as other:
            self.overtaken_by = other.current
            typed = {name: self.data[name] for name in self.data}
            self.data = {**typed, "based_on": str(other.current.version)}
            return None

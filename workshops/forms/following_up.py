"""The answer to a follow-up."""

from typing import Any

from django import forms

from teams.forms.fields import SentenceField
from workshops.gradients import GRADIENTS
from workshops.models import follow_up
from workshops.models.follow_up import FollowUp, Kept

FIELDS = ("level", "kept", "word", "champion_may_see")


class FollowUpForm(forms.Form):
    """Where somebody stands today, and how their commitment does, if they signed one."""

    level = forms.TypedChoiceField(
        label="Where do you stand today?",
        choices=[(each.level, str(each)) for each in GRADIENTS],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where you stand today."},
    )
    kept = forms.ChoiceField(
        label="And your commitment?",
        choices=Kept.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how your commitment stands."},
    )
    word = SentenceField(
        label="A word about it",
        max_length=follow_up.WORD,
        missing="",
        required=False,
        help_text="What changed, or what you need.",
    )
    champion_may_see = forms.BooleanField(
        label="The champion may see my answer",
        required=False,
        help_text="Otherwise only the facilitator reads it, and the champion sees counts.",
    )

    def __init__(self, data: Any, *, instance: FollowUp, promised: bool) -> None:
        known = {name: getattr(instance, name) for name in FIELDS} if instance.answered_at else {}
        super().__init__(data, initial=known)
        self.instance = instance
        if not promised:
            del self.fields["kept"]

    def answer(self) -> None:
        """Save what was said as the answer that counts."""
        self.instance.answer(**self.cleaned_data)

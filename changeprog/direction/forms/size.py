"""A judgement of how much of a working day changes, and how suddenly."""

from typing import Any
from uuid import uuid4, uuid5

from django import forms

from changeprog.direction import sizes
from changeprog.direction.forms.fields import TitleField
from changeprog.direction.models import Judgement
from changeprog.programme.models import Function, Person, Team


class JudgementForm(forms.Form):
    """One step of each of the two scales, and why."""

    share = forms.TypedChoiceField(
        label="How much of a working day changes?",
        coerce=int,
        choices=[(share, f"{share} % · {words}") for share, words in sizes.SHARES.items()],
    )
    weeks = forms.TypedChoiceField(
        label="How suddenly?",
        coerce=int,
        choices=list(sizes.WEEKS.items()),
    )
    note = TitleField(
        label="Why?",
        max_length=300,
        required=False,
        help_text="What will be done otherwise, and who said so.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-once": ""}), initial=uuid4)

    def __init__(
        self, *args: Any, about: Function | Team, before: Judgement | None, **kwargs: Any
    ) -> None:
        if before:
            kwargs["initial"] = {"share": before.share, "weeks": before.weeks}
        super().__init__(*args, **kwargs)
        self.about = about

    def save(self, by: Person) -> Judgement:
        """Keep the judgement; the same words sent twice are one."""
        said = dict(self.cleaned_data)
        key = uuid5(said.pop("key"), repr(said))
        return Judgement.make(by, key, self.about, **said)

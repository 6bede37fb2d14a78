"""Forms of the daily work: what happens to a barrier next."""

from typing import Any

from django import forms

from changeprog.programme.models import Person
from teams.forms.fields import SentenceField, owner_field
from teams.models import Barrier, barrier


class OwnerForm(forms.Form):
    """Whose barrier it is from now on."""

    def __init__(self, data: Any, *, subject: Barrier) -> None:
        super().__init__(data, initial={"owner": subject.owner_id})
        self.subject = subject
        self.fields["owner"] = owner_field(subject.programme)

    def hand_over(self, by: Person) -> bool:
        """Hand the barrier over; say whether it is still standing."""
        return self.subject.hand_to(self.cleaned_data["owner"], by)


class KnockDownForm(forms.Form):
    """How a barrier was knocked down."""

    how = SentenceField(
        label="How was it knocked down?",
        max_length=barrier.TEXT,
        missing="Say how, in a few words. Others will meet the same barrier.",
    )

    def __init__(self, data: Any, *, subject: Barrier) -> None:
        super().__init__(data)
        self.subject = subject
        self.fields["how"].widget.attrs["autofocus"] = True

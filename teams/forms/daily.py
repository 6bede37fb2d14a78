"""Forms of the daily work: logging in one go, and what happens to a victory or a barrier next."""

from typing import Any
from uuid import uuid5

from django import forms
from django.db import models

from changeprog.direction.models import Milestone, Objective
from changeprog.programme.models import Function, Person
from teams.forms.fields import AttemptField, OneOf, SentenceField, owner_field
from teams.models import Barrier, Victory, barrier, victory


class Kind(models.TextChoices):
    """What somebody logs."""

    VICTORY = "victory", "Victory"
    BARRIER = "barrier", "Barrier"


class LogForm(forms.Form):
    """A victory or a barrier in two fields; changing between the two keeps what was typed."""

    kind = forms.ChoiceField(label="What do you log?", choices=Kind, widget=forms.RadioSelect)
    what = SentenceField(
        label="In a sentence", max_length=victory.TEXT, missing="Say it in a few words."
    )
    function = OneOf(label="Whose doing?", empty_label="Not said")
    objective = OneOf(label="Objective it moves", empty_label="None")
    milestone = OneOf(label="Milestone it belongs to", empty_label="None")
    key = AttemptField()

    def __init__(self, data: Any, *, by: Person, asked: str = "") -> None:
        """``asked`` is the kind in the address; anything but a barrier begins as a victory."""
        kind = Kind.BARRIER if asked == Kind.BARRIER else Kind.VICTORY
        super().__init__(data, initial={"kind": kind, "function": by.function_id})
        self.by = by
        self.fields["what"].widget.attrs["autofocus"] = True
        self.fields["owner"] = owner_field(by.programme)
        rows = {"function": Function, "objective": Objective, "milestone": Milestone}
        for name, model in rows.items():
            own = model._default_manager.filter(programme=by.programme)  # noqa: SLF001 -- the documented name
            self.fields[name].queryset = own  # type: ignore[attr-defined]

    @property
    def links_to_plan(self) -> bool:
        """Whether an objective or milestone has been chosen, or refused."""
        return any(self[name].value() or self[name].errors for name in ("objective", "milestone"))

    def log(self) -> Victory | Barrier:
        """Log what was said, once however often the same words arrive in the same attempt.

        The words are part of the attempt's name: a form brought back by the Back button carries a
        used key, and what is newly typed into it must not be lost.
        """
        said = self.cleaned_data
        key = uuid5(said["key"], said["what"])
        if said["kind"] == Kind.BARRIER:
            return Barrier.log(self.by, key, said["what"], said["owner"])
        links = {name: said[name] for name in ("function", "objective", "milestone")}
        return Victory.log(self.by, key, said["what"], **links)


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


class PromotionForm(forms.Form):
    """Why a victory is held up for all to see."""

    because = SentenceField(
        label="Why does it matter?",
        max_length=victory.WHY,
        help_text="One sentence that everybody reads beside it, here and in the digest.",
        missing="Say in a sentence why it matters.",
    )

    def __init__(self, data: Any, *, subject: Victory) -> None:
        super().__init__(data)
        self.subject = subject
        self.fields["because"].widget.attrs["autofocus"] = True

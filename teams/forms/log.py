"""The quick log: a victory or a barrier in two fields, from anywhere."""

from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.db import models, transaction

from changeprog.programme.models import Person
from teams.forms.fields import AttemptField, SentenceField, owner_field
from teams.forms.victory import MoreForm
from teams.models import Barrier, Victory, victory


class Kind(models.TextChoices):
    """What somebody logs."""

    VICTORY = "victory", "Victory"
    BARRIER = "barrier", "Barrier"


class LogForm(MoreForm):
    """A victory or a barrier in two fields; changing between the two keeps what was typed."""

    kind = forms.ChoiceField(label="What do you log?", choices=Kind, widget=forms.RadioSelect)
    what = SentenceField(
        label="In a sentence", max_length=victory.TEXT, missing="Say it in a few words."
    )
    key = AttemptField()

    def __init__(self, data: Any, files: Any = None, *, by: Person, asked: str = "") -> None:
        """``asked`` is the kind in the address; anything but a barrier begins as a victory."""
        kind = Kind.BARRIER if asked == Kind.BARRIER else Kind.VICTORY
        super().__init__(data, files, initial={"kind": kind, "function": by.function_id})
        self.by = by
        self.fields["what"].widget.attrs["autofocus"] = True
        self.fields["owner"] = owner_field(by.programme)
        self.offer(by.programme)

    @property
    def says_more(self) -> bool:
        """Whether something that is folded away has been said, or refused."""
        return self.is_bound and any(
            self[name].errors or (name != "picture" and self[name].value()) for name in self.MORE
        )

    def log(self) -> Victory | Barrier:
        """Log what was said, once however often the same words arrive in the same attempt.

        The words are part of the attempt's name: a form brought back by the Back button carries a
        used key, and what is newly typed into it must not be lost.
        """
        said = self.cleaned_data
        key = uuid5(said["key"], said["what"])
        if said["kind"] == Kind.BARRIER:
            return Barrier.log(self.by, key, said["what"], said["owner"])
        return self._log_victory(key)

    @transaction.atomic
    def _log_victory(self, key: UUID) -> Victory:
        said = {name: self.cleaned_data[name] for name in ("function", *self.MORE)}
        said["picture"] = self.kept_picture(self.by.programme)
        return Victory.log(self.by, key, self.cleaned_data["what"], **said)

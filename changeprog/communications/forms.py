"""What people say about the digest: the champion's word, its weekday and hour, whose it shows."""

from typing import Any

from django import forms
from django.http import QueryDict

from changeprog.communications.models import Procedure
from changeprog.communications.models.procedure import WORD_LENGTH, Weekday
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.forms import WordsField
from changeprog.programme.models import Person, Role


class WordForm(forms.Form):
    """The champion's word for the next edition."""

    word = WordsField(
        label="Your word for the next edition",
        required=False,
        max_length=WORD_LENGTH,
        help_text="Stands on top of everybody's digest, once. Leave it empty for none.",
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"word": procedure.word})
        super().__init__(*args, **kwargs)
        self.procedure = procedure

    def save(self, by: Person) -> str:
        """Keep the word and return what to tell the champion."""
        word = self.cleaned_data["word"]
        self.procedure.say(by, word)
        return "Your word stands on top of the next edition." if word else "No word this time."


class ScheduleForm(forms.Form):
    """On which weekday and at what hour the digest arrives, by each reader's own clock."""

    weekday = forms.TypedChoiceField(choices=Weekday.choices, coerce=int)
    at = forms.TimeField(
        label="Hour",
        help_text="By the clock of each reader, wherever they are.",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    active = forms.BooleanField(label="Send the digest", required=False)

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        kept = {name: getattr(procedure, name) for name in ("weekday", "at", "active")}
        kwargs.setdefault("initial", kept)
        super().__init__(*args, **kwargs)
        self.procedure = procedure

    def save(self, by: Person) -> str:
        """Keep the schedule and return what to tell the champion."""
        self.procedure.reschedule(by, **self.cleaned_data)
        return "Saved." if self.procedure.active else "No digest is sent until you switch it on."


class ReaderForm(forms.Form):
    """Whose digest to show; only a champion may look at somebody else's."""

    reader = OneOfPeople(
        Person.objects.none(), label="As it reaches", required=False, empty_label=None
    )

    def __init__(self, asked: QueryDict, *, procedure: Procedure, viewer: Person) -> None:
        """Take the reader that is ``asked`` for, and the viewer where nobody is."""
        super().__init__(asked if "reader" in asked else None, initial={"reader": viewer.pk})
        self.viewer = viewer
        field: OneOfPeople = self.fields["reader"]  # type: ignore[assignment]
        everybody = procedure.readers() | Person.objects.filter(pk=viewer.pk)
        may_choose = viewer.may(Role.CHAMPION)
        field.queryset = everybody if may_choose else Person.objects.filter(pk=viewer.pk)

    @property
    def asked(self) -> str:
        """The query of an address that asks for the same reader."""
        return f"?reader={self.chosen().pk}"

    def chosen(self) -> Person:
        """Return whose digest is meant; a wrong choice is one's own."""
        chosen: Person | None = self.cleaned_data.get("reader") if self.is_valid() else None
        return chosen or self.viewer


class OneClickForm(forms.Form):
    """The body that RFC 8058 has a mail program send to stop a digest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["List-Unsubscribe"] = forms.ChoiceField(choices=[("One-Click", "One-Click")])


class ScopeForm(forms.Form):
    """That a button on the page of a link stops everything, and not only what the link is about."""

    scope = forms.ChoiceField(choices=[("everything", "Everything")])

"""The form of something that several people may be editing at once."""

from collections.abc import Hashable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID, uuid4, uuid5

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format

from changeprog.direction.models import Overtaken
from changeprog.direction.models.revised import Revised
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.models import Person, Programme
from changeprog.programme.overtaking import SharedForm
from changeprog.programme.words import figure


class OwnerField(OneOfPeople):
    """Somebody of the form's programme who takes part."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Person.objects.none(), required=False, empty_label="Nobody yet", **kwargs
        )

    def ask(self, programme: Programme, current: Person | None) -> None:
        """Offer the people of ``programme``; say so when ``current`` is no longer one of them."""
        self.queryset = Person.objects.present().with_role().filter(programme=programme)
        if current and (current.removed_at or not current.role):
            self.help_text = f"{current} no longer takes part. Who owns it now?"


class RevisedForm(SharedForm):
    """Makes a new row once per attempt, or changes ``instance`` on top of the revision it showed.

    A subclass has fields named like those of its model and says how to ``make`` one. A field called
    ``owner`` is an ``OwnerField``.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        instance: Revised | None = None,
        **kwargs: Any,
    ) -> None:
        if instance:
            kwargs["initial"] = {name: instance.held(name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.instance = instance
        if "owner" in self.fields:
            owner = cast("OwnerField", self.fields["owner"])
            owner.ask(programme, getattr(instance, "owner", None))

    def chosen(self, name: str) -> list[Any]:
        """Return the rows that the field ``name`` of the instance points at already."""
        value = self.initial.get(name)
        return value if isinstance(value, list) else [value] if value else []

    def values(self) -> dict[str, Any]:
        """Return the cleaned values of the model's own fields."""
        own = {"key", "revision"}
        return {
            name: list(value) if isinstance(value, QuerySet) else value
            for name, value in self.cleaned_data.items()
            if name not in own
        }

    def attempt(self) -> UUID:
        """Return what names this attempt: the page that was sent, and the words on it.

        A double click is the same attempt; going back and writing something else is another one.
        """
        words = {name: getattr(value, "pk", value) for name, value in self.values().items()}
        return uuid5(self.cleaned_data["key"], repr(words))

    def make(self, by: Person) -> Revised:
        """Save a new row and return it."""
        raise NotImplementedError

    def save(self, by: Person) -> Revised | None:
        """Return the saved row, or ``None`` when somebody was quicker: the form then says so."""
        if self.instance is None:
            return self.make(by)
        try:
            self.instance.change(by, self.cleaned_data["revision"], **self.values())
        except Overtaken as other:
            held = {name: other.current.held(name) for name in self.values()}
            self.show_theirs(held, other.current.revision)
            return None
        return self.instance

    def spoken(self, name: str, value: Any) -> str:
        """Return what the field ``name`` holds, in words; a choice by its label."""
        field = self.fields[name]
        words = dict(cast("Any", field).choices) if hasattr(field, "coerce") else {}
        is_choice = isinstance(value, Hashable) and value is not None and value in words
        return str(words[value]) if is_choice else _spoken(value)

    def show_theirs(self, held: Mapping[str, Any], revision: int) -> None:
        """Say what somebody else has saved meanwhile, where that is something else.

        ``held`` are their values by the names of the fields. Saving once more puts these words on
        top of ``revision``, which has theirs.
        """
        theirs = [
            f"{self[name].label} {self.spoken(name, held[name])}"
            for name, value in self.values().items()
            if name in held and held[name] != value
        ]
        self.show_both(revision, f"{'; '.join(theirs)}.")


def _spoken(value: Any) -> str:
    if value is None:
        return "nobody"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return figure(value)
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "none"
    return date_format(value) if isinstance(value, date) else str(value)

"""The form of something that several people may be editing at once."""

from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.formats import date_format

from changeprog.direction.models import Milestone, Objective, Overtaken
from changeprog.programme.models import Person, Programme
from changeprog.programme.words import figure


class OwnerField(forms.ModelChoiceField[Person]):
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


class RevisedForm(forms.Form):
    """Makes a new row once per attempt, or changes ``instance`` on top of the revision it showed.

    A subclass has fields named like those of its model, an owner among them, and says how to
    ``make`` one.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        instance: Milestone | Objective | None = None,
        **kwargs: Any,
    ) -> None:
        if instance:
            kwargs["initial"] = {name: getattr(instance, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.instance = instance
        owner = cast("OwnerField", self.fields["owner"])
        owner.ask(programme, instance.owner if instance else None)

    def values(self) -> dict[str, Any]:
        """Return the cleaned values of the model's own fields."""
        own = {"key", "revision"}
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def attempt(self) -> UUID:
        """Return what names this attempt: the page that was sent, and the words on it.

        A double click is the same attempt; going back and writing something else is another one.
        """
        words = {name: getattr(value, "pk", value) for name, value in self.values().items()}
        return uuid5(self.cleaned_data["key"], repr(words))

    def make(self, by: Person) -> Milestone | Objective:
        """Save a new row and return it."""
        raise NotImplementedError

    def save(self, by: Person) -> Milestone | Objective | None:
        """Return the saved row, or ``None`` when somebody was quicker: the form then says so."""
        if self.instance is None:
            return self.make(by)
        try:
            self.instance.change(by, self.cleaned_data["revision"], **self.values())
        except Overtaken as other:
            self._show_both(other.current)
            return None
        return self.instance

    def _show_both(self, current: Any) -> None:
        """Say what is different now; saving once more puts these words on top of it."""
        theirs = [
            f"{self[name].label} {_spoken(getattr(current, name))}"
            for name, value in self.values().items()
            if getattr(current, name) != value
        ]
        typed = {name: self.data[name] for name in self.data}
        self.data = {**typed, "revision": str(current.revision)}
        self.add_error(
            None,
            "Somebody else saved this while you were writing. Theirs says: "
            f"{'; '.join(theirs)}. Yours is below; save again to put it in its place.",
        )


def _spoken(value: Any) -> str:
    if value is None:
        return "nobody"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return figure(value)
    return date_format(value) if isinstance(value, date) else str(value)

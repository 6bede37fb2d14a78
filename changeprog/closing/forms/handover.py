"""Who sees to an open thing when the programme has ended, and handing it back."""

from typing import Any

from django import forms

from changeprog.closing.models import Handover
from changeprog.closing.models.handover import WORDS
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.forms import LineField
from changeprog.programme.models import Person
from changeprog.programme.open_things import OpenKind, OpenThing

LET_GO = "Nobody goes on with it"


class HandoverForm(forms.Form):
    """Somebody who goes on with it, or nobody, for a reason."""

    to = OneOfPeople(
        queryset=Person.objects.none(),
        required=False,
        label="Who goes on with it?",
        empty_label=LET_GO,
    )
    words = LineField(
        required=False,
        max_length=WORDS,
        label="What should they know?",
        help_text="Where nobody goes on with it: why that is all right.",
    )

    def __init__(
        self,
        *args: Any,
        kind: OpenKind,
        thing: OpenThing,
        handover: Handover | None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = (
            {"to": handover.to_id, "words": handover.words} if handover else {"to": thing.owner}
        )
        super().__init__(*args, **kwargs)
        self.thing = thing
        people = Person.objects.present().with_role().filter(programme=thing.subject.programme)  # type: ignore[attr-defined]
        promised = kind.hand_over is None and thing.owner is not None
        to = self.fields["to"]
        assert isinstance(to, OneOfPeople)  # noqa: S101 -- declared above
        to.queryset = people.filter(pk=thing.owner.pk) if promised and thing.owner else people
        if promised:
            to.help_text = "A promise stays with whoever made it."

    def clean(self) -> dict[str, Any]:
        """Ask why, where nobody goes on with it."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and said["to"] is None and not said["words"]:
            self.add_error("words", "Say in a few words why nobody has to go on with it.")
        return said

    def save(self, by: Person) -> Handover:
        return Handover.make(by, self.thing, self.cleaned_data["to"], self.cleaned_data["words"])


class HandBackForm(forms.Form):
    """Why somebody cannot see to what was handed to them."""

    why = LineField(
        max_length=WORDS,
        label="Why can you not see to it?",
        help_text="Whoever handed it to you reads this, and finds somebody else.",
    )

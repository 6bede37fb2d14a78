"""The form of whoever answers a survey: names, one a line, or nobody."""

from typing import Any

from django import forms

from changeprog.direction.forms.fields import TitleField
from changeprog.programme.models import Person
from stakeholders.models import Respondent
from stakeholders.models.respondent import NAME
from stakeholders.naming import Names

BOTH = "You have typed names and pressed “Nobody”. Take the names away first, or send them."
NEITHER = "Type at least one name. If you turn to nobody, press “Nobody”."
ONESELF = "This is you. Name somebody else."
Named = list[tuple[str, Person | None]]


class AnswerForm(forms.Form):
    """At most as many names as the survey asks for; a hidden number says who was picked."""

    template_name_div = "stakeholders/survey/_names.html"

    nobody = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, respondent: Respondent) -> None:
        self.respondent = respondent
        self.places = range(1, respondent.survey.names + 1)
        super().__init__(data, auto_id="answer_%s", initial=self._known())
        for place in self.places:
            self.fields[f"name_{place}"] = self._name(place)
            self.fields[f"who_{place}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput(attrs={"data-completed": ""})
            )

    def _known(self) -> dict[str, Any]:
        return {
            f"{name}_{place}": value
            for place, naming in enumerate(self.respondent.named, 1)
            for name, value in (("name", naming.typed), ("who", naming.person_id))
        }

    def _name(self, place: int) -> TitleField:
        attrs = {"autocomplete": "off", "data-completes": "", "autocapitalize": "words"}
        return TitleField(
            label=f"Name {place}",
            max_length=NAME,
            required=False,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"max_length": f"Keep the name to {NAME} characters."},
        )

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The lines of the form: the name, and who was picked."""
        return [(self[f"name_{place}"], self[f"who_{place}"]) for place in self.places]

    @property
    def first(self) -> list[tuple[Any, Any]]:
        """The lines that are shown at once: five, and as many as are filled."""
        return self.pairs[: self._shown()]

    @property
    def further(self) -> list[tuple[Any, Any]]:
        """The lines that are folded away."""
        return self.pairs[self._shown() :]

    def _shown(self) -> int:
        filled = [place for place in self.places if self[f"name_{place}"].value()]
        return max(5, *filled) if filled else 5

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        typed = any(said.get(f"name_{place}") for place in self.places)
        if typed and said.get("nobody"):
            self.add_error(None, BOTH)
        if not typed and not said.get("nobody") and not self.errors:
            self.add_error(None, NEITHER)
        return said

    def named(self, people: list[Person]) -> Named | None:
        """Return whom they named, each once; None when one name is their own, which is told."""
        names, known, told = Names(people), set(), []
        for place in self.places:
            typed = self.cleaned_data.get(f"name_{place}")
            person = names.meant(typed, self.cleaned_data.get(f"who_{place}")) if typed else None
            if person and person.pk == self.respondent.person_id:
                self.add_error(f"name_{place}", ONESELF)
            mark = person.pk if person else typed
            if typed and mark not in known:
                known.add(mark)
                told.append((typed, person))
        return None if self.errors else told

"""The form that puts somebody on the map: one of the programme, or somebody new."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from changeprog.accounts.forms import NameField
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.fields import AttemptField
from changeprog.programme.models import Function, Person
from stakeholders.forms.levels import LevelField, SupportField
from stakeholders.models import Stakeholder

LEVELS = ("influence", "interest", "touched", "support", "needed")


class PuttingForm(forms.Form):
    """Who is put on the map, and where they stand as far as that is known."""

    template_name_div = "stakeholders/profile/_putting_fields.html"

    key = AttemptField()
    person = OneOfPeople(
        queryset=Person.objects.none(),
        required=False,
        label="Somebody of the programme",
        empty_label="Somebody new",
    )
    name = NameField(label="Name", required=False)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Only to tell people with the same name apart. Nobody is written to.",
        error_messages={"invalid": "This is not a whole address yet, such as ana@example.org."},
    )
    function = forms.ModelChoiceField(
        queryset=Function.objects.none(), required=False, empty_label="Not said"
    )
    influence = LevelField(label="Influence")
    interest = LevelField(label="Interest")
    touched = LevelField(label="How much the change touches them")
    support = SupportField(label="Support now")
    needed = SupportField(label="Support needed")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        people = Person.objects.present().filter(programme=by.programme)
        there = Stakeholder.objects.filter(programme=by.programme)
        choice = cast("OneOfPeople", self.fields["person"])
        choice.queryset = people.exclude(pk__in=there.values("person"))
        functions = cast("forms.ModelChoiceField[Function]", self.fields["function"])
        functions.queryset = Function.objects.filter(programme=by.programme)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("person"):
            return said
        if not said.get("name") and "name" not in self.errors:
            self.add_error("name", "Choose somebody, or write the name of somebody new.")
        self._refuse_a_known_address(said.get("email", ""))
        return said

    def _refuse_a_known_address(self, email: str) -> None:
        """Add an error where somebody of the programme has the address, and say where they are."""
        known = email and self.by.programme.people.filter(email__iexact=email).first()
        if not known or self._is_this_attempt(known):
            return
        on_map = Stakeholder.objects.filter(person=known).exists()
        where = "is on the map already" if on_map else "is in the list above"
        self.add_error("email", ValidationError(f"{known.name} has this address and {where}."))

    def _is_this_attempt(self, known: Person) -> bool:
        key = self.cleaned_data.get("key")
        return Stakeholder.everything().filter(person=known, key=key).exists()

    @transaction.atomic
    def put(self) -> Stakeholder:
        """Put the person on the map, once per attempt."""
        said = self.cleaned_data
        again = Stakeholder.everything().filter(programme=self.by.programme, key=said["key"])
        if there := again.first():
            found: Stakeholder = there
            return found
        levels = {name: said[name] for name in LEVELS}
        return Stakeholder.put_on_map(self.by, said["key"], self._person(), **levels)

    def _person(self) -> Person:
        """Return who was chosen, or the new person."""
        said = self.cleaned_data
        if said["person"]:
            chosen: Person = said["person"]
            return chosen
        return Person.objects.create(
            programme=self.by.programme,
            name=said["name"],
            email=said["email"],
            function=said["function"],
            time_zone=self.by.programme.time_zone,
        )

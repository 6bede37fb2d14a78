"""What somebody types to come into a workshop without an account, and who they turn out to be."""

from typing import Any
from uuid import uuid4

from django import forms

from changeprog.accounts.forms import NameField
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.forms import LineField
from changeprog.programme.models import Function, Person
from teams.forms.fields import ANOTHER_PROGRAMME, AttemptField
from workshops.codes import LENGTH, read_code
from workshops.models import Participant, Workshop

LETTERS = {
    "autocapitalize": "characters",
    "autocomplete": "off",
    "spellcheck": "false",
    "class": "code-input",
    "placeholder": "ABC 234",
    "autofocus": True,
}


class CodeForm(forms.Form):
    """The six characters on the wall."""

    code = LineField(
        label="Room code",
        max_length=20,
        help_text="Six letters and digits, as they stand on the wall or in the invitation.",
        widget=forms.TextInput(attrs=LETTERS),
        error_messages={"required": "Type the six characters."},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError("A room code has six letters and digits.")
        return code


class GuestForm(forms.Form):
    """Who somebody is whom nobody has invited."""

    name = NameField(label="Your name")
    function = forms.ModelChoiceField(
        label="Where do you work?",
        queryset=Function.objects.none(),
        required=False,
        empty_label="Somewhere else",
        error_messages={"invalid_choice": ANOTHER_PROGRAMME},
    )
    key = AttemptField()

    def __init__(self, data: Any, *, workshop: Workshop) -> None:
        super().__init__(data, initial={"key": uuid4()})
        self.workshop = workshop
        functions = Function.objects.filter(programme=workshop.programme)
        self.fields["function"].queryset = functions  # type: ignore[attr-defined]

    def knock(self) -> Participant:
        """Come to the door, or in at once."""
        said = self.cleaned_data
        return Participant.knock(self.workshop, said["name"], said["function"], said["key"])


class OneOfUsField(OneOfPeople):
    """Somebody of the programme, with their function."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.function}" if obj.function else obj.name


class LinkForm(forms.Form):
    """Who of the programme a guest turns out to be."""

    person = OneOfUsField(
        label="Who is it?",
        queryset=Person.objects.none(),
        help_text="What the guest has said counts as theirs from now on, and nothing counts twice.",
        error_messages={
            "required": "Choose somebody.",
            "invalid_choice": ANOTHER_PROGRAMME,
        },
    )

    def __init__(self, data: Any, *, guest: Participant) -> None:
        super().__init__(data)
        people = Person.objects.present().with_role().filter(programme=guest.programme)
        field = self.fields["person"]
        field.queryset = people.select_related("function")  # type: ignore[attr-defined]


class HandoverForm(forms.Form):
    """Who facilitates from now on."""

    to = OneOfUsField(
        label="Who facilitates from now on?",
        queryset=Person.objects.none(),
        help_text="Their page follows by itself. You can still help if you are a facilitator of "
        "the programme, or if they hand it back.",
        error_messages={
            "required": "Choose somebody.",
            "invalid_choice": "Choose a member of the programme.",
        },
    )

    def __init__(self, data: Any, *, workshop: Workshop) -> None:
        super().__init__(data)
        members = Person.objects.present().filter(programme=workshop.programme)
        able = members.exclude(role__in=["", "observer"]).exclude(pk=workshop.facilitator_id or 0)
        self.fields["to"].queryset = able.select_related("function")  # type: ignore[attr-defined]

"""Forms of the ground: starting a programme, inviting people, settings."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError

from changeprog.accounts.forms import GuessedTimeZone, NameField
from changeprog.accounts.lines import one_line, refuse_nul
from changeprog.accounts.models import Invitation, User
from changeprog.programme.choosing import OneOfPeople
from changeprog.programme.models import Function, Person, Programme, Role
from changeprog.programme.zones import zone_choices

FunctionChoice = forms.ModelChoiceField[Function]

INVITATIONS_AN_HOUR = 60
INVITATIONS_A_DAY_TO_ONE_ADDRESS = 4


class LineField(forms.CharField):
    """One line of text: line breaks and control characters become spaces."""

    default_error_messages: ClassVar = {"required": "Say it in a few words."}

    def to_python(self, value: Any) -> str:
        return one_line(str(super().to_python(value) or ""))


class WordsField(forms.CharField):
    """Several lines of text."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)
        self.validators.append(refuse_nul)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class PersonChoice(OneOfPeople):
    """Somebody of the programme who takes part."""

    def __init__(self, programme: Programme, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("empty_label", "Nobody yet")
        queryset = Person.objects.present().with_role().filter(programme=programme)
        super().__init__(queryset=queryset, **kwargs)


class ProgrammeForm(forms.Form):
    """The name of a new programme."""

    name = LineField(
        label="What is the programme called?",
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True, "placeholder": "From push to context"}),
        help_text="The name people will use in the corridor. You can change it later.",
    )
    time_zone = GuessedTimeZone()

    def start(self, user: User) -> Programme:
        """Start the programme with ``user`` as its champion."""
        zone = self.cleaned_data["time_zone"] or user.time_zone or "UTC"
        return Programme.start(self.cleaned_data["name"], user, zone)


class InvitationForm(forms.Form):
    """Who is invited, as what, from which function."""

    name = NameField(label="Name")
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Write the address that the invitation goes to.",
            "invalid": "This is not a whole address yet, such as ana@example.org.",
        },
    )
    function = forms.ModelChoiceField(
        queryset=Function.objects.none(), required=False, empty_label="Not said"
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.MEMBER)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        functions = cast("FunctionChoice", self.fields["function"])
        functions.queryset = Function.objects.filter(programme=by.programme)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        known = Person.objects.present().filter(programme=self.by.programme, email__iexact=email)
        if known.filter(user__isnull=False).exists():
            raise ValidationError("This person is in the programme already.")
        refuse_too_many(self.by, email)
        return email

    def invite(self) -> Person:
        """Add the person, or take the one with this address, and invite them."""
        person, _ = Person.objects.update_or_create(
            programme=self.by.programme,
            email=self.cleaned_data["email"],
            defaults={
                "name": self.cleaned_data["name"],
                "function": self.cleaned_data["function"],
                "time_zone": self.by.programme.time_zone,
            },
        )
        person.invite(self.by, Role(self.cleaned_data["role"]))
        return person


def refuse_too_many(by: Person, email: str) -> None:
    """Raise ``ValidationError`` when somebody invites too many, or one address too often."""
    if Invitation.objects.filter(invited_by=by.user).sent_since(1).count() >= INVITATIONS_AN_HOUR:
        raise ValidationError(
            f"You have sent {INVITATIONS_AN_HOUR} invitations within an hour. "
            "Wait a little before you send more."
        )
    to_one = Invitation.objects.filter(email=email).sent_since(24).count()
    if to_one >= INVITATIONS_A_DAY_TO_ONE_ADDRESS:
        raise ValidationError(
            "This address has been invited several times today. "
            "Ask the person to look among their unwanted mail."
        )


class PartForm(forms.ModelForm[Person]):
    """What part somebody has: role and function."""

    role = forms.ChoiceField(choices=Role.choices)

    class Meta:
        model = Person
        fields = ["role", "function"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        function = cast("FunctionChoice", self.fields["function"])
        function.queryset = Function.objects.filter(programme=self.instance.programme)
        function.empty_label = "Not said"


class MeForm(forms.ModelForm[Person]):
    """What a person says of themselves in this programme."""

    name = NameField()

    class Meta:
        model = Person
        fields = ["name"]

    def introduce(self) -> None:
        """Save what the person says of themselves."""
        self.instance.introduce(self.cleaned_data["name"], self.instance.time_zone)


class SettingsForm(forms.ModelForm[Programme]):
    """Name, status, time zone and currency of a programme."""

    name = LineField(max_length=120)
    time_zone = forms.ChoiceField(
        choices=zone_choices, help_text="For people who have not said where they are."
    )

    currency = LineField(
        max_length=3, help_text="Three letters. All money in this programme is in this currency."
    )

    class Meta:
        model = Programme
        fields = ["name", "status", "time_zone", "currency"]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class FunctionForm(forms.Form):
    """A further function of the organisation."""

    name = LineField(label="Another function", max_length=60, help_text="IT, customer service…")

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        known = self.programme.functions.filter(name__iexact=name).first()
        if known:
            raise ValidationError(f"There is a function called {known} already.")
        return name

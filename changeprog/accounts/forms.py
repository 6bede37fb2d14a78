"""Forms of accounts: joining by invitation, and the name that sign-up asks for."""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest

from changeprog.accounts.lines import one_line
from changeprog.accounts.models import User


def status_of(form: forms.BaseForm) -> int:
    """Return the status of a page that shows ``form``: 422 when it was refused, 200 otherwise."""
    return 422 if form.is_bound and form.errors else 200


class NameField(forms.CharField):
    """A person's name: one line, at most 120 characters."""

    default_error_messages: ClassVar = {"required": "Write the name that others know."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Your name")
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "name")

    def to_python(self, value: Any) -> str:
        return one_line(str(super().to_python(value) or ""))


class GuessedTimeZone(forms.CharField):
    """A hidden IANA zone that the browser fills in; a wrong or missing one is only empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.HiddenInput(attrs={"data-time-zone": ""})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return value if value in available_timezones() else ""


class NameOnSignup(forms.Form):
    """The part of the sign-up form that is ours; allauth adds address and password."""

    name = NameField()
    time_zone = GuessedTimeZone()
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Allauth's hook; the adapter has saved the name already."""


PASSWORD_HELP = "At least 10 characters, and nothing that others would guess."  # noqa: S105 -- words
WITH_A_CODE = "Or leave it empty, and sign in with a code that we mail you each time."
ASKING_FOR_A_CODE = "Without one you would have to ask for a code: this server sends no mail yet."


class JoinForm(forms.Form):
    """What somebody without an account fills in to accept an invitation."""

    name = NameField()
    time_zone = GuessedTimeZone()
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        by_code = WITH_A_CODE if settings.EMAIL_URL else ASKING_FOR_A_CODE
        self.fields["password"].help_text = f"{PASSWORD_HELP} {by_code}"

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, User(email=self.email))
        return password

    def make_user(self) -> User:
        """Make the account for the invited address."""
        return User.objects.create_user(
            self.email,
            self.cleaned_data["password"] or None,
            name=self.cleaned_data["name"],
            time_zone=self.cleaned_data["time_zone"],
        )

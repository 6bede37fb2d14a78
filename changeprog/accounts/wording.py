"""Allauth's forms in the words that the rest of the pages use."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from changeprog.accounts.adapter import nobody_yet
from changeprog.accounts.forms import PASSWORD_HELP

ADDRESS = "E-mail address"


class InOurWords(forms.Form):
    """Names fields as everywhere else, and says in one line what a new password needs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = ADDRESS if name in {"login", "email"} else str(field.label).capitalize()
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP


class LoginForm(InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]
    """Address and password.

    The way out for who has forgotten it stands below the form, not between the two fields.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class SignupForm(InOurWords, allauth_forms.SignupForm):  # type: ignore[misc]
    """Name, address and password of the first champion."""

    @property
    def is_first(self) -> bool:
        """Whether nobody has an account here yet, so that there is nothing to sign in with."""
        return nobody_yet()


class AddEmailForm(InOurWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Another address of one's own."""


class RequestLoginCodeForm(InOurWords, allauth_forms.RequestLoginCodeForm):  # type: ignore[misc]
    """Where a code for signing in goes."""


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """Where a code for a new password goes."""


class ResetPasswordKeyForm(InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password instead of a forgotten one."""


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password, and the one that replaces it."""


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password, for somebody who signs in by code so far."""

"""How allauth's sign-up behaves here: closed but for the first champion, unless opened."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest

from changeprog.accounts.models import User


def nobody_yet() -> bool:
    """Whether this copy has no account: the first person to come is its administrator."""
    return not User.objects.exists()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Address and password do not go together. Try again, or have "
        "a code mailed to you.",
        "too_many_login_attempts": "Too many failed tries. Wait five minutes, or have a code "
        "mailed to you.",
        "incorrect_code": "This is not the code that we mailed. Look again, or ask for a new one.",
        "incorrect_password": "This is not your password. Try again.",
        "enter_current_password": "This is not your current password. Try again.",
        "rate_limited": "That was a little too often. Wait a few minutes, then try again.",
        "duplicate_email": "This address is yours already.",
        "email_taken": "There is an account with this address already. Sign in with it instead.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGNUP or nobody_yet()

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Save the account; the very first one is the administrator, its address taken as read."""
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE accounts_user IN SHARE ROW EXCLUSIVE MODE")
        if not self.is_open_for_signup(request):
            raise PermissionDenied("Somebody else was first. Ask them to invite you.")
        user.name = form.cleaned_data["name"]
        user.time_zone = form.cleaned_data["time_zone"]
        if nobody_yet():
            user.is_administrator = True
            self.stash_verified_email(request, form.cleaned_data["email"])
        super().save_user(request, user, form, commit=commit)
        return user


def verify(user: User) -> None:
    """Record that ``user`` has shown to read mail at their address."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )

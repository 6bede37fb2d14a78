"""Sign-in links for the people of the demo programme; dead unless ``DEMO`` is set."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from changeprog.accounts.models import User

SALT = "changeprog.demo"


def sign_in_link(user: User) -> str:
    """Return the absolute address that signs in as ``user`` on a demo copy."""
    return settings.BASE_URL + reverse("demo_sign_in", args=[signing.dumps(user.pk, salt=SALT)])


def user_from_token(token: str) -> User:
    """Return the user of a demo link.

    Raises ``BadSignature`` for a wrong token and for every token on a copy that is no demo.
    """
    if not settings.DEMO:
        raise signing.BadSignature
    return User.objects.get(pk=signing.loads(token, salt=SALT))

"""The link in every digest that stops it without signing in."""

from django.core import signing
from django.urls import reverse

from changeprog.programme.models import Person

SIGNER = signing.Signer(salt="changeprog.unsubscribe")


def path_for(person: Person) -> str:
    """Return the path of the page that stops this person's digest."""
    return reverse("unsubscribe", args=[SIGNER.sign_object([person.pk])])


def person_from(token: str) -> Person:
    """Return whose link it is.

    Raises ``BadSignature`` for a token that is not ours, ``Person.DoesNotExist`` when the person no
    longer takes part.
    """
    (pk,) = SIGNER.unsign_object(token)
    return Person.objects.present().select_related("programme").get(pk=pk)

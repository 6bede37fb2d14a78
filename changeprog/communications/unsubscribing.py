"""The link in every digest that stops it without signing in."""

import re

from django.core import signing
from django.urls import reverse

from changeprog.programme.models import Person

SHOWN = "only-in-the-mail"
"""Stands for the token where somebody else looks at a mail."""


def signer() -> signing.Signer:
    """Return what signs the way out; the secret is read when it is needed, not when imported."""
    return signing.Signer(salt="changeprog.unsubscribe")


def path_for(person: Person) -> str:
    """Return the path of the page that stops this person's digest."""
    return reverse("unsubscribe", args=[signer().sign_object([person.pk])])


def person_from(token: str) -> Person:
    """Return whose link it is.

    Raises ``BadSignature`` for a token that is not ours, ``Person.DoesNotExist`` when the person no
    longer takes part.
    """
    (pk,) = signer().unsign_object(token)
    return Person.objects.present().select_related("programme").get(pk=pk)


def seen_by(viewer: Person, reader: Person, words: str) -> str:
    """Return ``words`` of a mail to ``reader``, without the link that is for nobody else."""
    if viewer == reader:
        return words
    link = reverse("unsubscribe", args=[SHOWN])
    return re.sub(re.escape(link).replace(re.escape(SHOWN), r"[^/\s<>\"']+"), link, words)

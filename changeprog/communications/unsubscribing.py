"""The link in every mail that stops it without signing in: what it stops, and the way back."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse

from changeprog.communications.models import Procedure, Unsubscription
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN = "only-in-the-mail"
"""Stands for the token where somebody else looks at a mail."""
DIGEST = "digest"
"""What the links of old stop: every mail that is composed."""
What = Unsubscription.What


def signer() -> signing.Signer:
    """Return what signs the way out; the secret is read when it is needed, not when imported."""
    return signing.Signer(salt="changeprog.unsubscribe")


def path_for(person: Person, what: str = DIGEST, procedure: int | None = None) -> str:
    """Return the path of the page that stops this for ``person``."""
    said = [person.pk] if what == DIGEST else [person.pk, what, procedure or 0]
    return reverse("unsubscribe", args=[signer().sign_object(said)])


def headers(path: str) -> "Mapping[str, str]":
    """Return the headers by which a mail program stops it in one click (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{settings.BASE_URL}{path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@dataclass(frozen=True)
class Way:
    """What a link stops for ``person``."""

    person: Person
    what: str
    procedure: Procedure | None = None

    @property
    def title(self) -> str:
        """What it stops, as a sentence begins."""
        if self.procedure:
            return f"“{self.procedure.name}”"
        titles = {
            DIGEST: "Your digest",
            What.SINGLE: "Every mail that tells you one thing",
            What.EVERYTHING: f"Every mail of {self.person.programme.name}",
        }
        return titles[self.what]

    @property
    def label(self) -> str:
        """What it stops, beside a box to tick."""
        if self.procedure:
            return self.procedure.name
        labels = {
            DIGEST: "Every digest there is, or will be",
            What.SINGLE: "Reminders and news for me alone: they stand in my inbox",
            What.EVERYTHING: "Any mail at all, invitations included",
        }
        return labels[self.what]

    @property
    def is_stopped(self) -> bool:
        """Whether it is stopped already, for itself or with everything else."""
        if self.what == DIGEST:
            return self.person.digest_paused
        return Unsubscription.holds(self.person, self.what, self.procedure)

    def stop(self) -> None:
        """Stop it; asking twice changes nothing."""
        if self.what == DIGEST:
            self.person.pause_digest()
        else:
            Unsubscription.stop(self.person, self.what, self.procedure)

    def resume(self) -> None:
        """Undo a stop; asking twice changes nothing."""
        if self.what == DIGEST:
            self.person.resume_digest()
        else:
            Unsubscription.resume(self.person, self.what, self.procedure)

    @property
    def everything(self) -> "Way":
        """The way out of every mail of the programme."""
        return Way(self.person, What.EVERYTHING)


def way_from(token: str) -> Way:
    """Return what the link stops, and for whom.

    Raises ``BadSignature`` for a token that is not ours, ``Person.DoesNotExist`` when the person no
    longer takes part. Of a procedure that is gone, it stops everything that is composed.
    """
    pk, *rest = signer().unsign_object(token)
    person = Person.objects.present().select_related("programme").get(pk=pk)
    what, number = rest or (DIGEST, 0)
    if what != What.PROCEDURE:
        return Way(person, what)
    known = Procedure.objects.filter(pk=number, programme=person.programme).first()
    return Way(person, what, known) if known else Way(person, DIGEST)


def seen_by(viewer: Person, reader: Person, words: str) -> str:
    """Return ``words`` of a mail to ``reader``, without the link that is for nobody else."""
    return words if viewer == reader else without_way_out(words)


def without_way_out(words: str) -> str:
    """Return ``words`` of a mail without the link by which its reader stops it."""
    link = reverse("unsubscribe", args=[SHOWN])
    return re.sub(re.escape(link).replace(re.escape(SHOWN), r"[^/\s<>\"']+"), link, words)

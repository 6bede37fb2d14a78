"""Proofs: an edition as it stands, mailed to whoever works on it."""

from uuid import UUID

from django.utils.timezone import now

from changeprog.celery import hint
from changeprog.communications.delivering import send_all
from changeprog.communications.letter import seal, write
from changeprog.communications.models import Edition, Proof
from changeprog.communications.sealing import Sealed
from changeprog.programme.models import Person


def ask(edition: Edition, person: Person, key: UUID) -> Proof:
    """Have ``edition`` mailed to ``person`` as they would get it, once for each ``key``."""
    proof, new = Proof.objects.get_or_create(
        key=key, defaults={"edition": edition, "person": person}
    )
    if new:
        hint("changeprog.communications.tasks.send_proofs")
    return proof


def send_due() -> None:
    """Send every proof that was asked for."""
    Proof.objects.drop_unwanted(now())
    send_all(Proof.objects.with_names().order_by("pk"), Proof.objects.due(now()), written)


def written(proof: Proof) -> Sealed | None:
    """Return the message exactly as the edition's own would be."""
    letter = write(proof.edition, proof.person)
    return seal(letter, proof) if letter else None

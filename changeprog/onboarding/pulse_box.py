"""Sealed sheets: what somebody answers in a pulse, which only the key of the pulse can open.

A sealed box (libsodium's ``crypto_box_seal``) is made with the public key of a pulse and a key that
is forgotten at once: who sealed it cannot open it again. All boxes are of one length.
"""

from collections.abc import Sequence

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from changeprog.onboarding.pulse import Answer
from stakeholders.models import Belief

BELIEFS = tuple(Belief)
"""The order in which a sheet has its answers."""


class NotSealedHere(Exception):  # noqa: N818 -- a finding, told to whoever opens a pulse
    """A box was not sealed for this key, or is damaged."""


def new_pair() -> tuple[bytes, bytes]:
    """Return a public and a private key, 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(private)


def seal(answers: Sequence[Answer], public_key: bytes) -> bytes:
    """Return a box of six answers, one to each belief, that only the private key opens."""
    return bytes(SealedBox(PublicKey(public_key)).encrypt(bytes(answers)))


def unseal(box: bytes, private_key: bytes) -> list[Answer]:
    """Return the answers in a box; raises ``NotSealedHere`` for one sealed for another key."""
    try:
        plain = SealedBox(PrivateKey(private_key)).decrypt(box)
        answers = [Answer(each) for each in plain]
    except (CryptoError, ValueError) as error:
        raise NotSealedHere from error
    if len(answers) != len(BELIEFS):
        raise NotSealedHere
    return answers

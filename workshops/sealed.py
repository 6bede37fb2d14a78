"""Sealed positions: anybody can seal one, and only the key of the round can open it.

A sealed box (libsodium's ``crypto_box_seal``: X25519 and XSalsa20-Poly1305) is made with the public
key of a round and a key that is forgotten at once, so not even who sealed it can open it again. All
boxes are of one length. docs/anonymous-rounds.md says what this promises and what not.
"""

import struct
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

REASON = 500
"""Characters of a reason."""
_HEAD = struct.Struct(">BQH")
_LENGTH = _HEAD.size + REASON * 4
"""Bytes before sealing; a character of a reason takes up to four."""


class NotSealedHere(Exception):  # noqa: N818 -- a finding, told to whoever opens a round
    """A box was not sealed for this key, or is damaged."""


@dataclass(frozen=True)
class Said:
    """What a box holds: the level, the function at the time (0 for none), and the reason."""

    level: int
    function: int = 0
    reason: str = ""


def new_pair() -> tuple[bytes, bytes]:
    """Return a public and a private key, 32 bytes each."""
    private = PrivateKey.generate()
    return bytes(private.public_key), bytes(private)


def seal(said: Said, public_key: bytes) -> bytes:
    """Return a box that only the private key opens; every one is of the same length."""
    reason = said.reason[:REASON].encode()
    plain = _HEAD.pack(said.level, said.function, len(reason)) + reason
    return bytes(SealedBox(PublicKey(public_key)).encrypt(plain.ljust(_LENGTH, b"\0")))


def unseal(box: bytes, private_key: bytes) -> Said:
    """Return what a box holds; raises ``NotSealedHere`` for one sealed for another key."""
    try:
        plain = SealedBox(PrivateKey(private_key)).decrypt(box)
    except (CryptoError, ValueError) as error:
        raise NotSealedHere from error
    level, function, length = _HEAD.unpack_from(plain)
    return Said(level, function, plain[_HEAD.size : _HEAD.size + length].decode())

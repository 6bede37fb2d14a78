"""The private keys of pulses: in Redis alone while people answer, and gone once it is read."""

from changeprog.vault import Vault

KEPT = 28 * 24 * 60 * 60
"""Seconds for which Redis keeps a key, if nothing destroys it before: twice the longest pulse."""


class KeyAway(Exception):  # noqa: N818 -- a state of the world, told in words
    """Redis does not answer, so a key can be neither kept nor asked for just now."""

    def __init__(self) -> None:
        super().__init__(
            "The key by which answers are sealed is kept in Redis, and Redis does not answer. "
            "Nothing was asked: try again in a while."
        )


class KeyLost(Exception):  # noqa: N818 -- a state of the world, told in words
    """There is no such key: it was destroyed, or Redis has forgotten it."""

    def __init__(self) -> None:
        super().__init__("The key of this pulse is lost, so nobody can ever read its answers.")


_vault = Vault("pulse-key", KEPT, away=KeyAway, lost=KeyLost)
keep, private_key, destroy = _vault.keep, _vault.private_key, _vault.destroy

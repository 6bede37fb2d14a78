"""The private keys of anonymous rounds: in Redis alone, for a while, and gone after the reveal."""

from changeprog.vault import Vault, store

__all__ = ["KeyAway", "KeyLost", "destroy", "keep", "private_key", "store"]

KEPT = 14 * 24 * 60 * 60
"""Seconds for which Redis keeps a key, if no reveal destroys it before."""


class KeyAway(Exception):  # noqa: N818 -- a state of the world, told in words
    """Redis does not answer, so a key can be neither kept nor asked for just now."""

    def __init__(self) -> None:
        super().__init__(
            "The key of an anonymous round is in Redis, and Redis does not answer. No answer is "
            "lost, and people can go on answering: try again once Redis is back."
        )


class KeyLost(Exception):  # noqa: N818 -- a state of the world, told in words
    """There is no such key: it was destroyed, or Redis has forgotten it."""

    def __init__(self) -> None:
        super().__init__(
            "The key of this round is lost, so nobody can ever read its answers. Annul the round "
            "and open another one."
        )


_vault = Vault("round-key", KEPT, away=KeyAway, lost=KeyLost)
keep, private_key, destroy = _vault.keep, _vault.private_key, _vault.destroy

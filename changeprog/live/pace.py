"""How fast the streams breathe: every interval of the live program, in seconds."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """The intervals of one hub, all in seconds; tests make them short."""

    rendering: float = 0.05
    """Least time between two renderings of a room, so at most twenty a second."""
    beat: float = 17.0
    """Between two heartbeats of a connection, each of which asks for admission again."""
    look: float = 3.0
    """Between two looks at the database's revisions while Redis is away."""
    repair: float = 10.0
    """Between two such looks otherwise, for what was committed but not announced."""
    block: float = 1.0
    """How long one read of the Stream waits for news."""
    overdue: float = 1.0
    """How much longer its answer may take; Redis itself is late by up to a tenth."""
    jitter: float = 0.5
    """Longest wait before a returning connection gets the whole room."""
    retry: float = 1.0
    """How long a browser waits before it comes back, give or take a half."""
    farewell: float = 4.0
    """Longest such wait when the server goes and everybody has to come back at once."""


def about(seconds: float, spread: float = 0.15) -> float:
    """Return the seconds, more or less: connections must not fall into step."""
    return seconds * random.uniform(1 - spread, 1 + spread)  # noqa: S311 - not a secret

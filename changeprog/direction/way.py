"""How far an objective has come on its way from baseline to target, or whether it is held."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from changeprog.direction.models import Objective

WORDS = {
    "waiting": "No reading yet",
    "reached": "Target reached",
    "ahead": "Ahead of the straight path",
    "behind": "Behind the straight path",
    "held": "Within the band",
    "outside": "Outside the band",
}
TONES = {
    "waiting": "",
    "reached": "is-good",
    "ahead": "is-good",
    "behind": "is-warn",
    "held": "is-good",
    "outside": "is-warn",
}


@dataclass(frozen=True)
class Way:
    """Where an objective stands; shares of the way are 0 to 1."""

    objective: Objective
    value: Decimal | None
    on: date | None
    share: Decimal
    path: Decimal
    """Where the straight path is today."""
    state: str

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def percent(self) -> int:
        """The share of the way in whole per cent; 100 only when the target is reached."""
        return int(self.share * 100)

    @property
    def length(self) -> str:
        """The share as a length of a picture."""
        return f"{self.share * 100:.2f}%"

    @property
    def path_length(self) -> str:
        return f"{self.path * 100:.2f}%"

    @property
    def mark(self) -> str:
        """Where the value is on a bar of three parts, of which the band is the middle one."""
        if self.value is None or not self.objective.band:
            return "0%"
        low, high = self.objective.band
        place = (1 + (self.value - low) / (high - low)) / 3
        return f"{min(max(place, Decimal(0)), Decimal(1)) * 100:.2f}%"


def way(objective: Objective, value: Decimal | None, on: date | None, today: date) -> Way:
    """Return how far ``objective`` is with its latest reading, ``value`` on a day.

    It is held against the straight path on the day of the reading, not on ``today``: an old
    reading does not fall behind by getting older.
    """
    path = objective.path(today)
    if value is None or on is None:
        return Way(objective, None, None, Decimal(0), path, "waiting")
    share = objective.progress(value)
    return Way(objective, value, on, share, path, _state(objective, share, on))


def _state(objective: Objective, share: Decimal, on: date) -> str:
    if share == 1:
        return "held" if objective.band else "reached"
    if objective.band and not objective.outside(objective.baseline):
        return "outside"
    return "ahead" if share >= objective.path(on) else "behind"

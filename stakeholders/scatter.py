"""Where the people of one cell of the grid stand: apart from each other, and always in one place.

A cell is divided into slots in which a point fits with room to spare. Everybody has an order of
preference among them that follows from their number alone, and whoever was on the map earlier
chooses first. So nobody covers anybody, the same people always stand alike, and somebody new moves
nobody; somebody who comes in from another cell moves only those after them who stand where they
want to, and whoever those displace.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from math import gcd

Spot = tuple[float, float]
"""How far from the left and from the top of the cell, in units of the picture."""
FINE = 1 << 16
"""Steps into which the room to spare is divided."""


@dataclass(frozen=True)
class Slots:
    """A cell ``width`` by ``height``, and the box that a point with its words takes in it."""

    width: float
    height: float
    point_width: float
    point_height: float

    @property
    def columns(self) -> int:
        return int(self.width // self.point_width)

    @property
    def rows(self) -> int:
        return int(self.height // self.point_height)

    @property
    def room(self) -> int:
        """How many points fit."""
        return self.columns * self.rows

    def spots(self, keys: Collection[int]) -> dict[int, Spot]:
        """Return the middle of everybody's box, by the number of the person.

        Raises ``ValueError`` when there are more people than ``room``.
        """
        if len(keys) > self.room:
            raise ValueError(f"{len(keys)} people, and room for {self.room}.")
        taken: set[int] = set()
        found = {}
        for key in sorted(keys):
            drawn = _drawn(key)
            slot = next(slot for slot in self._preferred(drawn) if slot not in taken)
            taken.add(slot)
            found[key] = self._within(slot, drawn)
        return found

    def _preferred(self, drawn: int) -> Iterator[int]:
        """Yield every slot once, the dearest first."""
        slot, step = drawn % self.room, drawn // self.room % self.room + 1
        while gcd(step, self.room) > 1:
            step += 1
        for _ in range(self.room):
            yield slot
            slot = (slot + step) % self.room

    def _within(self, slot: int, drawn: int) -> Spot:
        """Return a spot in ``slot`` from which the point does not stick out of it."""
        row, column = divmod(slot, self.columns)
        across, down = (drawn >> 16) % FINE / FINE, (drawn >> 32) % FINE / FINE
        wide, high = self.width / self.columns, self.height / self.rows
        x = column * wide + self.point_width / 2 + across * (wide - self.point_width)
        y = row * high + self.point_height / 2 + down * (high - self.point_height)
        return x, y


def _drawn(key: int) -> int:
    """Return a number that looks drawn by lot, and is always the same for ``key``."""
    return int.from_bytes(blake2b(str(key).encode(), digest_size=8).digest(), "big")

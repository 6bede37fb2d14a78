"""Drift: how many stood behind it in the room, and how many do now, by function.

Both sides are breakdowns of ``workshops.disclosure``, so where a round was anonymous, functions of
fewer than three are taken together on both, and nothing is said where it would single somebody out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from changeprog.communications.wording import listed
from workshops.consensus import NO_FUNCTION
from workshops.disclosure import Breakdown

Functions = tuple[int, ...]
"""The numbers of functions that are counted together; 0 is none."""


@dataclass(frozen=True)
class Share:
    """How many of how many stand at the level of the rule or better."""

    agreeing: int
    of: int

    @property
    def per_cent(self) -> int:
        """The share, rounded to a whole number; 0 of nobody."""
        return round(100 * self.agreeing / self.of) if self.of else 0


@dataclass(frozen=True)
class Row:
    """A function, or some taken together, then and now; a missing side was not told."""

    name: str
    before: Share | None
    after: Share | None

    @property
    def tone(self) -> str:
        """Whether fewer stand behind it now than then, or more."""
        if self.before is None or self.after is None or not self.after.of:
            return ""
        step = self.after.per_cent - self.before.per_cent
        return "is-bad" if step < 0 else "is-good" if step > 0 else ""

    @property
    def words(self) -> str:
        """What happened, in a word or two."""
        if self.before is None or self.after is None or not self.after.of:
            return ""
        return {"is-bad": "less support", "is-good": "more support"}.get(self.tone, "as it was")


def by_function(
    before: Breakdown | None, after: Breakdown | None, level: int, names: Mapping[int, str]
) -> list[Row]:
    """Return a row for every function that either side tells of, in the order of their names.

    Where the two take different functions together, each has rows of its own.
    """
    then, now = shares(before, level), shares(after, level)
    rows = [
        Row(listed([names.get(each, NO_FUNCTION) for each in key]), then.get(key), now.get(key))
        for key in {**then, **now}
    ]
    return sorted(rows, key=lambda row: row.name)


def shares(shown: Breakdown | None, level: int) -> dict[Functions, Share]:
    """Return the share of each group that stands at ``level`` or better, as far as it is told."""
    if shown is None or not shown.is_cut_after(level):
        return {}
    return {
        group.functions: Share(shown.at_or_better(group, level), group.size)
        for group in shown.groups
    }


def share(levels: Iterable[int], level: int) -> Share:
    """Return how many of ``levels`` are at ``level`` or better."""
    known = list(levels)
    return Share(sum(each <= level for each in known), len(known))

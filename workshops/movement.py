"""From round to round: how the words changed, and who, or which functions, moved where."""

from collections.abc import Mapping
from dataclasses import dataclass

from changeprog.communications.wording import listed
from changeprog.direction.difference import Fate, Piece, difference
from workshops.consensus import NO_FUNCTION
from workshops.disclosure import Breakdown, Group
from workshops.gradients import Gradient, gradient
from workshops.models.round import Round
from workshops.outcomes import Outcome


@dataclass(frozen=True)
class Move:
    """Somebody's way from one level to another; ``before`` is missing for who was not there."""

    name: str
    before: Gradient | None
    after: Gradient | None

    @property
    def steps(self) -> int:
        """By how many levels it got better; below zero it got worse."""
        return self.before.level - self.after.level if self.before and self.after else 0

    @property
    def words(self) -> str:
        """Say it in a word or two."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "did not answer"
        if not self.steps:
            return "the same"
        return f"{abs(self.steps)} {'better' if self.steps > 0 else 'worse'}"


@dataclass(frozen=True)
class Shift:
    """How many of a function stand at the rule's level or better, before and after."""

    name: str
    before: tuple[int, int]
    """How many, and of how many."""
    after: tuple[int, int]


@dataclass(frozen=True)
class Movement:
    """What happened from one revealed round to a later one of the same proposal.

    ``moves`` has people where both rounds were named; ``shifts`` has the functions of which both
    rounds tell how many stand at ``level`` or better.
    """

    before: Round
    after: Round
    level: int
    pieces: list[Piece]
    moves: list[Move]
    shifts: list[Shift]

    @property
    def words_changed(self) -> bool:
        """Whether the two rounds were about different words."""
        return any(piece.fate != Fate.KEPT for piece in self.pieces)

    @property
    def moved(self) -> list[Move]:
        """Those who stand elsewhere now, and those who came or left."""
        return [move for move in self.moves if move.before != move.after]


def between(before: Round, after: Round) -> Movement:
    """Return what happened from one revealed round to a later one."""
    level = after.consensus_rule.level
    named = not (before.anonymous or after.anonymous)
    return Movement(
        before=before,
        after=after,
        level=level,
        pieces=difference(before.version.text, after.version.text),
        moves=_moves(before, after) if named else [],
        shifts=_shifts(Outcome.of(before), Outcome.of(after), level),
    )


def _moves(before: Round, after: Round) -> list[Move]:
    """Return everybody's way, the greatest change first, whatever its direction."""
    old, new = _stands(before), _stands(after)
    names = {pk: name for pk, (name, _) in (old | new).items()}
    moves = [
        Move(name, _gradient(old.get(pk)), _gradient(new.get(pk))) for pk, name in names.items()
    ]
    return sorted(moves, key=lambda move: (-abs(move.steps), move.name))


def _stands(held: Round) -> dict[int, tuple[str, int]]:
    rows = held.answers().values_list("participant", "participant__name", "level")
    return {pk: (name, level) for pk, name, level in rows}


def _gradient(stand: tuple[str, int] | None) -> Gradient | None:
    return gradient(stand[1]) if stand else None


def _shifts(old: Outcome, new: Outcome, level: int) -> list[Shift]:
    before, after = _shares(old.breakdown, level), _shares(new.breakdown, level)
    names = {**old.names, **new.names}
    return [
        Shift(title(names, functions), before[functions], share)
        for functions, share in after.items()
        if functions in before
    ]


def _shares(shown: Breakdown, level: int) -> dict[tuple[int, ...], tuple[int, int]]:
    if not shown.is_cut_after(level) or len(shown.groups) < 2:  # noqa: PLR2004 -- two to compare
        return {}
    return {each.functions: _share(shown, each, level) for each in shown.groups}


def _share(shown: Breakdown, group: Group, level: int) -> tuple[int, int]:
    return shown.at_or_better(group, level), group.size


def title(names: Mapping[int, str], functions: tuple[int, ...]) -> str:
    """Return the name of a function, or of some that are taken together."""
    known = [names[each] for each in functions if each in names]
    return listed(known if len(known) == len(functions) else [*known, NO_FUNCTION])

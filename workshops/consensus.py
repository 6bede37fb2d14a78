"""The rule by which a group of many functions is agreed, and what it says of one round."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from changeprog.communications.wording import listed
from workshops.disclosure import Breakdown, Group, in_full
from workshops.gradients import REASON_FROM, WORST

NO_FUNCTION = "People without a function"


@dataclass(frozen=True)
class Rule:
    """When a proposal is agreed.

    Nobody stands beyond the level ``worst`` (8 lets everything pass). In every function at least
    ``share`` per cent stand at ``level`` or better. At least ``quorum`` per cent of those invited
    have answered, and somebody from each function in ``required``. Whether ``reasons`` are needed
    from 5 on is asked with every position. A share or quorum of 0 asks nothing.
    """

    worst: int = 6
    level: int = 4
    share: int = 80
    quorum: int = 75
    required: tuple[int, ...] = ()
    reasons: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what ``from_json`` reads."""
        return asdict(self) | {"required": list(self.required)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Rule":
        """Return the rule that ``to_json`` kept; what is missing is as usual."""
        known = {each.name: kept[each.name] for each in fields(cls) if each.name in kept}
        return cls(**known | {"required": tuple(kept.get("required", ()))})

    def clauses(self, names: Mapping[int, str]) -> list[str]:
        """Return the rule in sentences; ``names`` has the functions' names by their numbers."""
        required = [names[each] for each in self.required if each in names]
        said = [
            (self.worst < WORST, f"Nobody stands at {_beyond(self.worst)}."),
            (
                self.share,
                f"In every function at least {self.share} % stand at {self.level} or better.",
            ),
            (self.quorum, f"At least {self.quorum} % of those invited have answered."),
            (required, f"Somebody from {listed(required)} has answered."),
            (self.reasons, f"Whoever stands at {REASON_FROM} or beyond says why."),
        ]
        return [words for holds, words in said if holds]


@dataclass(frozen=True)
class Voice:
    """What one person said in a round: a level, from which function (0 for none), and why."""

    level: int
    function: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Clause:
    """What one part of the rule says of a round."""

    holds: bool
    words: str


@dataclass(frozen=True)
class Verdict:
    """What the rule says of a round, part by part."""

    clauses: tuple[Clause, ...]

    @property
    def holds(self) -> bool:
        """Whether the proposal is agreed."""
        return all(clause.holds for clause in self.clauses)

    @property
    def missing(self) -> list[str]:
        """What does not hold, in words."""
        return [clause.words for clause in self.clauses if not clause.holds]


@dataclass(frozen=True)
class Tally:
    """What the rule looks at: the voices, how many were invited, and what is shown of them.

    ``shown`` is the breakdown that everybody sees; of an anonymous round the rule says no more
    than that. ``names`` has the functions' names by their numbers.
    """

    voices: Sequence[Voice]
    invited: int
    names: Mapping[int, str]
    shown: Breakdown | None = None

    def named(self, functions: Sequence[int]) -> str:
        """Return the names of some functions taken together."""
        known = [self.names[each] for each in functions if each in self.names]
        return listed(known if len(known) == len(functions) else [*known, NO_FUNCTION])


def judge(rule: Rule, held: Tally) -> Verdict:
    """Return which parts of the rule hold in a round, and what is missing for the others."""
    if not held.voices:
        return Verdict((Clause(holds=False, words="Nobody has answered."),))
    parts: list[tuple[bool, Callable[[Rule, Tally], list[Clause]]]] = [
        (rule.worst < WORST, _judge_worst),
        (rule.share > 0, _judge_share),
        (rule.quorum > 0, _judge_quorum),
        (bool(rule.required), _judge_required),
        (rule.reasons, _judge_reasons),
    ]
    return Verdict(tuple(clause for asked, part in parts if asked for clause in part(rule, held)))


def people(count: int) -> str:
    """Return "1 person" or "3 people"."""
    return "1 person" if count == 1 else f"{count} people"


def _beyond(worst: int) -> str:
    first = worst + 1
    if first == WORST:
        return str(WORST)
    return f"{first} or {WORST}" if first == WORST - 1 else f"{first} to {WORST}"


def _judge_worst(rule: Rule, held: Tally) -> list[Clause]:
    beyond = sum(voice.level > rule.worst for voice in held.voices)
    if not beyond:
        return [Clause(holds=True, words=f"Nobody stands at {_beyond(rule.worst)}.")]
    stand = "stands" if beyond == 1 else "stand"
    words = f"{people(beyond)} {stand} at {_beyond(rule.worst)}. The rule wants nobody there."
    return [Clause(holds=False, words=words)]


def _judge_share(rule: Rule, held: Tally) -> list[Clause]:
    by_function = in_full([(voice.function, voice.level) for voice in held.voices])
    shown = held.shown or by_function
    lacking = [group for group in shown.groups if shown.is_cut_after(rule.level)]
    lacking = [group for group in lacking if _lacks(rule, shown, group)]
    if lacking:
        return [_lacking(rule, held, shown, group) for group in lacking]
    return [_judge_share_unnamed(rule, held, shown, by_function)]


def _judge_share_unnamed(
    rule: Rule, held: Tally, shown: Breakdown, by_function: Breakdown
) -> Clause:
    """Say whether the share is reached where no group that may be named misses it.

    Where the breakdown does not tell who agrees, it is asked of everybody together, because an
    answer for a function would tell more than may be told.
    """
    if shown.is_cut_after(rule.level) and shown.groups:
        together = [held.named(each.functions) for each in shown.groups if len(each.functions) > 1]
        note = f" {'; '.join(together)} are counted together." if together else ""
        words = f"In every function at least {rule.share} % stand at {rule.level} or better.{note}"
        return Clause(holds=True, words=words)
    agreeing = sum(by_function.at_or_better(group, rule.level) for group in by_function.groups)
    words = (
        f"{agreeing} of {len(held.voices)} stand at {rule.level} or better, counted over all "
        f"functions; at least {rule.share} % are needed."
    )
    return Clause(holds=agreeing * 100 >= rule.share * len(held.voices), words=words)


def _lacks(rule: Rule, shown: Breakdown, group: Group) -> bool:
    return shown.at_or_better(group, rule.level) * 100 < rule.share * group.size


def _lacking(rule: Rule, held: Tally, shown: Breakdown, group: Group) -> Clause:
    agreeing = shown.at_or_better(group, rule.level)
    more = _needed(rule.share, group.size) - agreeing
    words = (
        f"{held.named(group.functions)}: {agreeing} of {group.size} stand at {rule.level} or "
        f"better; {rule.share} % are needed, which is {more} more."
    )
    return Clause(holds=False, words=words)


def _needed(share: int, of: int) -> int:
    """Return how many of ``of`` make up ``share`` per cent, rounded up."""
    return -(-share * of // 100)


def _judge_quorum(rule: Rule, held: Tally) -> list[Clause]:
    answered, needed = len(held.voices), _needed(rule.quorum, held.invited)
    words = f"{answered} of {held.invited} invited have answered; {rule.quorum} % are needed"
    if answered >= needed:
        return [Clause(holds=True, words=f"{words}.")]
    return [Clause(holds=False, words=f"{words}, which is {needed - answered} more.")]


def _judge_required(rule: Rule, held: Tally) -> list[Clause]:
    answered = {voice.function for voice in held.voices}
    missing = [each for each in rule.required if each not in answered and each in held.names]
    if not missing:
        return [Clause(holds=True, words="Somebody from every required function has answered.")]
    words = f"Nobody from {held.named(missing)} has answered. The rule wants somebody."
    return [Clause(holds=False, words=words)]


def _judge_reasons(rule: Rule, held: Tally) -> list[Clause]:
    silent = sum(voice.level >= REASON_FROM and not voice.reason for voice in held.voices)
    if not silent:
        return [Clause(holds=True, words=f"Everybody at {REASON_FROM} or beyond said why.")]
    words = f"{people(silent)} at {REASON_FROM} or beyond gave no reason. The rule wants one."
    return [Clause(holds=False, words=words)]

"""The outcome of a round: drawn up once, at the reveal, and shown from then on."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

from workshops import round_keys
from workshops.consensus import Clause, Tally, Verdict, Voice, judge
from workshops.disclosure import FEWEST, Breakdown, in_full, safe
from workshops.gradients import Gradient, gradient, spread
from workshops.models.position import Ballot
from workshops.models.proposal import OutOfTurn
from workshops.models.round import Round
from workshops.sealed import unseal


@dataclass(frozen=True)
class Outcome:
    """What everybody sees of a revealed round.

    ``levels`` counts people by level; ``breakdown`` is by function, as far as it may be told.
    """

    invited: int
    levels: Mapping[int, int]
    breakdown: Breakdown
    verdict: Verdict
    names: Mapping[int, str]

    @property
    def answered(self) -> int:
        """How many positions there are."""
        return sum(self.levels.values())

    @classmethod
    def of(cls, held: Round) -> "Outcome":
        """Return the outcome of a round that was revealed."""
        kept = held.outcome
        return cls(
            invited=kept["invited"],
            levels={int(level): count for level, count in kept["levels"].items()},
            breakdown=Breakdown.from_json(kept["breakdown"]),
            verdict=Verdict(tuple(Clause(holds, words) for holds, words in kept["clauses"])),
            names={int(number): name for number, name in kept["names"].items()},
        )

    def to_json(self) -> dict[str, Any]:
        """Return what ``of`` reads."""
        return {
            "answered": self.answered,
            "invited": self.invited,
            "levels": dict(self.levels),
            "breakdown": self.breakdown.to_json(),
            "clauses": [[clause.holds, clause.words] for clause in self.verdict.clauses],
            "names": dict(self.names),
        }


@dataclass(frozen=True)
class Reasons:
    """Why people stand at one level; the names are missing in an anonymous round."""

    gradient: Gradient
    said: tuple[tuple[str, str], ...]
    """Names and reasons."""


def draw(held: Round) -> dict[str, Any]:
    """Return the outcome of a round that is just being revealed, as JSON.

    Sealed positions become ballots, in an order that means nothing, and the seals are emptied. Runs
    in the transaction of the reveal; raises what ``Round.reveal`` does.
    """
    voices = _unsealed(held) if held.anonymous else _named(held)
    if not voices:
        raise OutOfTurn("Nobody has answered yet, so there is nothing to reveal.")
    if held.anonymous:
        _cast(held, voices)
    told = [(voice.function, voice.level) for voice in voices]
    rule = held.consensus_rule
    shown = safe(told, rule.level) if held.anonymous else in_full(told)
    names = {row.pk: row.name for row in held.programme.functions.all()}
    invited = held.proposal.activity.workshop.participants.taking_part().count()
    verdict = judge(rule, Tally(voices, max(invited, len(voices)), names, shown))
    levels = spread(voice.level for voice in voices)
    return Outcome(invited, levels, shown, verdict, names).to_json()


def _named(held: Round) -> list[Voice]:
    rows = held.answers().values_list("level", "function_id", "reason")
    return [Voice(level, function or 0, reason) for level, function, reason in rows]


def _unsealed(held: Round) -> list[Voice]:
    boxes = [bytes(box) for box in held.answers().values_list("sealed", flat=True)]
    if len(boxes) < FEWEST:
        raise OutOfTurn(
            "Fewer than three people have answered. To show so few would tell who said what: wait "
            "for more answers, or annul the round."
        )
    key = round_keys.private_key(bytes(held.public_key))
    found = [unseal(box, key) for box in boxes]
    return [Voice(each.level, each.function, each.reason) for each in found]


def _cast(held: Round, voices: list[Voice]) -> None:
    ballots = [Ballot(round=held, level=voice.level, reason=voice.reason) for voice in voices]
    SystemRandom().shuffle(ballots)
    Ballot.objects.bulk_create(ballots)
    held.turnout.update(sealed=b"", changes=0)


def reasons(held: Round) -> list[Reasons]:
    """Return why people stand where they do, grouped by level, the worst first."""
    by_level: dict[int, list[tuple[str, str]]] = {}
    for level, name, why in _reasons(held):
        by_level.setdefault(level, []).append((name, why))
    return [
        Reasons(gradient(level), tuple(by_level[level])) for level in sorted(by_level, reverse=True)
    ]


def _reasons(held: Round) -> list[tuple[int, str, str]]:
    if held.anonymous:
        ballots = held.ballots.exclude(reason="").order_by("pk")
        return [(level, "", why) for level, why in ballots.values_list("level", "reason")]
    rows = held.answers().exclude(reason="").order_by("participant__name", "pk")
    return list(rows.values_list("level", "participant__name", "reason"))

"""What became of what was agreed: commitments kept, and where people stand now.

Those in charge of a workshop read the answers; champions read counts, and the answers of those who
let them. Where the round was anonymous, a level is shown with a name only if its person said so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from changeprog import liveness
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Role
from workshops import deliveries, drift, following_up
from workshops.confidence import in_charge
from workshops.disclosure import FEWEST, in_full, safe
from workshops.drift import Row, Share
from workshops.models import Commitment, FollowUp, Participant, Round, Workshop
from workshops.models.follow_up import Kept
from workshops.outcomes import Outcome

LEVEL = 4
"""The level up to which somebody stands behind it, where no round says another one."""


@dataclass(frozen=True)
class Figure:
    """How many commitments that are due were kept."""

    kept: int
    due: int

    @property
    def per_cent(self) -> int:
        """The share, rounded to a whole number; 0 while nothing is due."""
        return round(100 * self.kept / self.due) if self.due else 0


@dataclass(frozen=True)
class Count:
    """How many commitments stand one way."""

    name: str
    tone: str
    count: int


@dataclass(frozen=True)
class Answer:
    """What one participant answered last, as far as the reader may know."""

    name: str
    function: str
    before: int | None
    after: int | None
    kept: str
    tone: str
    word: str

    @property
    def moved(self) -> str:
        """Whether they stand further away now than in the room, or closer."""
        if self.before is None or self.after is None or self.before == self.after:
            return ""
        return "further away" if self.after > self.before else "closer"


TONES = {Kept.KEPT: "is-good", Kept.IN_TROUBLE: "is-warn", Kept.GIVEN_UP: "is-bad"}


def figure(workshop: Workshop) -> Figure:
    """Return how many of the signed commitments of which the day has come were kept."""
    due = Commitment.objects.signed().filter(workshop=workshop, due__lte=localdate())
    told = [each.last for each in due.with_last_answer()]
    return Figure(kept=told.count(Kept.KEPT), due=len(told))


def may_read(workshop: Workshop, person: Person) -> bool:
    """Whether ``person`` reads anything of it: those in charge, and champions."""
    return in_charge(workshop, person) or person.may(Role.CHAMPION)


def of(workshop: Workshop, reader: Person) -> dict[str, Any]:
    """Return what ``reader`` may know of it, for the page.

    Champions are told how the commitments stand whose day has come, if they cannot tell whose.
    """
    in_full_ = in_charge(workshop, reader)
    told_of = in_full_ or not deliveries.too_few(workshop, reader)
    newest = list(FollowUp.objects.newest().filter(workshop=workshop))
    held = agreed_round(workshop)
    told = [each for each in newest if in_full_ or each.champion_may_see]
    return {
        "figure": figure(workshop) if told_of else None,
        "asked": FollowUp.objects.filter(workshop=workshop)
        .values("participant")
        .distinct()
        .count(),
        "answered": len(newest),
        "unreachable": following_up.unreachable(workshop),
        "counts": counts(workshop, due=not in_full_) if told_of else [],
        "round": held,
        "level": held.consensus_rule.level if held else LEVEL,
        "shares": _shares(newest, held),
        "rows": _rows(newest, held) if in_full_ else [],
        "answers": _answers(told, held),
        "in_charge": in_full_,
    }


def counts(workshop: Workshop, *, due: bool = False) -> list[Count]:
    """Return how the signed commitments stand by the last answers, of those ``due`` if asked."""
    signed = Commitment.objects.signed().filter(workshop=workshop).with_last_answer()
    told = [each.last for each in (signed.filter(due__lte=localdate()) if due else signed)]
    known = [Count(each.label, TONES.get(each, ""), told.count(each)) for each in Kept]
    return [*known, Count("Nothing said yet", "", told.count(""))]


def agreed_round(workshop: Workshop) -> Round | None:
    """Return the round that says where people stood in the room: the last one that was revealed."""
    rounds = Round.objects.shown().filter(proposal__activity__workshop=workshop)
    return rounds.exclude(outcome={}).order_by("-revealed_at", "-pk").first()


def _shares(newest: Sequence[FollowUp], held: Round | None) -> tuple[Share | None, Share | None]:
    """Return how many stood behind it in the room and do now; nothing of fewer than three."""
    level = held.consensus_rule.level if held else LEVEL
    told = [each.level for each in newest if each.level]
    after = drift.share(told, level) if len(told) >= FEWEST else None
    if held is None:
        return None, after
    levels = Outcome.of(held).levels
    return drift.share((n for n, count in levels.items() for _ in range(count)), level), after


def _rows(newest: Sequence[FollowUp], held: Round | None) -> list[Row]:
    if held is None:
        return []
    outcome, level = Outcome.of(held), held.consensus_rule.level
    told = [(each.participant.function_id or 0, each.level) for each in newest if each.level]
    after = None
    if told and not held.anonymous:
        after = in_full(told)
    elif len(told) >= FEWEST:
        after = safe(told, level)
    return drift.by_function(outcome.breakdown, after, level, outcome.names)


def _answers(told: Sequence[FollowUp], held: Round | None) -> list[Answer]:
    """Return the answers that may be read with a name, those that ask for help first."""
    before = _levels(held)
    rows = [_answer(each, before, held) for each in told]
    order = [Kept.IN_TROUBLE.label, Kept.GIVEN_UP.label]
    return sorted(
        rows, key=lambda row: (row.kept not in order, row.moved != "further away", row.name)
    )


def _levels(held: Round | None) -> dict[int, int]:
    """Return where each participant stood in a named round."""
    if held is None or held.anonymous:
        return {}
    return dict(held.positions.values_list("participant", "level"))


def _answer(each: FollowUp, before: dict[int, int], held: Round | None) -> Answer:
    who: Participant = each.participant
    named = each.champion_may_see or not (held and held.anonymous)
    return Answer(
        name=who.name,
        function=who.function.name if who.function else "",
        before=before.get(who.pk),
        after=each.level if named else None,
        kept=each.get_kept_display() if each.kept else "",
        tone=TONES.get(Kept(each.kept), "") if each.kept else "",
        word=each.word if named else "",
    )


def register() -> None:
    """Add the verbs, the question whether anybody waits to be asked, and the demo's chapter."""
    journal.register(Verb("follow_up.answered", "said where they stand after a workshop"))
    liveness.register("follow-ups", lambda since: bool(following_up.due(since)))
    demo.register(51, "workshops.demo_commitments.park")
    demo.register(57, "workshops.demo_commitments.commit")
    demo.register(60, "workshops.demo_commitments.follow_up")
    demo.register(61, "workshops.demo_regions.tell")

"""The rules: pure functions that make a state of evidence. More that is met never worsens it."""

from collections.abc import Callable, Sequence

from django.utils.formats import date_format

from changeprog.direction.principles.evidence import Evidence, Kind, Moment, State, Verdict
from changeprog.direction.principles.rhythm import QUARTER, RHYTHM, Gap, Rhythm, rhythm
from changeprog.programme.words import ago, days

Rule = Callable[[Sequence[Evidence], Moment], Verdict]


def all_of(enough: int) -> Rule:
    """Return the rule that everything known has to be met, and at least ``enough`` pieces of it.

    Nothing known: nobody can know yet. Neither met nor partly met: missing. Otherwise: started.
    """

    def rule(evidence: Sequence[Evidence], _: Moment) -> Verdict:
        kinds = [piece.kind for piece in evidence]
        return Verdict(_state(kinds, enough), in_order(evidence))

    return rule


def _state(kinds: list[Kind], enough: int) -> State:
    if not kinds:
        return State.UNKNOWN
    if set(kinds) == {Kind.MISSING}:
        return State.MISSING
    whole = set(kinds) == {Kind.MET} and len(kinds) >= enough
    return State.HOLDS if whole else State.STARTED


def regular(evidence: Sequence[Evidence], moment: Moment) -> Verdict:
    """Judge by the days on which visible benefit arrived; evidence without a day is only shown.

    No day yet in a young programme: nobody can know yet. More than a quarter since the last one:
    missing. Three days or more, and never more than a quarter between two: holds. Else: started.
    """
    arrived = [piece for piece in evidence if piece.on and piece.kind is Kind.MET]
    beat = rhythm((piece.on for piece in arrived if piece.on), moment)
    state = _rhythmic(beat)
    if state is State.UNKNOWN:
        return Verdict(state, _others(evidence))
    told = [_longest(beat.longest, moment, arrived), *_last(beat, arrived)]
    return Verdict(state, (*in_order(told), *_others(evidence)))


def _rhythmic(beat: Rhythm) -> State:
    if beat.open.days > QUARTER:
        return State.MISSING
    if not beat.times:
        return State.UNKNOWN
    holds = beat.times >= RHYTHM and beat.longest.days <= QUARTER
    return State.HOLDS if holds else State.STARTED


def _longest(gap: Gap, moment: Moment, arrived: Sequence[Evidence]) -> Evidence:
    """Say which time without benefit was the longest, with a link to what ended it."""
    end = "today" if gap.until == moment.today else date_format(gap.until)
    words = f"The longest time without one was {days(gap.days)}: {date_format(gap.since)} to {end}"
    ended_by = _of_day(arrived, gap)
    kind = Kind.MET if gap.days <= QUARTER else Kind.MISSING
    return Evidence(words, kind, ended_by.url if ended_by else "")


def _of_day(arrived: Sequence[Evidence], gap: Gap) -> Evidence | None:
    there = [piece for piece in arrived if piece.on == gap.until]
    return min(there, key=_words, default=None)


def _last(beat: Rhythm, arrived: Sequence[Evidence]) -> list[Evidence]:
    """Quote the newest benefit."""
    before = [piece for piece in arrived if piece.on and piece.on <= beat.open.until]
    if not before:
        return []
    newest = max(before, key=lambda piece: (piece.on, *_words(piece)))
    assert newest.on  # noqa: S101 -- chosen by its day
    since = (beat.open.until - newest.on).days
    kind = Kind.MET if since <= QUARTER else Kind.MISSING
    return [Evidence(f"The last one, {ago(since)}: {newest.text}", kind, newest.url)]


def _others(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return what is planned, and what has no day."""
    return in_order([piece for piece in evidence if not (piece.on and piece.kind is Kind.MET)])


def in_order(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return ``evidence`` in the order of reading: what is missing first, then by its words."""
    return tuple(sorted(evidence, key=lambda piece: (piece.kind.order, *_words(piece))))


def _words(piece: Evidence) -> tuple[str, ...]:
    """Return all that a piece says, so that two which sort alike are alike."""
    return (piece.text, piece.url, str(piece.on), str(piece.step))

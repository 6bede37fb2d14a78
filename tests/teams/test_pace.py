"""Behind or ahead: what the times of an agenda say."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from teams.pace import Pace, length, pace, planned_starts

TEN = datetime(2026, 11, 2, 10, tzinfo=UTC)


@dataclass
class Part:
    minutes: int
    started_at: datetime | None = None
    ended_at: datetime | None = None


def at(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def words(*parts: Part, moment: float) -> str:
    known = pace(TEN, parts)
    assert known
    return known.words(at(moment))


def test_a_part_within_its_minutes_is_on_time() -> None:
    assert words(Part(10, at(0)), Part(20), moment=9) == "On time"


def test_a_part_that_takes_longer_puts_the_meeting_behind() -> None:
    assert words(Part(10, at(0)), Part(20), moment=14) == "4 minutes behind"


def test_a_part_that_began_early_puts_it_ahead_until_its_minutes_are_used() -> None:
    parts = Part(10, at(0), at(4)), Part(20, at(4))
    assert words(*parts, moment=5) == "6 minutes ahead"
    assert words(*parts, moment=30) == "On time"


def test_a_minute_is_not_worth_a_word() -> None:
    assert words(Part(10, at(0)), moment=11.5) == "On time"


def test_without_a_part_that_is_on_there_is_no_pace() -> None:
    assert pace(TEN, []) is None
    assert pace(TEN, [Part(10, at(0), at(9))]) is None


def test_what_is_left_turns_into_what_is_over() -> None:
    known = Pace(timedelta(), at(10))
    assert [known.left(at(m)) for m in (0, 9.5, 13)] == ["10 min left", "0 min left", "3 min over"]


MINUTES = st.lists(st.integers(1, 120), min_size=1, max_size=8)


@given(MINUTES, st.integers(0, 300))
def test_a_meeting_that_follows_its_agenda_is_never_behind_before_its_part_ends(
    minutes: list[int], spent: int
) -> None:
    parts = [Part(each) for each in minutes]
    starts = list(planned_starts(TEN, parts))
    place = spent % len(parts)
    for part, start in zip(parts[:place], starts, strict=False):
        part.started_at, part.ended_at = start, start + timedelta(minutes=part.minutes)
    parts[place].started_at = starts[place]
    known = pace(TEN, parts)
    assert known
    within = starts[place] + timedelta(minutes=spent % (parts[place].minutes + 1))
    assert known.words(within) == "On time"


@given(MINUTES, st.integers(-60, 60), st.integers(0, 600))
def test_time_never_brings_a_meeting_forward(minutes: list[int], late: int, spent: int) -> None:
    known = pace(at(-late), [Part(each) for each in minutes[:-1]] + [Part(minutes[-1], at(0))])
    assert known
    assert known.drift(at(spent)) <= known.drift(at(spent + 1))


def test_less_than_a_minute_is_said_as_that() -> None:
    spans = [length(timedelta(seconds=seconds)) for seconds in (0, 59, 60, 150)]
    assert spans == ["under a minute", "under a minute", "1 min", "2 min"]

"""Where readings lead: never back in time, the same in any order, mirrored when mirrored."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from changeprog.direction.forecast import LEAST, Dated, Forecast, TooFew, forecast
from changeprog.direction.models import Objective
from changeprog.direction.outlook import outlook

START = date(2026, 1, 5)
WEEK = timedelta(weeks=1)
values = st.decimals(-(10**10), 10**10, places=4)
rows = st.dictionaries(st.dates(date(2000, 1, 1), date(2100, 12, 31)), values, max_size=30).map(
    lambda known: list(known.items())
)


def steady(*numbers: float) -> list[Dated]:
    """One reading a week."""
    return [(START + WEEK * week, Decimal(str(number))) for week, number in enumerate(numbers)]


def objective(**fields: Decimal) -> Objective:
    known = {"baseline": Decimal(0), "target": Decimal(20), **fields}
    return Objective(unit="%", baseline_on=START, due=START + WEEK * 15, **known)


@given(rows)
def test_it_never_begins_before_the_last_reading_nor_looks_further_than_twice_back(
    known: list[Dated],
) -> None:
    found = forecast(known)
    if isinstance(found, TooFew):
        assert found.weeks == len({on.isocalendar()[:2] for on, _ in known}) < LEAST
        assert found.missing == LEAST - found.weeks
        return
    last = max(on for on, _ in known)
    assert found.start == last
    assert last <= found.end <= last + 2 * (last - min(on for on, _ in known))
    for value in (Decimal(0), known[0][1]):
        for crossing in (found.rises_to(value), found.falls_to(value)):
            days = [crossing.early, crossing.likely, crossing.late]
            told = [day for day in days if day]
            assert all(last < day <= found.end for day in told)
            assert told == sorted(told)
            assert days[len(told) :] == [None] * (3 - len(told))


@given(rows, st.randoms())
def test_the_order_of_rows_changes_nothing(known: list[Dated], chance: object) -> None:
    shuffled = [*known]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert forecast(shuffled) == forecast(known)


@given(rows, values)
def test_a_falling_measure_is_the_mirror_of_a_rising_one(
    known: list[Dated], value: Decimal
) -> None:
    there, mirrored = forecast(known), forecast([(on, -number) for on, number in known])
    if isinstance(there, TooFew) or isinstance(mirrored, TooFew):
        assert there == mirrored
        return
    low, middle, high = there.slopes
    assert mirrored.slopes == (-high, -middle, -low)
    for day in (there.start, there.end):
        one, other = there.at(day), mirrored.at(day)
        assert (one.low, one.middle, one.high) == (-other.high, -other.middle, -other.low)
        assert one.low <= one.middle <= one.high
    assert there.rises_to(value) == mirrored.falls_to(-value)


@given(st.integers(-1000, 1000), st.integers(-50, 50), st.integers(LEAST, 45), st.integers(1, 10))
def test_what_lies_on_a_straight_line_stays_on_it(
    begin: int, step: int, weeks: int, later: int
) -> None:
    found = forecast(steady(*(begin + step * week for week in range(weeks))))
    assert isinstance(found, Forecast)
    later = min(later, (found.end - found.start) // WEEK)
    estimate = found.at(found.start + WEEK * later)
    expected = Decimal(begin + step * (weeks - 1 + later))
    assert max(abs(each - expected) for each in (estimate.low, estimate.high)) <= Decimal("0.0001")


@given(st.integers(0, 11), st.integers(-(10**6), 10**6))
def test_one_wild_reading_does_not_bend_the_slope(which: int, wild: int) -> None:
    numbers = [2.0 * week for week in range(12)]
    numbers[which] = wild
    found = forecast(steady(*numbers))
    assert isinstance(found, Forecast)
    assert abs(found.slopes[1] * 7 - 2) < Decimal("0.0001")


def test_five_weeks_are_enough_and_many_readings_of_one_week_are_not() -> None:
    assert forecast(steady(1, 2, 3, 4)) == TooFew(4, 1)
    assert isinstance(forecast(steady(1, 2, 3, 4, 5)), Forecast)
    same_week = [(START + timedelta(days=day), Decimal(day)) for day in range(7)]
    assert forecast(same_week) == TooFew(1, 4)


def test_days_outside_the_forecast_are_refused() -> None:
    found = forecast(steady(1, 2, 3, 4, 5))
    assert isinstance(found, Forecast)
    for day in (found.start - timedelta(days=1), found.end + timedelta(days=1)):
        with pytest.raises(ValueError, match="The forecast goes from"):
            found.at(day)


@pytest.mark.parametrize(
    ("numbers", "fields", "words", "tone"),
    [
        (
            [0, 1, 2],
            {},
            "Too few readings to say where it leads. With readings of 2 more weeks one can tell.",
            "",
        ),
        (
            [0, 2, 4, 6, 8],
            {},
            "At this pace the target is reached around 16 Mar 2026, 35 days early.",
            "is-good",
        ),
        (
            [0, 1, 2, 3, 4],
            {},
            "At this pace the target is not reached by 30 Mar 2026.",
            "is-warn",
        ),
        ([0, 10, 15, 19, 21], {}, "The target is reached.", "is-good"),
        (
            [20, 18, 16, 14, 12],
            {"baseline": Decimal(20), "target": Decimal(0)},
            "At this pace the target is reached around 16 Mar 2026, 35 days early.",
            "is-good",
        ),
        (
            [5, 5, 5, 5, 5],
            {"low": Decimal(4), "high": Decimal(6), "target": Decimal(4)},
            "At this pace it stays within its band until 30 Mar 2026.",
            "is-good",
        ),
        (
            [5, 5.1, 5.2, 5.3, 5.4],
            {"low": Decimal(4), "high": Decimal(6), "target": Decimal(4)},
            "At this pace it leaves its band around 17 Mar 2026.",
            "is-warn",
        ),
        (
            [0, 0.5, 1, 1.5, 2],
            {"low": Decimal(4), "high": Decimal(6), "target": Decimal(4)},
            "At this pace it is in its band around 2 Mar 2026.",
            "is-good",
        ),
        (
            [9, 9, 9, 9, 9],
            {"low": Decimal(4), "high": Decimal(6), "target": Decimal(4)},
            "At this pace it is not in its band by 30 Mar 2026.",
            "is-warn",
        ),
    ],
)
def test_it_is_said_in_words(
    numbers: list[float], fields: dict[str, Decimal], words: str, tone: str
) -> None:
    said = outlook(objective(**fields), steady(*numbers), START + WEEK * 5)
    assert (said.words, said.tone) == (words, tone)


def test_a_reading_from_long_ago_says_nothing_about_today() -> None:
    said = outlook(objective(), steady(0, 2, 4, 6, 8), START + WEEK * 50)
    assert said.words == (
        "Too long ago to say: the last reading is of 2 Feb 2026. A new one would tell."
    )
    assert said.estimates == []


@given(rows, st.dates(date(2026, 1, 5), date(2030, 1, 1)))
def test_estimates_are_by_day_and_begin_at_the_last_reading(
    known: list[Dated], today: date
) -> None:
    said = outlook(objective(), known, today)
    assume(said.estimates)
    days = [each.on for each in said.estimates]
    assert days[0] == max(on for on, _ in known)
    assert days == sorted(set(days))

"""The rules of a habit: what a team may see of what its people ticked, and what it says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.onboarding.habit import (
    FORMED,
    GROUP,
    LOW,
    STEADY,
    STRETCH,
    Habit,
    Week,
    occasions,
    read,
    weeks,
)
from changeprog.onboarding.habit_picture import BOTTOM, TOP, draw
from changeprog.onboarding.trial_days import DAYS, GRACE, WEEKS, monday

MONDAY = date(2026, 9, 7)
LATER = MONDAY + timedelta(weeks=30)
RHYTHMS = st.sampled_from([DAYS, WEEKS])
TICKS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.integers(0, 90).map(lambda days: MONDAY + timedelta(days=days)),
    ),
    max_size=300,
    unique=True,
)
SHARES = st.lists(st.none() | st.integers(0, 100), max_size=20)


def told(shares: list[int | None]) -> list[Week]:
    return [
        Week(MONDAY + timedelta(weeks=place), share, None if share is None else GROUP)
        for place, share in enumerate(shares)
    ]


@given(TICKS, RHYTHMS)
def test_no_sum_is_over_fewer_people_than_the_group(
    ticked: list[tuple[int, date]], rhythm: str
) -> None:
    for week in weeks(ticked, rhythm, MONDAY, LATER):
        end = week.first + timedelta(days=7)
        people = {person for person, day in ticked if day < end}
        shown = (week.share is not None, week.people)
        assert shown == ((True, len(people)) if len(people) >= GROUP else (False, None))


@given(TICKS, RHYTHMS, st.permutations(range(1, 10)))
def test_who_ticked_makes_no_difference(
    ticked: list[tuple[int, date]], rhythm: str, others: list[int]
) -> None:
    swapped = [(others[person - 1], day) for person, day in ticked]
    assert weeks(swapped, rhythm, MONDAY, LATER) == weeks(ticked, rhythm, MONDAY, LATER)


@given(TICKS, RHYTHMS)
def test_a_share_is_a_part_of_a_hundred(ticked: list[tuple[int, date]], rhythm: str) -> None:
    shares = [week.share for week in weeks(ticked, rhythm, MONDAY, LATER)]
    assert [share for share in shares if share is not None and not 0 <= share <= 100] == []


@given(TICKS, st.integers(0, 60))
def test_a_week_that_is_shown_does_not_change_when_time_goes_on(
    ticked: list[tuple[int, date]], days: int
) -> None:
    today = MONDAY + timedelta(days=days)
    known = [(person, day) for person, day in ticked if day <= today]
    shown = weeks(known, DAYS, MONDAY, today)
    open_since = today - timedelta(days=GRACE)
    can_still_come = [(person, day) for person, day in ticked if day >= open_since]
    both = list(dict.fromkeys([*known, *can_still_come]))
    assert weeks(both, DAYS, MONDAY, LATER)[: len(shown)] == shown


@given(st.integers(0, 60))
def test_a_week_is_shown_once_nobody_can_tick_it_any_more(days: int) -> None:
    today = MONDAY + timedelta(days=days)
    last = weeks([], DAYS, MONDAY, today)[-1:]
    over = monday(today - timedelta(days=GRACE + 1) + timedelta(days=1)) - timedelta(days=7)
    assert [week.first for week in last] == ([over] if over >= MONDAY else [])


@given(SHARES)
def test_it_is_a_habit_only_after_enough_weeks_and_steadily(shares: list[int | None]) -> None:
    last = shares[-STRETCH:]
    steady = len(last) == STRETCH and all(share is not None and share >= STEADY for share in last)
    found = read(told(shares))
    assert (found is Habit.FORMED) == (steady and len(shares) >= FORMED)
    assert (found in {Habit.FORMED, Habit.ON_THE_WAY}) == steady


@given(st.lists(st.integers(0, 100), min_size=1, max_size=20), st.data())
def test_to_do_it_more_often_never_takes_a_habit_away(
    shares: list[int], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(shares) - 1))
    more = [*shares]
    more[place] = data.draw(st.integers(shares[place], 100))
    if read(told([*shares])) in {Habit.FORMED, Habit.ON_THE_WAY}:
        assert read(told([*more])) is read(told([*shares]))


@pytest.mark.parametrize(
    ("shares", "says"),
    [
        ([], Habit.EARLY),
        ([None, None], Habit.HIDDEN),
        ([90, 90], Habit.EARLY),
        ([90, None, 90], Habit.EARLY),
        ([90, 50, 90], Habit.NOT_YET),
        ([80, 80, 80], Habit.ON_THE_WAY),
        ([80, 80, 80, 79], Habit.NOT_YET),
        ([80, 80, 80, LOW - 1], Habit.FADING),
        ([30] * 7 + [80] * 3, Habit.FORMED),
    ],
)
def test_what_the_weeks_say(shares: list[int | None], says: Habit) -> None:
    assert read(told(shares)) is says


def test_four_days_of_five_are_steady_and_more_than_five_are_no_more_than_all() -> None:
    ticked = [(person, MONDAY + timedelta(days=day)) for person in range(5) for day in range(4)]
    assert weeks(ticked, DAYS, MONDAY, LATER)[0].share == STEADY
    ticked = [(person, MONDAY + timedelta(days=day)) for person in range(5) for day in range(7)]
    assert weeks(ticked, DAYS, MONDAY, LATER)[0].share == 100


@pytest.mark.parametrize(("start", "most"), [(0, 5), (3, 2), (4, 1), (6, 1)])
def test_a_first_week_that_began_late_has_fewer_occasions(start: int, most: int) -> None:
    assert occasions(DAYS, MONDAY, MONDAY + timedelta(days=start)) == most
    assert occasions(WEEKS, MONDAY, MONDAY + timedelta(days=start)) == 1


def test_who_stops_counts_as_not_doing_it() -> None:
    days = [MONDAY + timedelta(days=day) for day in range(5)]
    ticked = [(person, day) for person in range(5) for day in days]
    assert [week.share for week in weeks(ticked, DAYS, MONDAY, LATER)[:2]] == [100, 0]


@given(SHARES)
def test_bars_stay_in_the_picture_in_their_order(shares: list[int | None]) -> None:
    bars = draw(told(shares)).bars
    middles = [float(bar.middle.rstrip("%")) for bar in bars]
    assert middles == sorted(middles)
    for bar in bars:
        y, height = float(bar.y.rstrip("%")), float(bar.height.rstrip("%"))
        assert TOP - 0.01 <= y <= BOTTOM
        assert y + height == pytest.approx(BOTTOM, abs=0.02)

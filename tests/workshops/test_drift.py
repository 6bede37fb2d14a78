"""When people are asked again, and how far they have drifted: rules without a database."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workshops.disclosure import in_full, safe
from workshops.drift import Row, Share, by_function
from workshops.models.follow_up import Occasion
from workshops.occasions import LATEST, has_come, occasions

DAY = timedelta(days=1)
FIRST = date(2026, 11, 16)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_a_commitment_due_on_the_day_of_another_occasion_is_asked_about_with_it() -> None:
    assert list(occasions(FIRST, FIRST + 7 * DAY)) == [Occasion.WEEK, Occasion.MONTH]
    assert list(occasions(FIRST, FIRST + 8 * DAY)) == ["week", "due", "month"]
    assert list(occasions(None, FIRST)) == [Occasion.DUE]


@given(days, st.none() | days, days)
def test_what_has_come_is_the_last_occasion_and_not_too_long_ago(
    closed_on: date, due: date | None, today: date
) -> None:
    known, found = occasions(closed_on, due), has_come(closed_on, due, today)
    if found is None:
        assert [day for day in known.values() if today - LATEST <= day <= today] == []
    else:
        assert max(day for day in known.values() if day <= today) == known[found]
        assert today - known[found] <= LATEST


def test_drift_says_who_stands_behind_it_then_and_now_by_function() -> None:
    names = {1: "Sales", 2: "Marketing"}
    before, after = in_full([(1, 2), (1, 3), (2, 4)]), in_full([(1, 2), (1, 6)])
    rows = by_function(before, after, 4, names)
    assert rows == [
        Row("Marketing", Share(1, 1), None),
        Row("Sales", Share(2, 2), Share(1, 2)),
    ]
    assert [(row.words, row.tone) for row in rows] == [("", ""), ("less support", "is-bad")]


told = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.integers(1, 8)), min_size=3, max_size=20)


@given(told, told)
def test_after_an_anonymous_round_no_row_stands_for_fewer_than_three(
    then: list[tuple[int, int]], now_: list[tuple[int, int]]
) -> None:
    rows = by_function(safe(then, 4), safe(now_, 4), 4, {})
    sides = [side for row in rows for side in (row.before, row.after) if side]
    assert [side for side in sides if side.of < 3] == []

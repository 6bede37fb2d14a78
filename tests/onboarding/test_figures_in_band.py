"""Whether a figure stayed in its band for so many months, whatever was read when."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from changeprog.onboarding.figures_in_band import (
    MOST,
    SILENCE,
    Band,
    State,
    Watch,
    earliest,
    months_after,
    watch,
)

TODAY = date(2027, 6, 30)
BAND = Band(Decimal(4), Decimal(6))
FIVE, NINE = Decimal(5), Decimal(9)

past = st.dates(TODAY - timedelta(days=400), TODAY)
figures = st.integers(0, 10).map(Decimal)
sheets = st.dictionaries(past, figures, max_size=40)
months = st.integers(1, 12)
limits = st.one_of(st.none(), figures)


@st.composite
def runs(draw: st.DrawFn) -> dict[date, Decimal]:
    """Readings that end lately with a long run inside, behind whatever came before."""
    last = TODAY - timedelta(days=draw(st.integers(0, SILENCE)))
    gaps = draw(st.lists(st.integers(15, SILENCE), min_size=4, max_size=14))
    run = {last: FIVE} | {last - timedelta(days=sum(gaps[: n + 1])): FIVE for n in range(len(gaps))}
    return {day: value for day, value in draw(sheets).items() if day < min(run)} | run


def every(days: int, since: date, until: date = TODAY) -> dict[date, Decimal]:
    """A reading inside the band on every so many days."""
    count = (until - since).days // days
    return {since + timedelta(days=days * number): FIVE for number in range(count + 1)}


def order(state: State) -> int:
    """How good a state is, where readings there are."""
    return [State.OUT, State.COUNTING, State.HELD].index(state)


# What it means


def test_without_a_reading_nobody_knows() -> None:
    assert watch({}, BAND, 3, TODAY) == Watch(State.UNREAD)


def test_three_months_inside_are_enough_on_the_day() -> None:
    sheet = every(30, date(2027, 3, 30))
    assert max(sheet) == date(2027, 6, 28)
    assert watch(sheet, BAND, 3, TODAY).state is State.COUNTING
    sheet[TODAY] = FIVE
    held = watch(sheet, BAND, 3, TODAY)
    assert held == Watch(State.HELD, date(2027, 3, 30), TODAY, TODAY)


def test_one_reading_outside_begins_the_count_anew() -> None:
    sheet = every(10, date(2027, 1, 1)) | {date(2027, 6, 1): NINE}
    assert watch(sheet, BAND, 3, TODAY).since == date(2027, 6, 10)
    assert watch(sheet | {TODAY: NINE}, BAND, 3, TODAY) == Watch(State.OUT, last=TODAY)


def test_a_silence_begins_the_count_anew_and_an_old_reading_says_nothing() -> None:
    late = TODAY - timedelta(days=SILENCE)
    two = {late - timedelta(days=SILENCE + 1): FIVE, late: FIVE}
    assert watch(two, BAND, 1, TODAY).since == late
    near = {late - timedelta(days=SILENCE): FIVE, late: FIVE}
    assert watch(near, BAND, 1, TODAY).state is State.HELD
    tomorrow = TODAY + timedelta(days=1)
    assert watch(near, BAND, 1, tomorrow) == Watch(State.SILENT, last=late)


def test_months_end_where_the_shorter_one_does() -> None:
    assert months_after(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert months_after(date(2027, 12, 31), 1) == date(2028, 1, 31)


def test_a_band_may_be_open_to_one_side() -> None:
    assert [Band(low=FIVE).has(Decimal(each)) for each in (4, 5, 99)] == [False, True, True]
    assert [Band(high=FIVE).has(Decimal(each)) for each in (-9, 5, 6)] == [True, True, False]


# What holds for all readings


@given(sheets, months)
def test_the_order_of_readings_changes_nothing(sheet: dict[date, Decimal], for_: int) -> None:
    backwards = list(reversed(list(sheet.items())))
    assert watch(backwards, BAND, for_, TODAY) == watch(sheet, BAND, for_, TODAY)


@given(sheets, months, st.dates(TODAY + timedelta(days=1), date(2030, 1, 1)), figures)
def test_days_to_come_do_not_count(
    sheet: dict[date, Decimal], for_: int, later: date, value: Decimal
) -> None:
    assert watch(sheet | {later: value}, BAND, for_, TODAY) == watch(sheet, BAND, for_, TODAY)


@given(sheets, months, past)
def test_one_more_reading_inside_never_makes_it_worse(
    sheet: dict[date, Decimal], for_: int, day: date
) -> None:
    before = watch(sheet, BAND, for_, TODAY).state
    assume(before in (State.OUT, State.COUNTING, State.HELD))
    after = watch(sheet | {day: FIVE}, BAND, for_, TODAY).state
    assert order(after) >= order(before)


@given(sheets, months, past)
def test_one_reading_outside_never_makes_it_better(
    sheet: dict[date, Decimal], for_: int, day: date
) -> None:
    before = watch(sheet, BAND, for_, TODAY)
    assume(before.state in (State.OUT, State.COUNTING, State.HELD))
    after = watch({**sheet, day: NINE}, BAND, for_, TODAY)
    assert order(after.state) <= order(before.state)


@given(sheets, months, st.tuples(limits, limits), st.tuples(figures, figures))
def test_a_wider_band_never_makes_it_worse(
    sheet: dict[date, Decimal],
    for_: int,
    band: tuple[Decimal | None, Decimal | None],
    wider: tuple[Decimal, Decimal],
) -> None:
    (low, high), (lower, higher) = band, wider
    narrow = watch(sheet, Band(low, high), for_, TODAY).state
    assume(narrow in (State.OUT, State.COUNTING, State.HELD))
    wide = Band(None if low is None else low - lower, None if high is None else high + higher)
    assert order(watch(sheet, wide, for_, TODAY).state) >= order(narrow)


@given(runs(), st.integers(2, 5))
def test_what_holds_for_more_months_holds_for_fewer(sheet: dict[date, Decimal], for_: int) -> None:
    assume(watch(sheet, BAND, for_, TODAY).holds)
    assert watch(sheet, BAND, for_ - 1, TODAY).holds


@given(runs(), st.integers(1, 5))
def test_what_holds_was_inside_all_the_time_and_is_fresh(
    sheet: dict[date, Decimal], for_: int
) -> None:
    found = watch(sheet, BAND, for_, TODAY)
    assume(found.holds)
    assert found.since
    assert found.last
    assert found.due
    run = {day: value for day, value in sheet.items() if found.since <= day <= TODAY}
    assert [value for value in run.values() if not BAND.has(value)] == []
    assert months_after(found.since, for_) == found.due <= found.last
    assert (TODAY - found.last).days <= SILENCE


@given(st.one_of(sheets, runs()), st.integers(1, MOST), limits, limits)
def test_readings_before_the_earliest_day_decide_nothing(
    sheet: dict[date, Decimal], for_: int, low: Decimal | None, high: Decimal | None
) -> None:
    since, band = earliest(TODAY, for_), Band(low, high)
    recent = {day: value for day, value in sheet.items() if day >= since}
    assert watch(recent, band, for_, TODAY).holds == watch(sheet, band, for_, TODAY).holds

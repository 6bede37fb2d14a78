"""Hours promised and hours asked: the pure rule, for whatever numbers, and its sentence."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.commitment import Taken, monday, share, together, weeks_from, weigh
from teams.resource_question import resource_question

HOURS = st.decimals(min_value=0, max_value=60, places=2)


SHARES = st.integers(0, 5).map(lambda days: Decimal(days) / 5)


TAKEN = st.builds(Taken, SHARES, st.one_of(st.none(), HOURS))


MANY, DUTIES = st.lists(HOURS, max_size=5), st.lists(TAKEN, max_size=4)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(MANY, DUTIES, MANY, HOURS)
def test_more_promised_never_makes_it_worse(
    promised: list[Decimal], duties: list[Taken], asked: list[Decimal], more: Decimal
) -> None:
    assert weigh([*promised, more], duties, asked).over <= weigh(promised, duties, asked).over


@given(MANY, DUTIES, MANY, HOURS)
def test_more_asked_never_makes_it_better(
    promised: list[Decimal], duties: list[Taken], asked: list[Decimal], more: Decimal
) -> None:
    assert weigh(promised, duties, [*asked, more]).over >= weigh(promised, duties, asked).over


@given(MANY, DUTIES)
def test_who_is_asked_for_nothing_never_carries_too_much(
    promised: list[Decimal], duties: list[Taken]
) -> None:
    assert weigh(promised, duties, []).over == 0


@given(MANY, DUTIES, MANY)
def test_duties_take_what_was_promised_and_nothing_more(
    promised: list[Decimal], duties: list[Taken], asked: list[Decimal]
) -> None:
    hours = weigh(promised, duties, asked)
    assert 0 <= hours.away <= hours.promised == sum(promised)
    assert hours.over == max(Decimal(0), hours.asked - hours.there)


@given(MANY, DUTIES, MANY, st.randoms())
def test_the_order_means_nothing(
    promised: list[Decimal], duties: list[Taken], asked: list[Decimal], chance: Any
) -> None:
    before = weigh(promised, duties, asked)
    for said in (promised, duties, asked):
        chance.shuffle(said)
    assert weigh(promised, duties, asked) == before


@given(st.lists(st.tuples(MANY, DUTIES, MANY), max_size=6), st.integers(0, 6))
def test_a_function_is_the_sum_of_its_people(people: list[Any], cut: int) -> None:
    weeks = [weigh(*person) for person in people]
    whole = together(weeks)
    assert whole == together(weeks[:cut]) + together(weeks[cut:])
    assert whole.over == sum(week.over for week in weeks)
    assert {type(figure) for figure in vars(whole).values()} == {Decimal}


@given(DAYS, DAYS, DAYS)
def test_the_share_of_a_week_counts_its_working_days(day: date, one: date, other: date) -> None:
    week, since, until = monday(day), min(one, other), max(one, other)
    days = [week + timedelta(days=place) for place in range(5)]
    assert share(week, since, until) == Decimal(sum(since <= d <= until for d in days)) / 5
    assert share(week, since, None) >= share(week, since, until)


@given(DAYS)
def test_weeks_begin_on_mondays(day: date) -> None:
    weeks = weeks_from(day)
    assert {(each.weekday(), (each - weeks[0]).days % 7) for each in weeks} == {(0, 0)}
    assert (len(weeks), weeks[0] <= day < weeks[1]) == (6, True)


LEFT = "and 6 hours are asked where 4.5 hours are left."


@pytest.mark.parametrize(
    ("promised", "duties", "words"),
    [
        (
            2,
            [{"support duty"}] * 2,
            "Two from IT were promised, both are on support duty that week.",
        ),
        (1, [{"support duty"}], "One from IT was promised, and is on support duty that week."),
        (3, [{"a"}], "Three from IT were promised, one of them is on a that week."),
        (4, [{"a"}] * 4, "Four from IT were promised, all four are on a that week."),
        (
            12,
            [{"a"}, {"b"}],
            "12 from IT were promised, two of them are on other duties that week.",
        ),
        (
            2,
            [],
            "Two people from IT were promised, and 6 hours are asked where 4.5 hours are left.",
        ),
        (1, [], "One person from IT was promised, and 6 hours are asked where 4.5 hours are left."),
        (0, [], "Nobody from IT was promised, and 6 hours are asked that week."),
    ],
)
def test_the_question_is_about_resources(promised: int, duties: Any, words: str) -> None:
    assert resource_question("IT", promised, duties, Decimal("4.5"), Decimal(6)) == words

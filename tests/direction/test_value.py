"""What it is worth: sums of ranges, the page, its picture, and money that is never a float."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from changeprog.direction import fit, value, value_picture
from changeprog.direction.coverage import covered_dimensions
from changeprog.direction.models import Benefit, BenefitEntry, CapabilityImprovement, Dimension
from changeprog.direction.value import Expected, Range
from changeprog.direction.value_room import SCREEN, VALUE
from changeprog.direction.worth import Sums, Worth, sums, worth
from changeprog.programme import money
from changeprog.programme.models import Person, Programme, Role
from tests import factory

Browse = Callable[[Person], Client]
FIRST = date(2026, 1, 1)

amounts = st.decimals(min_value=0, max_value=10**11, places=2)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    return Range(*sorted(draw(st.tuples(amounts, amounts, amounts))))


expectations = st.lists(st.builds(Expected, year=ranges(), starts_on=days), max_size=8)


@given(expectations)
def test_a_total_is_the_sum_of_each_end(expected: list[Expected]) -> None:
    total = value.full_year(expected)
    assert total.low == sum((each.year.low for each in expected), start=Decimal(0))
    assert total.likely == sum((each.year.likely for each in expected), start=Decimal(0))
    assert total.high == sum((each.year.high for each in expected), start=Decimal(0))


@given(expectations, days)
def test_every_sum_is_ordered_exact_and_within_the_full_year(
    expected: list[Expected], day: date
) -> None:
    full = value.full_year(expected)
    for part in (value.running(expected, day), value.year_from(expected, day)):
        assert part.low <= part.likely <= part.high
        for end, whole in (
            (part.low, full.low),
            (part.likely, full.likely),
            (part.high, full.high),
        ):
            assert type(end) is Decimal
            assert end == end.quantize(value.CENT)
            assert 0 <= end <= whole


@given(expectations, days, st.randoms())
def test_the_order_of_benefits_does_not_matter(
    expected: list[Expected], day: date, chance: Any
) -> None:
    shuffled = expected.copy()
    chance.shuffle(shuffled)
    assert value.year_from(expected, day) == value.year_from(shuffled, day)
    assert value.full_year(expected) == value.full_year(shuffled)


@given(ranges(), days)
def test_a_year_from_the_start_is_a_full_year_and_one_that_ends_before_it_nothing(
    year: Range, starts_on: date
) -> None:
    expected = [Expected(year, starts_on)]
    assert value.year_from(expected, starts_on) == year
    earlier = starts_on - timedelta(days=value.YEAR)
    assert value.year_from(expected, earlier) == value.NOTHING


@given(amounts, days, st.integers(0, 2000))
def test_a_pace_is_a_year_of_what_came_or_too_early_to_say(
    recent: Decimal, since: date, gone: int
) -> None:
    rate = value.run_rate(recent, since, since + timedelta(days=gone))
    if gone + 1 < value.TOO_EARLY:
        assert rate is None
    else:
        assert type(rate) is Decimal
        assert rate >= recent
        if gone + 1 >= value.YEAR:
            assert rate == recent


@pytest.mark.parametrize(
    "ends", [(1.0, Decimal(2), Decimal(3)), (Decimal(1), 2, Decimal(3)), (Decimal(1), None, 3)]
)
def test_a_range_of_anything_but_decimals_is_refused(ends: Any) -> None:
    with pytest.raises(TypeError):
        Range(*ends)


def test_a_range_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(ValueError, match="low over likely to high"):
        Range(Decimal(2), Decimal(1), Decimal(3))


@pytest.mark.parametrize(
    ("amount", "written", "short"),
    [
        ("0", "0 EUR", "0"),
        ("850", "850 EUR", "850"),
        ("12000.00", "12 000 EUR", "12 k"),
        ("12345.50", "12 345.50 EUR", "12.3 k"),
        ("999999.99", "999 999.99 EUR", "1 M"),
        ("1250000", "1 250 000 EUR", "1.25 M"),
        ("99999999999.99", "99 999 999 999.99 EUR", "100 bn"),
    ],
)
def test_money_is_written_exactly_and_in_short(amount: str, written: str, short: str) -> None:
    plain = str.maketrans({"\u202f": " ", "\u00a0": " "})
    assert money.write(Decimal(amount), "EUR").translate(plain) == written
    assert money.short(Decimal(amount)).translate(plain) == short


@pytest.mark.parametrize("write", [lambda it: money.write(it, "EUR"), money.short])
@pytest.mark.parametrize("amount", [1.5, 2, "3"])
def test_money_that_is_no_decimal_is_not_written(write: Any, amount: Any) -> None:
    with pytest.raises(TypeError):
        write(amount)


def amounts_of(thing: Worth | Sums) -> list[Any]:
    """Every amount of money that the pages show of ``thing``."""
    if isinstance(thing, Worth):
        year = thing.expected.year
        return [year.low, year.likely, year.high, thing.realised, thing.run_rate]
    sums = [thing.full_year, thing.running, thing.first_year]
    ends = [end for each in sums for end in (each.low, each.likely, each.high)]
    return [*ends, thing.realised, thing.run_rate]


@pytest.mark.django_db
def test_money_is_decimal_from_the_database_to_the_page(
    programme: Programme, champion: Person
) -> None:
    today = localdate()
    benefit = factory.make_benefit(programme, starts_on=today - timedelta(days=400))
    factory.make_benefit(programme, "Nothing came of it yet", starts_on=today - timedelta(days=99))
    benefit.realise(champion, uuid4(), Decimal("100.10"), today - timedelta(days=390))
    benefit.realise(champion, uuid4(), Decimal("200.20"), today)
    found = Benefit.objects.with_names().with_realised(today).filter(programme=programme)
    worths = [worth(each, today) for each in found]
    together = sums(worths, today)
    things: list[Worth | Sums] = [*worths, together]
    shown = [amount for each in things for amount in amounts_of(each)]
    assert {type(amount) for amount in shown} == {Decimal}
    assert (together.realised, together.run_rate) == (Decimal("300.30"), Decimal("200.20"))
    assert {type(entry.amount) for entry in BenefitEntry.objects.all()} == {Decimal}


@pytest.mark.django_db
def test_what_is_too_young_is_not_judged_and_said_so(
    programme: Programme, champion: Person
) -> None:
    today = localdate()
    benefit = factory.make_benefit(programme, starts_on=today - timedelta(days=88))
    benefit.realise(champion, uuid4(), Decimal(500), today)
    found = Benefit.objects.with_realised(today).get(pk=benefit.pk)
    known = worth(found, today)
    assert (known.run_rate, known.has_started) == (None, True)
    assert sums([known], today).unjudged == 1


@pytest.mark.django_db
def test_each_dimension_is_counted_none_included(programme: Programme, stranger: Person) -> None:
    factory.make_capability(programme)
    factory.make_capability(programme, "Second", dimension="it")
    factory.make_capability(programme, "Third", dimension="it")
    factory.make_capability(stranger.programme, "Theirs", dimension="policies")
    assert covered_dimensions(programme) == {
        Dimension.POLICIES: 0,
        Dimension.PEOPLE: 0,
        Dimension.PROCESSES: 0,
        Dimension.DATA: 1,
        Dimension.IT: 2,
    }


def page(programme: Programme) -> str:
    return reverse("direction:value", args=[programme.key])


def fill(programme: Programme, rows: int) -> None:
    """A vision, and ``rows`` improvements, each with a milestone, a benefit and two entries."""
    champion = factory.champion_of(programme)
    factory.write_vision(programme)
    for number in range(rows):
        milestone = factory.make_milestone(programme, f"Stop {number}")
        capability = factory.make_capability(
            programme, f"Improvement {number}", (milestone,), owner=champion
        )
        benefit = factory.make_benefit(
            programme, f"Benefit {number}", (capability,), owner=champion
        )
        for day in (2, 3):
            benefit.realise(champion, uuid4(), Decimal(100), date(2026, 5, day))


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(
    browse: Browse,
    programme: Programme,
    champion: Person,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    fill(programme, rows)
    client = browse(champion)
    with django_assert_num_queries(10):
        client.get(page(programme))
    with django_assert_num_queries(9):
        client.get(reverse("direction:value_screen", args=[programme.key]))


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("rows", [0, 2])
def test_as_pushed_equals_as_loaded_for_each_role(
    browse: Browse, programme: Programme, role: str, rows: int
) -> None:
    fill(programme, rows)
    client = browse(factory.make_person(programme, role))
    assert VALUE.render_for(programme, Role(role)) in client.get(page(programme)).content.decode()
    screen = client.get(reverse("direction:value_screen", args=[programme.key])).content.decode()
    assert SCREEN.render_for(programme, Role(role)) in screen


@pytest.mark.django_db
def test_a_dimension_without_an_improvement_is_named_in_picture_and_table(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    fill(programme, 1)
    content = browse(observer).get(page(programme)).content.decode()
    missing = "Nobody has thought about policies yet"
    assert content.count(missing) == 3
    assert "Nobody has thought about data yet" not in content


@pytest.mark.django_db
def test_an_empty_page_offers_the_first_step_to_those_who_may_take_it(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    new = reverse("direction:new_capability", args=[programme.key])
    assert new in browse(champion).get(page(programme)).content.decode()
    answer = browse(member).get(page(programme)).content.decode()
    assert "Nobody has said yet what it is worth" in answer
    assert new not in answer


@pytest.mark.parametrize("verb", ["capability.raised", "benefit.realised", "programme.changed"])
def test_the_page_is_stale_after(verb: str) -> None:
    assert (VALUE.is_stale_after(verb), SCREEN.is_stale_after(verb)) == (True, True)


# The picture: nothing on top of anything else, however much there is.


def capability(number: int, dimension: str, name: str) -> CapabilityImprovement:
    return CapabilityImprovement(
        pk=number, name=name, dimension=dimension, level=number % 4 + 1, wanted=number % 4 + 2
    )


def expected(name: str) -> Worth:
    year = Range(Decimal(999_000_000), Decimal(9_990_000_000), Decimal(99_900_000_000))
    benefit = Benefit(pk=1, name=name, starts_on=FIRST)
    benefit._prefetched_objects_cache = {"capabilities": CapabilityImprovement.objects.none()}  # type: ignore[attr-defined]
    return Worth(benefit, Expected(year, FIRST), Decimal(0), None, has_started=True)


names = st.text(min_size=1, max_size=200)


@given(
    st.lists(st.tuples(st.sampled_from(Dimension.values), names), max_size=20),
    st.lists(names, max_size=11),
    st.text(max_size=2_000),
)
def test_no_words_of_the_picture_lie_on_others_or_leave_it(
    improvements: list[tuple[str, str]], benefits: list[str], statement: str
) -> None:
    known = [capability(number, *row) for number, row in enumerate(improvements)]
    picture = value_picture.draw(statement, known, [expected(name) for name in benefits])
    in_bands = [line for band in picture.bands for row in band.rows for line in row.name]
    in_bars = [line for bar in picture.bars for line in bar.name]
    for lines, right in (
        (picture.statement, value_picture.VISION_RIGHT),
        (in_bands, value_picture.NAME_RIGHT),
        (in_bars, value_picture.BENEFIT_RIGHT + 1),
    ):
        places = [(Decimal(line.y) - Decimal("0.8") * line.size, Decimal(line.y)) for line in lines]
        for (_, foot), (head, _) in pairwise(places):
            assert foot < head
        for (head, foot), line in zip(places, lines, strict=True):
            assert value_picture.TOP - 2 <= head < foot <= value_picture.BOTTOM
            assert line.x + fit.width(line.words, line.size) <= right
            assert line.size >= value_picture.SMALL


@given(st.lists(st.sampled_from(Dimension.values), max_size=40), st.integers(0, 15))
def test_what_does_not_fit_the_picture_is_counted(dimensions: list[str], benefits: int) -> None:
    known = [capability(number, each, "Name") for number, each in enumerate(dimensions)]
    picture = value_picture.draw("", known, [expected("Name")] * benefits)
    shown = sum(len(band.rows) for band in picture.bands)
    left_out = [int(band.more.words.split()[1]) for band in picture.bands if band.more]
    assert shown == min(len(dimensions), value_picture.MOST_CAPABILITIES)
    assert shown + sum(left_out) == len(dimensions)
    more = picture.more_benefits
    assert len(picture.bars) + (int(more.words.split()[1]) if more else 0) == benefits
    assert [band.dimension for band in picture.bands if band.missing] == [
        each for each in Dimension if each not in dimensions
    ]


@given(st.text(max_size=300), st.integers(1, 6))
def test_wrapped_words_fit_and_lose_nothing_unsaid(text: str, lines: int) -> None:
    wrapped = fit.wrap(text, 200, 20, lines)
    assert len(wrapped) <= lines
    assert all(fit.width(line, 20) <= 200 for line in wrapped)
    whole = "".join(wrapped).replace(" ", "")
    if not wrapped[-1].endswith(fit.MORE):
        assert whole == "".join(text.split())

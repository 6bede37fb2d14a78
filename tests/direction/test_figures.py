"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction import figures
from changeprog.programme.words import figure

stored = st.decimals(-(10**11) + 1, 10**11 - 1, places=4)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62.5", "62.5"),
        ("62,5", "62.5"),
        (" -3,25 ", "-3.25"),
        ("\u22123", "-3"),
        ("1 234,5", "1234.5"),
        ("1\u202f234", "1234"),
        ("1'234.50", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("0,125", "0.125"),
        (".5", "0.5"),
        ("1234.567", "1234.567"),
        ("٤٢", "42"),
    ],
)
def test_a_comma_or_a_dot_is_the_decimal_sign(text: str, number: str) -> None:
    assert figures.parse(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1,234", "12.500", "-999,000"])
def test_what_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    with pytest.raises(figures.TwoReadings):
        figures.parse(text)


@pytest.mark.parametrize(
    "text", ["", "-", "forty", "40 %", "1e5", "inf", "1,23,4", "1.2.3", "--1", "0x1F"]
)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(figures.NotANumber):
        figures.parse(text)


@given(stored)
def test_what_is_written_is_read_back_exactly(number: Decimal) -> None:
    assert figures.parse(figures.write(number)) == number


@given(stored)
def test_a_comma_reads_as_a_dot_does(number: Decimal) -> None:
    text = figures.write(number)
    assert figures.parse(text.replace(".", ",")) == figures.parse(text)


def test_what_is_below_zero_has_a_true_minus_and_can_be_read_again() -> None:
    assert figure(Decimal("-1234.50")) == "\u22121\u202f234.5"
    assert figures.parse(figure(Decimal("-1234.50"))) == Decimal("-1234.5")

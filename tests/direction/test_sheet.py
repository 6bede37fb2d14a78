"""A sheet of readings: every spelling that spreadsheets have, and words for what is wrong."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction import figures, sheet, spelling
from changeprog.direction.figures import Fraction
from changeprog.direction.sheet import Choices
from changeprog.direction.spelling import Slashes

TODAY = date(2026, 11, 21)
MARCH = date(2026, 3, 1)
UNSAID = Choices()


def told(text: str, unit: str = "%", said: Choices = UNSAID) -> list[tuple[date, str] | str]:
    """Day and value of each row, or what is wrong with it."""
    return [
        row.error or (row.on or date.min, figures.write(row.value or Decimal(0)))
        for row in sheet.read(text, unit, TODAY, said)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01;62.5",
        "2026-03-01,62.5",
        "2026-03-01\t62,5",
        "2026-03-01|62.5",
        "2026-03-01 62.5",
        "\ufeffDate;Value\r\n2026-03-01;62,5\r\n",
        "Value,Who,Date\n62.5,Mo,2026-03-01",
        'Tag;Wert\n"1. März 2026";"62,5 %"',
        '2026-03-01,"62,5"',
        "2026-03-01T00:00:00Z;62.5;from the CRM",
        "\n\n2026-03-01;62.50\n\n",
        "when it was;how much\n2026-03-01;62.5",
    ],
)
def test_one_reading_in_many_spellings(text: str) -> None:
    assert told(text) == [(MARCH, "62.5")]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026/3/1",
        "20260301",
        "01.03.2026",
        "1.3.26",
        "1-3-2026",
        "1 March 2026",
        "1st Mar 2026",
        "1-Mar-2026",
        "Mar 1, 2026",
        "1. März 2026",
        "1 mars 2026",
        "2026-03-01 08:15",
        "01.03.2026 08:15:30",
    ],
)
def test_a_day_in_many_spellings(text: str) -> None:
    assert spelling.parse(text) == MARCH


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "31.4.2026", "2026-13-01", "1 Foo 2026", "46000", "2026-03"]
)
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(spelling.NotADay):
        spelling.parse(text)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_is_read_back_from_its_spellings(day: date) -> None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d.%m.%y"):
        assert spelling.parse(day.strftime(form)) == day
    assert spelling.parse(day.strftime("%d/%m/%Y"), Slashes.DAY) == day
    assert spelling.parse(day.strftime("%m/%d/%Y"), Slashes.MONTH) == day


def test_slashes_are_read_as_the_rest_of_the_sheet_tells() -> None:
    april = (date(2026, 4, 3), "1")
    assert told("3/4/2026;1\n13/4/2026;2")[0] == april
    assert told("4/3/2026;1\n4/13/2026;2")[0] == april
    unsure = "“3/4/2026” can be two days. Say below what comes first, the day or the month."
    assert told("3/4/2026;1") == [unsure]
    assert told("3/4/2026;1", said=Choices(slashes=Slashes.DAY)) == [april]
    assert told("4/3/2026;1", said=Choices(slashes=Slashes.MONTH)) == [april]


def test_thousands_are_told_from_fractions_as_the_rest_of_the_sheet_does() -> None:
    assert told("2026-03-01;1.234\n2026-03-02;62,5")[0] == (MARCH, "1234")
    assert told("2026-03-01;1,234\n2026-03-02;62,5")[0] == (MARCH, "1.2340")
    unsure = "“1,234” can be read in two ways. Say below which sign is before the decimals."
    assert told("2026-03-01;1,234") == [unsure]
    assert told("2026-03-01;1,234", said=Choices(fraction=Fraction.DOT)) == [(MARCH, "1234")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-03-01;", "There is no value. A row needs a day and a number."),
        ("2026-03-01;;note", "There is no value. A row needs a day and a number."),
        ("2026-03-01;many", "“many” is no number."),
        ("tomorrow;5", "“tomorrow” is no day. Write it as in 2026-03-31."),
        ("2026-11-22;5", "This day is still to come."),
        ("1999-12-31;5", "Choose a day from 2000 on."),
        ("2026-03-01;0.00001", "At most 4 digits after the decimal sign are kept."),
        ("2026-03-01;5;" + "x" * 301, "The note is longer than 300 characters. Shorten it."),
    ],
)
def test_what_is_wrong_with_a_row_is_said_beside_it(text: str, words: str) -> None:
    assert told(f"2026-01-01;1\n{text}") == [(date(2026, 1, 1), "1"), words]


def test_a_comma_between_cells_and_within_numbers_is_refused_with_a_way_out() -> None:
    words = (
        "There are too many cells. Where a comma is within a number or a note, "
        "put quotes around it or part the cells by semicolons."
    )
    assert told("2026-03-01,62,5\n2026-03-02,63,5,note") == [words, words]


def test_the_later_of_two_rows_about_a_day_counts() -> None:
    rows = sheet.read("2026-03-01;1\n1.3.2026;2\n2026-03-02;3", "%", TODAY)
    assert [row.overruled_by for row in rows] == [2, 0, 0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_the_encodings_that_spreadsheets_write(encoding: str) -> None:
    text = "1. März 2026;62,5;Büro"
    assert sheet.decode(text.encode(encoding)).removeprefix("\ufeff") == text
    assert told(sheet.decode(text.encode(encoding))) == [(MARCH, "62.5")]


def test_a_workbook_is_no_text() -> None:
    with pytest.raises(sheet.NoText, match="Save the sheet as CSV"):
        sheet.decode(b"PK\x03\x04\x14\x00\x06\x00")


def test_a_quotation_mark_that_is_never_closed_is_told_of() -> None:
    with pytest.raises(sheet.NoText, match="never closed"):
        sheet.read('2026-03-01;5;"' + "x;\n" * 60_000, "%", TODAY)


@given(st.text(max_size=300))
def test_no_text_makes_it_stumble(text: str) -> None:
    for row in sheet.read(text, "%", TODAY):
        assert bool(row.error) == (row.on is None or row.value is None)


@given(st.binary(max_size=300))
def test_no_file_makes_it_stumble(content: bytes) -> None:
    try:
        text = sheet.decode(content)
    except sheet.NoText:
        return
    sheet.read(text, "%", TODAY)


@given(
    st.dictionaries(
        st.dates(date(2000, 1, 1), TODAY), st.decimals(-(10**10), 10**10, places=2), min_size=1
    ),
    st.sampled_from([";", "\t", "|"]),
    st.sampled_from(["%Y-%m-%d", "%d.%m.%Y"]),
    st.sampled_from([".", ","]),
)
def test_what_is_written_is_read_back(
    known: dict[date, Decimal], separator: str, form: str, sign: str
) -> None:
    text = "".join(
        f"{on.strftime(form)}{separator}{f'{value:f}'.replace('.', sign)}\n"
        for on, value in known.items()
    )
    rows = sheet.read(text, "%", TODAY)
    assert {row.on: row.value for row in rows} == known

"""The record: chapters from everywhere, one page, one table, one JSON document."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops import record
from workshops.models import Workshop
from workshops.record import Chapter, Row

FORMULA = "=HYPERLINK(1)"


def said(_workshop: Workshop) -> list[Row]:
    return [{"Who": "Mo Member", "What": FORMULA}]


def agreed(_workshop: Workshop) -> list[Row]:
    return [{"What": "We open at eight", "Level": 2}]


@pytest.fixture
def two_chapters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_chapters", [])
    record.register(Chapter(20, "agreed", "What was agreed", agreed))
    record.register(Chapter(10, "said", "What was said", said))


@pytest.mark.usefixtures("two_chapters")
def test_a_table_has_the_columns_of_all_chapters_in_their_order(workshop: Workshop) -> None:
    lines = list(csv.reader(io.StringIO(record.as_csv(workshop))))
    assert lines == [
        ["Chapter", "Who", "What", "Level"],
        ["What was said", "Mo Member", "'" + FORMULA, ""],
        ["What was agreed", "", "We open at eight", "2"],
    ]


@pytest.mark.usefixtures("two_chapters")
def test_the_json_document_names_the_chapters(workshop: Workshop) -> None:
    told = json.loads(record.as_json(workshop))["chapters"]
    assert told == {
        "said": [{"Who": "Mo Member", "What": FORMULA}],
        "agreed": [{"What": "We open at eight", "Level": 2}],
    }


@pytest.mark.usefixtures("two_chapters")
def test_a_chapter_that_says_nothing_is_left_out_of_the_page(workshop: Workshop) -> None:
    record.register(Chapter(30, "empty", "Nothing", lambda _: []))
    shown = [passage.chapter.name for passage in record.passages(workshop)]
    assert shown == ["said", "agreed"]


@given(st.text())
def test_no_text_begins_like_a_formula_in_the_table(text: str) -> None:
    kept = record.harmless(text)
    assert isinstance(kept, str)
    assert not kept.lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_stay_numbers() -> None:
    assert [record.harmless(-3), record.harmless(None)] == [-3, None]

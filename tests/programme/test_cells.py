"""Cells of files that a spreadsheet opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changeprog.programme.cells import guarded, without_guard

FORMULAS = ["=1+1", "+49 30", "-3", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "''+1"]
texts = st.text() | st.text(alphabet="'=+-@ a\t\r", max_size=6) | st.sampled_from(FORMULAS)


@given(texts)
def test_no_text_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))


@given(texts)
def test_what_was_written_is_read_back(text: str) -> None:
    assert without_guard(guarded(text)) == text


@pytest.mark.parametrize("text", ["O'Neill", "'t Hooft", "a=b", "", "'"])
def test_an_apostrophe_of_a_name_stays(text: str) -> None:
    assert (guarded(text), without_guard(text)) == (text, text)


def test_numbers_stay_numbers() -> None:
    assert [guarded(-3), guarded(None)] == [-3, None]

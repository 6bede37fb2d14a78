"""Two people on open pages: what one does reaches the other, who may be in mid-sentence."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.programme.models import Person
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser
HALF = "We could not reach the half of th"
CARET = 13


class Pair(NamedTuple):
    """The champion at a desk and a member with a phone, on the same page of one programme."""

    desk: Page
    phone: Page


@pytest.fixture(params=["", "victories-and-barriers/"], ids=["home", "board"])
def pair(request: pytest.FixtureRequest, visit: Visit, champion: Person, member: Person) -> Pair:
    path = f"/p/{champion.programme.key}/{request.param}"
    pair = Pair(visit(path, champion), visit(path, member, **PHONE))
    for page in pair:
        expect(dot(page)).to_have_text("Live")
        page.evaluate("window.sameDocument = true")
    return pair


def dot(page: Page) -> Locator:
    return page.locator("[data-live-status]")


def log(page: Page, kind: str, words: str) -> None:
    """Log a victory or a barrier with the ``+`` of the phone."""
    page.get_by_role("link", name="Victory or barrier").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(kind, exact=True).tap()
    dialog.get_by_role("textbox").fill(words)
    dialog.get_by_role("button", name=f"Log the {kind.lower()}").tap()
    expect(page.locator("#flash")).to_contain_text("on the board")


def half_typed(page: Page) -> Locator:
    """Begin to write a barrier, go back into the middle of it, and return the text area."""
    page.get_by_role("link", name="Victory or barrier").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Barrier", exact=True).click()
    field = dialog.get_by_role("textbox")
    field.press_sequentially(HALF)
    field.evaluate(f"area => area.setSelectionRange({CARET}, {CARET})")
    return field


def assert_still_there(page: Page, field: Locator) -> None:
    """The words, the choice, the focus and the caret are as they were left."""
    expect(field).to_be_focused()
    expect(field).to_have_value(HALF)
    expect(page.get_by_role("radio", name="Barrier")).to_be_checked()
    carets = field.evaluate("area => [area.selectionStart, area.selectionEnd]")
    assert carets == [CARET, CARET]


def assert_not_reloaded(*pages: Page) -> None:
    assert [page.evaluate("window.sameDocument") for page in pages] == [True for _ in pages]


def shown(page: Page, words: str) -> Locator:
    return page.locator("main .region").get_by_text(words, exact=True)


def test_what_one_person_logs_appears_to_the_other(pair: Pair) -> None:
    log(pair.phone, "Victory", "The first customer thanked us")
    log(pair.phone, "Barrier", "No time for training")
    for page in pair:
        expect(shown(page, "The first customer thanked us")).to_be_visible()
        expect(shown(page, "No time for training")).to_be_visible()
    assert_not_reloaded(*pair)


def test_a_half_typed_form_survives_what_others_log_and_is_sent(pair: Pair) -> None:
    field = half_typed(pair.desk)
    log(pair.phone, "Victory", "The first customer thanked us")
    expect(shown(pair.desk, "The first customer thanked us")).to_be_attached()
    assert_still_there(pair.desk, field)
    field.press("Control+Enter")
    for page in pair:
        expect(shown(page, HALF)).to_be_visible()
    assert_not_reloaded(*pair)


def test_a_cut_stream_comes_back_with_what_was_missed_and_takes_no_word(pair: Pair) -> None:
    field = half_typed(pair.desk)
    pair.desk.context.set_offline(True)
    expect(dot(pair.desk)).to_contain_text("Offline")
    log(pair.phone, "Victory", "Won while the other was offline")
    pair.desk.context.set_offline(False)
    expect(shown(pair.desk, "Won while the other was offline")).to_be_attached()
    expect(dot(pair.desk)).to_have_text("Live")
    assert_still_there(pair.desk, field)

    log(pair.phone, "Barrier", "In the way afterwards")
    expect(shown(pair.desk, "In the way afterwards")).to_be_attached()
    assert_still_there(pair.desk, field)
    assert_not_reloaded(*pair)

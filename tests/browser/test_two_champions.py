"""Two champions write the vision at once: each sees the other's words, nobody loses their own."""

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.direction.models import Vision
from changeprog.programme.models import Person
from tests import factory
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
THEIRS = "Every customer is known, and heard."
HALF = "Every customer meets one company th"
CARET = 14


@pytest.fixture
def second(champion: Person) -> Person:
    factory.write_vision(champion.programme, "Every customer is known.")
    return factory.make_person(champion.programme, "champion", "Ruth Calder")


@pytest.fixture
def pages(visit: Visit, champion: Person, second: Person) -> tuple[Page, Page]:
    """Both have the form open, and their streams are up."""
    path = f"/p/{champion.programme.key}/direction/vision/editing/"
    mine, theirs = visit(path, champion), visit(path, second)
    for page in (mine, theirs):
        expect(page.locator("[data-live-status]")).to_have_text("Live")
    return mine, theirs


def half_typed(page: Page) -> Locator:
    field = page.get_by_label("The vision")
    field.fill("")
    field.press_sequentially(HALF)
    field.evaluate(f"area => area.setSelectionRange({CARET}, {CARET})")
    return field


def save(page: Page, words: str) -> None:
    page.get_by_label("The vision").fill(words)
    page.get_by_role("button", name="Save the vision").click()


def test_one_sees_what_the_other_has_saved_and_keeps_typing(pages: tuple[Page, Page]) -> None:
    mine, theirs = pages
    field = half_typed(mine)
    expect(mine.locator("[data-newest]")).to_be_hidden()
    expect(mine.locator("[data-overtaken-says]")).to_be_hidden()
    save(theirs, THEIRS)

    expect(mine.get_by_role("status").filter(has_text="Ruth Calder")).to_have_text(
        "Ruth Calder saved version 2 a moment ago. Read it"
    )
    newest = mine.get_by_role("region", name="Version 2")
    expect(newest.get_by_text(THEIRS)).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value(HALF)
    carets = field.evaluate("area => [area.selectionStart, area.selectionEnd]")
    assert carets == [CARET, CARET]


def test_saving_on_top_asks_first_and_then_keeps_both(pages: tuple[Page, Page]) -> None:
    mine, theirs = pages
    half_typed(mine)
    save(theirs, THEIRS)
    expect(mine.get_by_role("region", name="Version 2")).to_be_visible()
    save(mine, "Ours together.")
    expect(mine.get_by_role("alert")).to_contain_text("Ruth Calder saved version 2")
    expect(mine.get_by_label("The vision")).to_have_value("Ours together.")
    expect(mine.locator("[data-newest]")).to_be_hidden()
    assert Vision.objects.count() == 2

    mine.get_by_role("button", name="Save the vision").click()
    expect(mine.locator("#flash")).to_contain_text("saved")
    kept = Vision.objects.order_by("version").values_list("statement", flat=True)
    assert list(kept) == ["Every customer is known.", THEIRS, "Ours together."]

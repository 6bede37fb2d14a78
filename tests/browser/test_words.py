"""Words as people write them, and as they are not supposed to: shown right, or refused unharmed."""

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.direction.models import Milestone, Vision
from changeprog.programme.models import Person
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
ARABIC = "كل عميل معروف لدينا، ونحن نصغي إليه."
EMOJI = "Every customer is known 👩🏽‍🚀🇦🇹 and heard ❤️"
TOO_LONG = "We listen. " * 9_500


@pytest.fixture
def page(visit: Visit, champion: Person) -> Page:
    """The page on which the champion writes the vision."""
    return visit(f"/p/{champion.programme.key}/direction/vision/editing/", champion)


def write(page: Page, statement: str) -> None:
    page.get_by_label("The vision").fill(statement)
    page.get_by_role("button", name="Save the vision").click()


def statement(page: Page) -> Locator:
    return page.get_by_role("figure", name="The vision").locator("blockquote p")


@pytest.mark.parametrize(("words", "direction"), [(ARABIC, "rtl"), (EMOJI, "ltr")])
def test_a_vision_in_any_script_is_shown_as_it_was_written(
    page: Page, programme_path: str, words: str, direction: str
) -> None:
    write(page, words)
    expect(page.locator("#flash")).to_contain_text("saved")
    for path in ("", "direction/", "direction/vision/"):
        page.goto(programme_path + path)
        expect(statement(page)).to_have_text(words)
        expect(statement(page)).to_have_css("direction", direction)
    expect(page.locator("html")).to_have_css("direction", "ltr")


def test_words_run_from_right_to_left_while_they_are_typed(page: Page) -> None:
    field = page.get_by_label("The vision")
    field.fill(ARABIC)
    expect(field).to_have_css("direction", "rtl")


def test_a_vision_of_100_kb_is_refused_and_nothing_of_it_is_lost(page: Page) -> None:
    write(page, TOO_LONG)
    field = page.get_by_label("The vision")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert len(field.input_value()) == len(TOO_LONG)
    expect(page.get_by_text("Nothing of it is lost: shorten it here.")).to_be_visible()
    assert not Vision.objects.exists()

    write(page, "We listen.")
    expect(page.locator("#flash")).to_contain_text("saved")
    assert Vision.objects.get().statement == "We listen."


def test_markup_is_only_words(page: Page, programme_path: str) -> None:
    markup = "=<script>window.harmed = true</script><b>bold</b>"
    page.goto(f"{programme_path}direction/milestones/new/")
    page.get_by_label("What will have happened?").fill(markup)
    page.get_by_label("By when?").fill("2031-01-31")
    page.get_by_role("button", name="Plan the milestone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(markup)
    assert page.evaluate("window.harmed") is None
    assert Milestone.objects.get().name == markup


def test_a_day_in_the_year_9999_is_refused_in_words(page: Page, programme_path: str) -> None:
    page.goto(f"{programme_path}direction/milestones/new/")
    page.get_by_label("What will have happened?").fill("The sun goes out")
    page.get_by_label("By when?").fill("9999-12-31")
    page.locator("#ask form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Plan the milestone").click()
    expect(page.get_by_text("Choose a day between").first).to_be_visible()
    expect(page.get_by_label("What will have happened?")).to_have_value("The sun goes out")
    expect(page.get_by_label("By when?")).to_have_value("9999-12-31")
    assert not Milestone.objects.exists()


@pytest.fixture
def programme_path(champion: Person) -> str:
    return f"/p/{champion.programme.key}/"

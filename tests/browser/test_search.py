"""Search from any page: by key, by hand on a phone, and without any script."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from changeprog.programme.models import Person
from tests import factory
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser
HEADING = "What are you looking for?"


@pytest.fixture
def home(observer: Person) -> str:
    factory.make_milestone(observer.programme, "Évaluation prête")
    factory.make_milestone(observer.programme, "Pilot live")
    return f"/p/{observer.programme.key}/"


def find(page: Page, typed: str, name: str) -> None:
    page.get_by_role("searchbox").press_sequentially(typed)
    expect(page.get_by_role("region", name="Milestones").get_by_role("link")).to_have_text([name])


def test_the_slash_opens_it_and_letters_find_at_once(
    visit: Visit, observer: Person, home: str
) -> None:
    page = visit(home, observer)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog").get_by_role("heading", name=HEADING)).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("")
    find(page, "evalu", "Évaluation prête")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("dialog").get_by_role("link", name="Évaluation prête").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Évaluation prête")


def test_enter_leads_to_all_that_was_found(visit: Visit, observer: Person, home: str) -> None:
    page = visit(home, observer)
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("pilot")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=pilot")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    expect(page.get_by_role("link", name="Pilot live")).to_be_visible()


@pytest.mark.parametrize("device", [PHONE, {"viewport": {"width": 800, "height": 1000}}])
def test_it_is_at_hand_on_small_screens(
    visit: Visit, observer: Person, home: str, device: dict[str, Any]
) -> None:
    page = visit(home, observer, **device)
    page.get_by_role("link", name="Search", exact=True).click()
    find(page, "pil", "Pilot live")


def test_it_works_without_script(visit: Visit, observer: Person, home: str) -> None:
    page = visit(home, observer, java_script_enabled=False)
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_role("searchbox").fill("pilot")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Pilot live")).to_be_visible()

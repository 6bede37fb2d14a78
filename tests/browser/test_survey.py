"""Answering a survey on a phone: names with completion, changed later; and without a script."""

import pytest
from playwright.sync_api import Page, expect

from changeprog.programme.models import Person
from stakeholders.models import Naming
from tests.browser.conftest import PHONE, Visit
from tests.survey_factory import asked, on_map, running, ties

pytestmark = pytest.mark.browser


@pytest.fixture
def link(champion: Person) -> str:
    """Ana's link in a survey of at most three names."""
    programme = champion.programme
    ana = on_map(programme, "Ana Asked", "Sales")
    on_map(programme, "Ben Broker", "Operations")
    on_map(programme, "Benita Bloom", "Marketing")
    return asked(running(champion, names=3), ana).path


def answers() -> list[tuple[str, str | None]]:
    return list(Naming.objects.values_list("typed", "person__name"))


def fits(page: Page) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= 390


def test_names_are_completed_by_thumb_and_by_keys_and_changed_later(
    visit: Visit, link: str
) -> None:
    page = visit(link, **PHONE)
    expect(page.get_by_role("heading", name="Whose advice do you seek", level=1)).to_be_visible()
    assert fits(page)
    first, second = page.get_by_label("Name 1"), page.get_by_label("Name 2")
    first.press_sequentially("ben")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    assert fits(page)
    options.filter(has_text="Operations").tap()
    expect(first).to_have_value("Ben Broker")
    expect(options).to_have_count(0)
    second.press_sequentially("bloo")
    expect(options).to_have_count(1)
    second.press("ArrowDown")
    expect(second).to_have_attribute("aria-activedescendant", "names-2-0")
    second.press("Enter")
    expect(second).to_have_value("Benita Bloom")
    page.get_by_role("button", name="Send my answer").tap()
    expect(page.get_by_text("Thank you, your answer is kept")).to_be_visible()
    assert ties() == [("Ana Asked", "Ben Broker"), ("Ana Asked", "Benita Bloom")]

    page.get_by_label("Name 1").fill("Somebody Else")
    page.get_by_label("Name 2").fill("")
    page.get_by_role("button", name="Change my answer").tap()
    expect(page.get_by_text("your answer is kept: Somebody Else")).to_be_visible()
    assert answers() == [("Somebody Else", None)]
    assert ties() == []


def test_an_escape_leaves_what_was_typed(visit: Visit, link: str) -> None:
    page = visit(link, **PHONE)
    field = page.get_by_label("Name 1")
    field.press_sequentially("ben")
    expect(page.get_by_role("option")).to_have_count(2)
    field.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("ben")


def test_without_a_script_the_same_is_answered(visit: Visit, link: str) -> None:
    page = visit(link, java_script_enabled=False, **PHONE)
    page.get_by_label("Name 1").fill("ben broker")
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("your answer is kept: ben broker")).to_be_visible()
    assert ties() == [("Ana Asked", "Ben Broker")]
    page.get_by_label("Name 1").fill("")
    page.get_by_role("button", name="Nobody").click()
    expect(page.get_by_text("your answer is kept: nobody")).to_be_visible()
    assert answers() == []

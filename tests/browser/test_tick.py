"""The one tap on a phone: open the team's page, tap, done; the page stays where it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from changeprog.onboarding.models import Tick, Trial
from changeprog.programme.models import Person
from tests.browser.conftest import PHONE, Visit
from tests.onboarding import trial_factory

pytestmark = pytest.mark.browser
BAR = 80
"""Pixels at the lower end of a phone where the navigation stands."""


@pytest.fixture
def trial(member: Person) -> Trial:
    """What the member's team tries since a week ago."""
    team = trial_factory.own_team(member.programme, member)
    return trial_factory.begin(team, starts_on=localdate() - timedelta(days=7))


@pytest.fixture
def phone(visit: Visit, trial: Trial, member: Person) -> Page:
    """The team's own page, on the member's phone."""
    return visit(trial.get_team_url(), member, **PHONE)


def today(phone: Page) -> Locator:
    return phone.locator(".tick.is-now")


def scroll(phone: Page) -> Any:
    return phone.evaluate("scrollY")


def ticks() -> list[str]:
    return [tick.person.name for tick in Tick.objects.select_related("person")]


def test_one_tap_is_all_and_another_takes_it_back(phone: Page, member: Person) -> None:
    phone.evaluate("window.sameDocument = true")
    expect(today(phone)).to_have_attribute("aria-pressed", "false")
    today(phone).scroll_into_view_if_needed()
    before, box = scroll(phone), today(phone).bounding_box()
    assert box is not None
    assert box["height"] >= 44

    today(phone).tap()
    expect(today(phone)).to_have_attribute("aria-pressed", "true")
    expect(today(phone)).to_contain_text("Done the new way")
    assert (ticks(), scroll(phone)) == ([member.name], before)
    after = today(phone).bounding_box()
    assert after is not None
    assert (after["y"], after["height"]) == (box["y"], box["height"])

    today(phone).tap()
    expect(today(phone)).to_have_attribute("aria-pressed", "false")
    assert (ticks(), phone.evaluate("window.sameDocument")) == ([], True)


def test_it_is_on_the_first_screen_and_large_enough_for_a_thumb(phone: Page) -> None:
    box = today(phone).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE["viewport"]["height"] - BAR
    expect(phone.locator(".tick")).to_have_count(4)
    for small in phone.locator(".tick").all():
        shape = small.bounding_box()
        assert shape is not None
        assert min(shape["height"], shape["width"]) >= 44


def test_by_the_keyboard_the_focus_stays(phone: Page, member: Person) -> None:
    today(phone).focus()
    phone.keyboard.press("Enter")
    expect(today(phone)).to_have_attribute("aria-pressed", "true")
    expect(today(phone)).to_be_focused()
    assert ticks() == [member.name]


def test_a_tap_without_a_connection_is_kept_and_sent_once_it_is_back(
    phone: Page, member: Person
) -> None:
    phone.context.set_offline(True)
    today(phone).tap()
    expect(phone.get_by_text("will be sent when you are back")).to_be_visible()
    assert ticks() == []
    phone.context.set_offline(False)
    expect(today(phone)).to_have_attribute("aria-pressed", "true")
    assert ticks() == [member.name]


def test_a_note_made_on_the_phone_stands_with_the_trial(phone: Page, trial: Trial) -> None:
    phone.get_by_role("link", name="Note a result").tap()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("One call less today")
    dialog.get_by_role("button", name="Note it").tap()
    expect(phone.get_by_text("Noted.")).to_be_visible()
    phone.goto(trial.get_absolute_url())
    phone.get_by_role("button", name="Make it a victory").tap()
    expect(phone.get_by_role("link", name="It is a victory")).to_be_visible()

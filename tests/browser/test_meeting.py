"""A meeting led on one screen, with two others following it live."""

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.programme.models import Person
from teams.models import Attendance, Meeting
from tests import factory
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(champion: Person, member: Person, observer: Person) -> Meeting:
    """A meeting that has just been opened, everybody invited."""
    planned = factory.plan_meeting(champion.programme)
    Attendance.invite(champion, planned, [member, observer])
    planned.open(champion)
    return planned


@pytest.fixture
def pages(
    visit: Visit, meeting: Meeting, champion: Person, member: Person, observer: Person
) -> tuple[Page, Page, Page]:
    """The champion at a desk, a member with a phone, and the wall, all of them live."""
    address = meeting.get_absolute_url()
    desk, phone = visit(f"{address}room/", champion), visit(f"{address}room/", member, **PHONE)
    wall = visit(f"{address}screen/", observer)
    for page in (desk, phone, wall):
        expect(page.locator("[data-live-status]")).to_have_text("Live")
        page.evaluate("window.sameDocument = true")
    return desk, phone, wall


def heading(page: Page, words: str) -> Locator:
    return page.get_by_role("heading", name=words, level=2, exact=True)


def test_the_others_follow_what_one_leads(pages: tuple[Page, Page, Page]) -> None:
    desk, phone, wall = pages
    for page in pages:
        expect(heading(page, "Why we are here")).to_be_visible()
    expect(phone.get_by_role("group", name="Leading")).to_have_count(0)

    phone.get_by_role("button", name="I am here").tap()
    expect(phone.get_by_text("You are here")).to_be_visible()
    expect(desk.get_by_text("1 of 3", exact=True)).to_be_visible()
    expect(wall.get_by_text("1 of 3 here")).to_be_visible()

    desk.keyboard.press("n")
    for page in pages:
        expect(heading(page, "Who we are")).to_be_visible()
    desk.keyboard.press("b")
    for page in pages:
        expect(heading(page, "Why we are here")).to_be_visible()

    desk.get_by_role("textbox", name="Decided").fill("One list of customers")
    desk.get_by_role("button", name="Write it down").click()
    expect(desk.get_by_role("textbox", name="Decided")).to_have_value("")
    for page in pages:
        expect(page.locator("main .region").get_by_text("One list of customers")).to_be_visible()
    assert [page.evaluate("window.sameDocument") for page in pages] == [True] * 3

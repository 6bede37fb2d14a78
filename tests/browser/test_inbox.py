"""Two people: what one does that concerns the other rings the other's bell, on whatever page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.communications import tasks
from changeprog.communications.models import Notice
from changeprog.programme.models import Person
from teams.models import Victory
from tests import factory
from tests.browser.conftest import PHONE, Visit
from tests.browser.look import AXE, LIGHTS, Looker

pytestmark = pytest.mark.browser


@pytest.fixture
def victory(member: Person) -> Victory:
    return factory.log_victory(member, "We called back the same day")


def bell(page: Page, unread: int) -> Locator:
    name = f"Inbox, {unread} unread" if unread else "Inbox"
    return page.get_by_role("link", name=name, exact=True)


def thank(page: Page) -> None:
    """Say thank you in somebody's browser, and do what a worker does at the hint."""
    with page.expect_response(lambda answer: "/thanks/" in answer.url):
        page.get_by_role("button", name="Thank you").first.click()
    tasks.fill_inboxes()


@pytest.mark.parametrize("page_of", ["", "people/", "direction/timeline/", "inbox/"])
def test_the_bell_rings_on_a_page_that_stays_open(
    page_of: str, visit: Visit, champion: Person, member: Person, victory: Victory
) -> None:
    home = f"/p/{champion.programme.key}/"
    theirs = visit(f"{home}{page_of}", member)
    expect(bell(theirs, 0)).to_be_visible()
    theirs.evaluate("window.stayed = true")
    mine = visit(victory.get_absolute_url(), champion)
    thank(mine)
    expect(bell(theirs, 1)).to_be_visible()
    assert theirs.evaluate("window.stayed")
    expect(bell(mine, 0)).to_be_visible()


def test_an_item_comes_into_an_open_inbox_and_leads_to_the_thing(
    visit: Visit, champion: Person, member: Person, victory: Victory
) -> None:
    theirs = visit(f"/p/{champion.programme.key}/inbox/", member, **PHONE)
    expect(theirs.get_by_text("Nothing has been told to you yet")).to_be_visible()
    thank(visit(victory.get_absolute_url(), champion))
    item = theirs.get_by_role("link", name="thanks you for “We called back the same day”")
    expect(item).to_be_visible()
    item.click()
    expect(theirs).to_have_url(victory.get_absolute_url(), timeout=30_000)
    expect(bell(theirs, 0)).to_be_visible()
    assert Notice.objects.get(person=member).read_at is not None


def test_a_thing_is_muted_and_heard_of_again_from_the_item(
    visit: Visit, champion: Person, member: Person, victory: Victory
) -> None:
    victory.thank(champion)
    tasks.fill_inboxes()
    page = visit(f"/p/{champion.programme.key}/inbox/", member)
    expect(bell(page, 1)).to_be_visible()
    page.get_by_role("button", name="Hear no more of this").click()
    expect(page.get_by_role("status").filter(has_text="no more of this victory")).to_be_visible()
    expect(bell(page, 0)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="thanks you for")).to_be_visible()
    expect(bell(page, 1)).to_be_visible()


def test_everything_is_marked_read_and_that_is_undone(
    visit: Visit, champion: Person, member: Person, victory: Victory
) -> None:
    victory.thank(champion)
    victory.promote(champion, "Look")
    tasks.fill_inboxes()
    page = visit(f"/p/{champion.programme.key}/inbox/", member)
    page.get_by_role("button", name="Mark all as read").click()
    expect(bell(page, 0)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(bell(page, 2)).to_be_visible()
    page.get_by_role("button", name="Mark as read").first.click()
    expect(bell(page, 1)).to_be_visible()


def test_axe_finds_nothing_in_an_inbox_by_day_and_by_night(
    visit: Visit, champion: Person, member: Person, victory: Victory
) -> None:
    victory.thank(champion)
    victory.promote(champion, "Look")
    tasks.fill_inboxes()
    Notice.objects.earliest("pk").read()
    page = visit(f"/p/{champion.programme.key}/inbox/", member)
    page.evaluate(AXE)
    assert [found for light in LIGHTS for found in Looker().examine(page, light)] == []

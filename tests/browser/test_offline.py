"""The quick log on a phone whose connection drops: words are kept, and sent once it is back."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Page, Response, Route, expect

from changeprog.programme.models import Event, Person
from teams.models import Victory
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser
WORDS = "A customer thanked us on the phone"
LOG = re.compile(r"/log/")


@pytest.fixture
def page(visit: Visit, member: Person) -> Page:
    """The people page on a phone."""
    return visit(f"/p/{member.programme.key}/people/", member, **PHONE)


def write(page: Page) -> None:
    page.get_by_role("link", name="Victory or barrier").click()
    page.locator("#dialog").get_by_role("textbox").first.fill(WORDS)
    page.get_by_role("button", name="Log the victory").click()


def test_what_was_logged_offline_is_sent_once_when_the_connection_is_back(page: Page) -> None:
    page.get_by_role("link", name="Victory or barrier").click()
    field = page.locator("#dialog").get_by_role("textbox").first
    field.fill(WORDS)
    page.context.set_offline(True)
    page.get_by_role("button", name="Log the victory").click()
    expect(page.get_by_text("will be sent when you are back")).to_be_visible()
    expect(field).to_have_value(WORDS)
    assert not Victory.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("#flash")).to_contain_text("Well done")
    expect(page.locator("#dialog")).to_be_hidden()
    assert [victory.what for victory in Victory.objects.all()] == [WORDS]


def test_a_form_that_waits_is_not_lost_by_closing_the_dialog(page: Page) -> None:
    page.get_by_role("link", name="Victory or barrier").click()
    page.locator("#dialog").get_by_role("textbox").first.fill(WORDS)
    page.context.set_offline(True)
    page.get_by_role("button", name="Log the victory").click()
    expect(page.get_by_text("will be sent when you are back")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Victory or barrier").click()
    expect(page.locator("#dialog").get_by_role("textbox").first).to_have_value(WORDS)
    page.context.set_offline(False)
    expect(page.locator("#flash")).to_contain_text("Well done")
    assert Victory.objects.count() == 1


def test_an_answer_that_got_lost_does_not_log_it_twice(page: Page) -> None:
    asked: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not asked:
            asked.append(route.request.url)
            with suppress(Exception):
                route.fetch()
            return route.abort("connectionreset")
        return route.continue_()

    page.route(LOG, lose_the_first_answer)
    write(page)
    expect(page.locator("#flash")).to_contain_text("Well done")
    assert len(asked) == 1
    assert Victory.objects.count() == 1
    assert Event.objects.filter(verb="victory.logged").count() == 1


def test_the_quick_log_opens_with_less_than_100_kb(visit: Visit, member: Person) -> None:
    fresh = visit(f"/p/{member.programme.key}/people/", member, **PHONE)
    sizes: list[int] = []

    def weigh(answer: Response) -> None:
        if "/live/" in answer.url:  # it never ends
            return
        with suppress(Exception):
            sizes.append(answer.request.sizes()["responseBodySize"])

    browser = fresh.context.browser
    assert browser
    again = browser.new_context(storage_state=fresh.context.storage_state(), **PHONE)
    log = again.new_page()
    log.on("response", weigh)
    log.goto(fresh.url.replace("people/", "victories-and-barriers/log/?what=victory"))
    log.wait_for_load_state("load")
    again.close()
    assert 0 < sum(sizes) < 100_000, sum(sizes)


def test_a_victory_is_logged_from_the_shortcut_with_two_taps(visit: Visit, member: Person) -> None:
    page = visit(f"/p/{member.programme.key}/people/", member, **PHONE)
    link = page.locator("link[rel=manifest]").get_attribute("href")
    assert link
    manifest = page.evaluate("address => fetch(address).then((answer) => answer.json())", link)
    [victory, barrier] = [each["url"] for each in manifest["shortcuts"]]
    page.goto(victory)
    field = page.get_by_role("main").get_by_role("textbox").first
    expect(field).to_be_focused()
    field.fill(WORDS)
    page.get_by_role("button", name="Log the victory").click()
    expect(page.locator("#flash")).to_contain_text("Well done")
    page.goto(barrier)
    expect(page.get_by_role("radio", name="Barrier")).to_be_checked()

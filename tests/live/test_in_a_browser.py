"""A real Chromium on a page that follows the house."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.live.conftest import COOKIE, QUICK
from tests.live.house import House
from tests.live.site import Site, serving, wait_until
from tests.live.valkey import Valkey

pytestmark = pytest.mark.browser
FORM = """<form><label>Word <input id="word" name="word" value="{}"></label>
<textarea id="text" name="text">{}</textarea>
<label><input type="checkbox" id="agree" name="agree"> I agree</label>
<select id="choice" name="choice"><option>one</option><option>two</option></select>
<details id="more"><summary>More</summary>…</details></form>"""


@pytest.fixture
def site(house: House, valkey: Valkey) -> Iterator[Site]:
    house.words["blocked"] = FORM.format("", "")
    with serving(Site(house, valkey.url, QUICK, COOKIE)) as site:
        yield site


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.add_cookies([{"name": COOKIE, "value": "ann", "url": site.url}])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Iterator[Page]:
    """A page that is live; whatever its console complains of afterwards fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Policy" in line.text else None)
    page.goto(site.url)
    expect(dot(page)).to_have_text("Live")
    yield page
    assert complaints == []


def dot(page: Page) -> Locator:
    return page.locator("[data-live-status]")


def test_a_change_appears_without_a_reload(page: Page, house: House) -> None:
    children = "main => [...main.childNodes].map(node => node.nodeName)"
    before = page.locator("main").evaluate(children)
    for number in range(5):
        house.change("won", f"victory {number}")
        expect(page.locator("#won")).to_have_text(f"member: victory {number}")

    assert page.locator("main").evaluate(children) == before  # nothing grows beside the regions


def test_what_is_being_typed_survives_with_focus_and_caret(page: Page, house: House) -> None:
    field = page.get_by_label("Word")
    field.fill("half a se")
    page.evaluate("document.getElementById('word').setSelectionRange(4, 6)")
    page.locator("#text").evaluate("area => { area.value = 'half a text' }")
    page.get_by_label("I agree").check()
    page.locator("#choice").select_option("two")
    page.locator("#more").evaluate("details => { details.open = true }")
    field.focus()

    house.change("blocked", FORM.format("theirs", "theirs").replace("More", "More news"))
    expect(page.locator("summary")).to_have_text("More news")

    assert field.input_value() == "half a se"
    assert page.locator("#text").input_value() == "half a text"
    assert page.get_by_label("I agree").is_checked()
    assert page.locator("#choice").input_value() == "two"
    assert page.evaluate("document.activeElement.id") == "word"
    assert page.evaluate(
        "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    ) == [4, 6]


def test_a_field_nobody_touched_shows_what_others_saved(page: Page, house: House) -> None:
    house.change("blocked", FORM.format("theirs", "theirs too"))
    expect(page.get_by_label("Word")).to_have_value("theirs")
    expect(page.locator("#text")).to_have_value("theirs too")


def test_a_restart_of_the_server_is_survived(page: Page, house: House, site: Site) -> None:
    site.stop()
    expect(dot(page)).to_have_attribute("data-live-status", "reconnecting", timeout=8000)
    house.commit("won", "while the server was away")
    site.start()
    expect(page.locator("#won")).to_contain_text("while the server was away", timeout=15000)
    expect(dot(page)).to_have_text("Live")


def test_who_comes_back_says_what_is_on_the_page(page: Page, house: House, site: Site) -> None:
    house.change("won", "before the server went away")
    expect(page.locator("#won")).to_contain_text("before the server went away")
    site.stop()
    site.start()
    wait_until(lambda: site.open_streams == 1)

    assert site.asked[0] == ""
    assert re.fullmatch(r"[0-9a-f]{16}", site.asked[-1])


def test_a_first_request_that_fails_is_tried_again(
    context: BrowserContext, house: House, site: Site
) -> None:
    page = context.new_page()
    page.route("**/live/**", lambda route: route.fulfill(status=503, headers={"Retry-After": "1"}))
    page.goto(site.url)
    expect(dot(page)).to_have_attribute("data-live-status", "reconnecting")
    page.unroute("**/live/**")
    expect(dot(page)).to_have_text("Live")


def test_who_was_removed_is_told_so_and_does_not_ask_again(
    context: BrowserContext, house: House, site: Site
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(site.url)
    expect(dot(page)).to_have_text("Live")
    del house.guests["ann"]
    expect(dot(page)).to_contain_text("Signed out")
    page.clock.run_for(120_000)
    expect(dot(page)).to_contain_text("Signed out")
    assert len(site.asked) == 1
    assert site.open_streams == 0


def test_who_was_removed_while_away_is_told_so_when_coming_back(
    page: Page, house: House, site: Site
) -> None:
    site.stop()
    del house.guests["ann"]
    site.start()
    expect(dot(page)).to_contain_text("Signed out", timeout=15000)


def test_a_stranger_is_told_so(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto(site.url)
    expect(dot(page)).to_contain_text("Signed out")
    page.close()


def test_offline_is_said_and_ends_with_the_connection(
    page: Page, context: BrowserContext, house: House, site: Site
) -> None:
    context.set_offline(True)
    expect(dot(page)).to_contain_text("Offline")
    context.set_offline(False)
    expect(dot(page)).to_have_text("Live", timeout=15000)


def test_a_sleep_that_the_network_did_not_notice_ends_with_a_new_stream(
    context: BrowserContext, house: House, site: Site
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(site.url)
    expect(dot(page)).to_have_text("Live")
    page.clock.fast_forward(600_000)
    wait_until(lambda: len(site.asked) == 2)
    house.change("won", "after the sleep")
    expect(page.locator("#won")).to_contain_text("after the sleep")


def test_eight_tabs_of_a_stream_page_all_load_and_the_last_ones_are_live(
    context: BrowserContext, house: House, site: Site
) -> None:
    tabs = [context.new_page() for _ in range(8)]
    for tab in tabs:
        tab.goto(site.url, timeout=5000)
        expect(dot(tab)).to_have_text("Live")

    wait_until(lambda: site.open_streams == 3)
    house.change("won", "seen by the last three")
    for tab in tabs[5:]:
        expect(tab.locator("#won")).to_contain_text("seen by the last three")
    expect(dot(tabs[0])).to_contain_text("Paused")
    expect(tabs[0].locator("#won")).not_to_contain_text("seen")

    tabs[0].locator("h1").click()
    expect(tabs[0].locator("#won")).to_contain_text("seen by the last three")
    expect(dot(tabs[5])).to_contain_text("Paused")
    tabs[7].close()
    expect(dot(tabs[5])).to_have_text("Live")
    assert site.open_streams == 3


def test_pages_that_are_kept_leave_room_for_others_too(
    context: BrowserContext, house: House, site: Site
) -> None:
    for path in ("/kept/", "/kept/", "/kept/", "/", "/", "/", "/"):
        context.new_page().goto(site.url + path, timeout=5000)
    wait_until(lambda: site.open_streams == 5)


def test_a_hidden_page_holds_no_stream_and_catches_up_when_shown(
    page: Page, house: House, site: Site
) -> None:
    hide(page, hidden=True)
    wait_until(lambda: site.open_streams == 0)
    house.commit("won", "while it was hidden")
    hide(page, hidden=False)
    expect(page.locator("#won")).to_contain_text("while it was hidden")


def test_a_kept_page_follows_while_it_is_hidden(
    context: BrowserContext, house: House, site: Site
) -> None:
    page = context.new_page()
    page.goto(f"{site.url}/kept/")
    expect(dot(page)).to_have_text("Live")
    hide(page, hidden=True)
    house.change("won", "while it was hidden")
    expect(page.locator("#won")).to_contain_text("while it was hidden")


def hide(page: Page, *, hidden: bool) -> None:
    """Headless pages are never hidden by others, so say so to the page."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )

"""Everything without a mouse, and nothing lost on the way."""

import re
from contextlib import suppress

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, TimeoutError, expect  # noqa: A004 -- Playwright's own

from changeprog.programme.models import Person
from teams.models import Barrier, Victory
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
WORDS = "The first customer thanked us"


@pytest.fixture
def page(visit: Visit, member: Person) -> Page:
    """The people page: it is at rest, and says nothing of victories or barriers."""
    return visit(f"/p/{member.programme.key}/people/", member)


def dialog(page: Page) -> Locator:
    return page.locator("#dialog")


def words(page: Page) -> Locator:
    """The text area of the log, whichever of its two labels is shown."""
    return dialog(page).get_by_role("textbox")


def open_log(page: Page) -> Locator:
    """Open the log by its key and return its text area."""
    page.keyboard.press("l")
    expect(words(page)).to_be_focused()
    return words(page)


def test_the_first_stop_is_a_link_to_the_content(page: Page) -> None:
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to the content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_question_mark_lists_the_keys_and_escape_puts_the_list_away(page: Page) -> None:
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Log a victory or barrier")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_two_keys_go_to_a_page(page: Page, member: Person) -> None:
    for keys, place in (("gv", "victories-and-barriers/"), ("gd", "direction/"), ("gh", "")):
        go(page, keys, f"**/p/{member.programme.key}/{place}")


def go(page: Page, keys: str, address: str) -> None:
    """Press two keys; again when the machine was slower between them than a pair may be."""
    for _ in range(5):
        for key in keys:
            page.keyboard.press(key)
        with suppress(TimeoutError):
            return page.wait_for_url(address, timeout=5_000)
    pytest.fail(f"{keys} leads nowhere")


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.keyboard.press("?")
    page.get_by_label("Use single keys on this device").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_keys_are_letters_while_somebody_types(page: Page) -> None:
    open_log(page)
    page.keyboard.type("l? gh")
    expect(words(page)).to_have_value("l? gh")
    expect(page.locator("dialog[open]")).to_have_count(1)


def test_a_dialog_gives_the_focus_back(page: Page) -> None:
    link = page.get_by_role("link", name="Victory or barrier")
    link.focus()
    page.keyboard.press("Enter")
    expect(words(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(link).to_be_focused()


def test_a_dialog_keeps_the_focus_inside(page: Page) -> None:
    open_log(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        behind = page.evaluate("document.activeElement.matches('.shell *')")
        assert not behind


def test_a_victory_is_logged_without_a_mouse(page: Page, member: Person) -> None:
    open_log(page)
    page.keyboard.type(WORDS)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#flash")).to_contain_text("Well done")
    expect(dialog(page)).to_be_hidden()
    logged = Victory.objects.get()
    assert (logged.what, logged.logged_by) == (WORDS, member)


def test_a_barrier_is_chosen_with_an_arrow_and_keeps_the_words(page: Page) -> None:
    open_log(page)
    page.keyboard.type("No time for training")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Barrier")).to_be_checked()
    expect(dialog(page).get_by_label("Who owns it?")).to_be_visible()
    page.get_by_role("button", name="Log the barrier").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#flash")).to_contain_text("It needs an owner within a day")
    assert Barrier.objects.get().what == "No time for training"


def test_an_empty_log_is_refused_beside_the_field(page: Page) -> None:
    open_log(page)
    page.keyboard.press("Control+Enter")
    expect(dialog(page)).to_contain_text("Say it in a few words.")
    expect(words(page)).to_have_attribute("aria-invalid", "true")
    expect(words(page)).to_be_focused()


def test_a_lost_connection_costs_no_word_and_sends_it_once(page: Page) -> None:
    open_log(page)
    page.keyboard.type(WORDS)
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(dialog(page)).to_contain_text("What you typed is kept")
    expect(words(page)).to_have_value(WORDS)

    page.context.set_offline(False)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#flash")).to_contain_text("Well done")
    assert [victory.what for victory in Victory.objects.all()] == [WORDS]


def test_an_answer_lost_on_its_way_back_makes_no_second_victory(page: Page) -> None:
    answers: list[int] = []
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}

    def lose(route: Route) -> None:
        """Let the server have it, over a connection that nobody keeps, and drop what it says."""
        sent = route.request
        content = sent.post_data_buffer
        answer = httpx.post(sent.url, headers=sent.headers, cookies=cookies, content=content)
        answers.append(answer.status_code)
        route.abort()

    open_log(page)
    page.keyboard.type(WORDS)
    page.route(re.compile("/log/"), lose)
    with page.expect_event("requestfailed"):
        page.keyboard.press("Control+Enter")
    expect(dialog(page)).to_contain_text("What you typed is kept")
    assert (answers, Victory.objects.count()) == ([200], 1)

    page.unroute_all()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#flash")).to_contain_text("Well done")
    assert Victory.objects.count() == 1


def test_a_reload_in_mid_sentence_costs_no_word(page: Page) -> None:
    open_log(page)
    page.keyboard.type(WORDS)
    page.reload()
    expect(open_log(page)).to_have_value(WORDS)


def test_what_was_logged_does_not_come_back(page: Page) -> None:
    open_log(page)
    page.keyboard.type(WORDS)
    page.keyboard.press("Control+Enter")
    expect(dialog(page)).to_be_hidden()
    expect(open_log(page)).to_have_value("")

"""The main job, on everything that bin/up starts: from the first account to a digest delivered.

Each fixture is a step of it and rests on the one before; each test looks at what a step has led to.
The only trick is that the digest's clock is told to have started a week earlier.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from changeprog.communications.unsubscribing import SHOWN
from tests.addresses import free_port
from tests.browser.conftest import PATIENCE, PHONE, listen
from tests.browser.mailbox import Mail, Mailbox, mail_server
from tests.engines.deadline import wait_until
from tests.engines.up import RUNNING, VAR, FirstStart, Run, start

pytestmark = pytest.mark.browser

PROGRAMME = "From push to context"
VISION = "Every customer is known, and nobody tells their story twice."
VICTORY = "The first customer thanked us for calling back"
BARRIER = "The old forms are still asked for"
CHAMPION, SALES, SERVICE = "clara@example.org", "sam@example.org", "sofia@example.org"
EASTERN, WESTERN = "Europe/Vienna", "Europe/London"
"""Clocks of the readers: when an hour has struck in the west, it has in the east."""


class Stack(NamedTuple):
    """Everything that bin/up has started, its mail, and browsers for three people."""

    run: Run
    url: str
    mailbox: Mailbox
    desk: BrowserContext
    phones: dict[str, BrowserContext]


@pytest.fixture(scope="module")
def stack(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart
) -> Iterator[Stack]:
    """Started, and nobody has an account; whatever a page complains of fails the last test."""
    place = tmp_path_factory.mktemp("main job")
    shutil.copytree(first_start.var, place / VAR, symlinks=True)
    port, mail_port = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    run = start(
        place,
        PORT=str(port),
        EMAIL_URL=f"smtp://127.0.0.1:{mail_port}",
        ASK_EVERY="1",
        DJANGO_ALLOW_ASYNC_UNSAFE="",
    )
    complaints: list[str] = []

    def somebody(**device: Any) -> BrowserContext:
        context = browser.new_context(base_url=url, **device)
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: listen(page, complaints))
        return context

    desk = somebody(viewport={"width": 1440, "height": 900}, timezone_id=EASTERN)
    phones = {
        SALES: somebody(**PHONE, timezone_id=EASTERN),
        SERVICE: somebody(**PHONE, timezone_id=WESTERN),
    }
    try:
        with mail_server(int(mail_port)) as mailbox:
            run.wait_for(RUNNING)
            yield Stack(run, url, mailbox, desk, phones)
    finally:
        for context in (desk, *phones.values()):
            context.close()
        run.stop()
    assert complaints == []


@pytest.fixture(scope="module")
def home(stack: Stack) -> Page:
    """The champion has an account and a programme, and sees the road."""
    page = stack.desk.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Make your account")
    page.get_by_label("Your name").fill("Clara Champion")
    page.get_by_label("E-mail").fill(CHAMPION)
    page.get_by_label("Password").fill("a calm and well-set page")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("What is the programme called?").fill(PROGRAMME)
    page.get_by_role("button", name="Start the programme").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROGRAMME)
    return page


@pytest.fixture(scope="module")
def road(home: Page) -> Page:
    """The champion has walked the road up to the people."""
    take_step(home, "Write the vision")
    home.get_by_label("The vision").fill(VISION)
    home.get_by_role("button", name="Save the vision").click()
    saved(home)

    take_step(home, "Set an objective")
    fill(
        home, **{"What will be measured?": "Enquiries answered within a day", "In which unit?": "%"}
    )
    fill(home, **{"Where is it today?": "40", "Where shall it be?": "90", "By when?": in_days(300)})
    home.get_by_role("button", name="Set the objective").click()
    saved(home)

    take_step(home, "Plan a milestone")
    plan(home, "One team works with the shared customer page", 30)
    take_step(home, "Plan a milestone")
    plan(home, "Every team has said goodbye to its own list", 120)
    return home


@pytest.fixture(scope="module")
def people(road: Page, stack: Stack) -> dict[str, Page]:
    """Two people were invited and have joined by the link in their mail, on their phones."""
    take_step(road, "Invite somebody")
    invite(road, "Sam Sales", SALES)
    road.get_by_role("link", name="Invite somebody").click()
    invite(road, "Sofia Service", SERVICE)
    return {email: join(stack, email) for email in (SALES, SERVICE)}


@pytest.fixture(scope="module")
def logged(road: Page, people: dict[str, Page]) -> Page:
    """With the champion's home page open, one has logged a victory, the other a barrier."""
    go(road, "Home")
    expect(road.locator("[data-live-status]")).to_have_text("Live")
    road.evaluate("window.sameDocument = true")
    log(people[SALES], "Victory", VICTORY)
    log(people[SERVICE], "Barrier", BARRIER)
    return road


@pytest.fixture(scope="module")
def digests(logged: Page, stack: Stack) -> dict[str, Mail]:
    """The digest's hour has struck, a week ago for the first time; everybody's mail."""
    expect(shown(logged, VICTORY)).to_be_visible()
    expect(shown(logged, BARRIER)).to_be_visible()
    struck = datetime.now(ZoneInfo(WESTERN)) - timedelta(minutes=2)
    go(logged, "Communications")
    logged.get_by_role("link", name="Weekly digest").click()
    logged.get_by_role("region", name="Weekly digest").get_by_role("link", name="Change").click()
    logged.get_by_label("Weekday").select_option(f"{struck:%A}")
    logged.get_by_label("Hour").fill(f"{struck:%H:%M}")
    wait_until(lambda: is_settled(stack), "what was logged may be told")
    logged.get_by_role("button", name="Save").click()
    saved(logged)
    set_back(stack)
    everybody = (CHAMPION, SALES, SERVICE)
    return {email: stack.mailbox.wait_for(email, "Weekly digest") for email in everybody}


def take_step(page: Page, action: str) -> None:
    """Go home and press the one button that the road shows."""
    go(page, "Home")
    road = page.get_by_role("region", name="The road ahead")
    expect(road.get_by_role("link")).to_have_text([action])
    road.get_by_role("link", name=action).click()


def go(page: Page, place: str) -> None:
    page.get_by_role("navigation", name="Programme").get_by_role("link", name=place).click()


def fill(page: Page, **values: str) -> None:
    for label, value in values.items():
        page.get_by_role("main").get_by_label(label).fill(value)


def plan(page: Page, name: str, days: int) -> None:
    fill(page, **{"What will have happened?": name, "By when?": in_days(days)})
    page.get_by_role("button", name="Plan the milestone").click()
    saved(page)


def invite(page: Page, name: str, email: str) -> None:
    fill(page, **{"Name": name, "E-mail address": email})
    page.get_by_role("button", name="Send the invitation").click()
    saved(page)


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def saved(page: Page) -> None:
    """Wait for the message that thanks for what was sent."""
    expect(page.locator("#flash .notice.is-good")).to_be_visible()


def join(stack: Stack, email: str) -> Page:
    """Open the invitation on one's phone and join."""
    mail = stack.mailbox.wait_for(email, "invites you")
    page = stack.phones[email].new_page()
    page.goto(mail.link("/invitations/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Join {PROGRAMME}")
    page.get_by_label("Your name").fill(email.partition("@")[0].title())
    page.get_by_role("button", name="Join").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROGRAMME)
    return page


def log(page: Page, kind: str, words: str) -> None:
    """Log something in three taps and a sentence."""
    page.get_by_role("link", name="Victory or barrier").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(kind, exact=True).tap()
    dialog.get_by_role("textbox").fill(words)
    dialog.get_by_role("button", name=f"Log the {kind.lower()}").tap()
    saved(page)


def shown(page: Page, words: str) -> Locator:
    return page.locator("main .region").get_by_text(words, exact=True)


def without(way_out: str, words: str) -> str:
    """Return the words of a mail as anybody but its reader is shown them."""
    return words.replace(way_out, reverse("unsubscribe", args=[SHOWN]))


def is_settled(stack: Stack) -> bool:
    """Whether the newest event is old enough for an edition composed now to tell of it."""
    with stack.run.database() as connection:
        question = "SELECT max(at) < now() - interval '6 seconds' FROM programme_event"
        return bool((connection.execute(question).fetchone() or [False])[0])


def set_back(stack: Stack) -> None:
    """Let the programme and its digest have begun eight days earlier than they did."""
    with stack.run.database() as connection:
        connection.execute(
            "UPDATE communications_procedure SET starts_at = starts_at - interval '8 days'"
        )
        connection.execute(
            "UPDATE programme_programme SET created_at = created_at - interval '8 days'"
        )


def test_the_road_has_led_to_the_teams_and_counts_the_victory_that_came_early(
    logged: Page,
) -> None:
    logged.reload()
    expect(logged.get_by_role("figure", name="The vision")).to_contain_text(VISION)
    road = logged.get_by_role("region", name="The road ahead")
    expect(road.get_by_role("link")).to_have_text(["Give the seats"])
    expect(road.locator(".done h3").last).to_have_text("Log the first small victory (done)")


def test_what_two_people_log_on_their_phones_is_on_the_open_home_page(logged: Page) -> None:
    expect(shown(logged, VICTORY)).to_be_visible()
    expect(shown(logged, BARRIER)).to_be_visible()


def test_everybody_has_one_digest(digests: dict[str, Mail], stack: Stack) -> None:
    got = {email: len(stack.mailbox.to(email, "Weekly digest")) for email in digests}
    assert got == {CHAMPION: 1, SALES: 1, SERVICE: 1}


def test_the_digest_tells_both_in_html_and_in_plain_text(digests: dict[str, Mail]) -> None:
    for mail in digests.values():
        for words in (VICTORY, BARRIER):
            assert words in mail.part("plain")
            assert words in mail.words()


def test_the_digest_can_be_stopped_by_a_mail_program(digests: dict[str, Mail]) -> None:
    for mail in digests.values():
        headers = mail.message
        assert headers["List-Unsubscribe"].strip() == f"<{mail.link('/unsubscribe/')}>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_champion_reads_it_as_it_was_sent_without_the_readers_own_way_out(
    logged: Page, digests: dict[str, Mail]
) -> None:
    mail = digests[SALES]
    go(logged, "Communications")
    logged.get_by_role("link", name="Weekly digest").click()
    logged.get_by_role("region", name="Earlier editions").get_by_role("link").click()
    ledger = logged.get_by_role("region", name="What happened to each message")
    expect(ledger.get_by_text("Sent", exact=True)).to_have_count(3)
    with logged.expect_response("**/ledger/digest/*/letter/") as letter:
        ledger.get_by_role("link", name="Sam").click()
    way_out = urlsplit(mail.link("/unsubscribe/")).path
    assert letter.value.text().replace("\r\n", "\n") == without(way_out, mail.part("html"))

    expect(logged.get_by_role("heading", name="Exactly as sent")).to_be_visible()
    expect(logged.frame_locator("iframe").get_by_role("link", name=VICTORY)).to_be_visible()
    logged.get_by_text("As plain text").click()
    assert logged.locator(".letter pre").text_content() == without(way_out, mail.part("plain"))
    logged.get_by_text("All headers").click()
    names = logged.locator("details .letter-head dt").all_inner_texts()
    values = logged.locator("details .letter-head dd").all_inner_texts()
    sent = [(name, without(way_out, str(value).strip())) for name, value in mail.message.items()]
    assert list(zip(names, values, strict=True)) == sent


def test_what_is_kept_is_byte_for_byte_what_was_sent(
    digests: dict[str, Mail], stack: Stack
) -> None:
    with stack.run.database() as connection:
        kept = connection.execute(
            "SELECT email, source FROM communications_delivery d "
            "JOIN programme_person p ON p.id = d.person_id"
        ).fetchall()
    assert dict(kept) == {email: mail.source for email, mail in digests.items()}


def test_a_reader_stops_the_digest_and_takes_that_back(
    browser: Browser, digests: dict[str, Mail], logged: Page
) -> None:
    nobody = browser.new_context(**PHONE)
    page = nobody.new_page()
    page.goto(digests[SERVICE].link("/unsubscribe/"))
    page.get_by_role("button", name="Stop “Weekly digest”").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("“Weekly digest” is stopped")
    go(logged, "Communications")
    logged.get_by_role("link", name="Weekly digest").click()
    expect(logged.get_by_text("1 paused")).to_be_visible()

    page.get_by_role("button", name="Undo: send it again").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop “Weekly digest”?")
    nobody.close()
    go(logged, "Communications")
    logged.get_by_role("link", name="Weekly digest").click()
    expect(logged.get_by_text("paused")).to_be_hidden()

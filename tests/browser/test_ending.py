"""A programme comes to its end in a browser, and what one takes along of it."""

from uuid import uuid4
from zipfile import is_zipfile

import pytest
from playwright.sync_api import Page, expect

from changeprog.closing import review
from changeprog.closing.models import Archive, ChapterWords
from changeprog.closing.tasks import make_archives
from changeprog.programme.models import Person
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_programme_is_closed_step_by_step_and_opened_again(
    visit: Visit, champion: Person, member: Person
) -> None:
    home = f"/p/{champion.programme.key}/"
    page = visit(f"{home}closing/", champion)
    current = page.locator("[aria-current=step]")
    expect(current.get_by_role("heading")).to_have_text("Write what came of it")
    ChapterWords.write(
        champion, review.MUST, "People answer within a day.", key=uuid4(), based_on=0
    )
    page.goto(f"{home}closing/last-edition/none/")
    page.get_by_label("Why is there none?").fill("We said it at the party.")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".road").get_by_text("There will be no last edition")).to_be_visible()
    page.goto(f"{home}closing/end/")
    page.get_by_label("Business as usual").check()
    page.get_by_role("button", name="Close the programme").click()
    heading(page, "What came of it?")
    expect(page.get_by_role("complementary", name="This programme is closed")).to_be_visible()

    theirs = visit(home, member)
    expect(theirs.get_by_role("link", name="Log a victory")).to_have_count(0)

    page.goto(f"{home}closing/")
    page.get_by_role("link", name="Open it again").click()
    page.get_by_label("Why is it opened again?").fill("Two teams are still to come.")
    page.get_by_role("button", name="Open it again").click()
    expect(page.locator("#flash .notice")).to_be_visible()
    page.goto(f"{home}closing/")
    expect(page.get_by_text("Two teams are still to come.")).to_be_visible()


def test_an_archive_is_asked_for_followed_and_fetched(visit: Visit, champion: Person) -> None:
    page = visit(f"/p/{champion.programme.key}/closing/archives/", champion)
    page.get_by_role("button", name="Make my archive").click()
    heading(page, "How far is it?")
    page.reload()
    heading(page, "How far is it?")
    make_archives()
    heading(page, "Where is your archive?")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the ZIP").click()
    assert is_zipfile(started.value.path())
    assert Archive.objects.get().state == Archive.State.READY

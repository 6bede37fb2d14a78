"""Long work shows itself: a bar that a real worker moves, that survives a reload and is stopped."""

import re
import signal

import pytest
from django.db.models import F
from playwright.sync_api import FilePayload, expect

from changeprog.programme.models import Programme
from stakeholders.models import Import, ImportProgress, Stakeholder
from tests import factory
from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.engines.deadline import wait_until

pytestmark = pytest.mark.browser
ROWS = 6_000
"""So many that a worker is at it for seconds."""
BEGINS = 120_000
"""Milliseconds within which a worker has begun, and read or compared the file."""


def half_way() -> bool:
    """Say whether a job has done some of what it has to do."""
    return ImportProgress.objects.filter(done__gt=0, done__lt=F("total")).exists()


def test_an_import_shows_how_far_it_is_and_is_stopped_half_way(
    programme: Programme, visit: Visit, site: Site
) -> None:
    rows = "".join(f"Person {number:05};person{number}@example.org;3\n" for number in range(ROWS))
    content = f"Name;E-mail;Influence\n{rows}".encode()
    sheet = FilePayload(name="everybody.csv", mimeType="text/csv", buffer=content)
    page = visit(f"/p/{programme.key}/people/map/import/", factory.champion_of(programme))
    heading, bar = page.get_by_role("heading", level=1), page.locator("#progress")
    page.get_by_label("A file").set_input_files(sheet)
    page.get_by_role("button", name="See what is in it").click()
    expect(heading).to_have_text("How far is it?")
    page.reload()
    expect(bar).to_contain_text("Being read…")
    expect(bar).to_contain_text("Nothing is imported then")
    with site.working():
        expect(heading).to_have_text("Is this what you mean?", timeout=BEGINS)
    page.get_by_role("button", name="Import 6\u202f000 new people").click()
    expect(bar).to_contain_text("Being imported…")
    page.get_by_role("button", name="Stop").focus()
    with site.working() as worker:
        wait_until(half_way, "the worker is half way", seconds=BEGINS / 1000)
        worker.send_signal(signal.SIGSTOP)  # or a slow browser finds it done
        expect(bar).to_contain_text(re.compile("[1-9].* of .* steps"), timeout=BEGINS)
        expect(page.get_by_role("button", name="Stop")).to_be_focused()
        with page.expect_request(lambda request: request.method == "POST"):
            page.keyboard.press("Enter")
        worker.send_signal(signal.SIGCONT)
        expect(heading).to_have_text("Is this what you mean?")
    assert Import.objects.get().state == Import.State.PREVIEWED
    assert Stakeholder.objects.count() == 0

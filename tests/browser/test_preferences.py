"""Stopping a mail from a phone, and saying when mails come with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from changeprog.communications.models import Preference, Procedure, Unsubscription
from changeprog.communications.unsubscribing import path_for
from changeprog.programme.models import Person
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser


def test_a_reader_stops_a_mail_from_a_phone_and_takes_that_back(
    visit: Visit, member: Person
) -> None:
    procedure = Procedure.objects.get(programme=member.programme)
    page = visit(path_for(member, "procedure", procedure.pk), **PHONE)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Stop “Weekly digest”?")
    assert not Unsubscription.objects.exists()
    page.get_by_role("button", name="Stop “Weekly digest”").tap()
    expect(heading).to_have_text("“Weekly digest” is stopped")
    assert Unsubscription.holds(member, "procedure", procedure)
    page.get_by_role("button", name="Undo: send it again").tap()
    expect(heading).to_have_text("Stop “Weekly digest”?")
    assert not Unsubscription.objects.exists()
    page.get_by_role("button", name="Stop everything").tap()
    expect(heading).to_have_text("Every mail is stopped")
    page.get_by_role("button", name="Undo: send mails again").tap()
    expect(heading).to_have_text("Stop “Weekly digest”?")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]


def test_preferences_are_set_with_the_keyboard_alone(visit: Visit, member: Person) -> None:
    path = f"/p/{member.programme.key}/communications/preferences/"
    page = visit(path, member, timezone_id="Asia/Tokyo")
    page.get_by_role("button", name="Use that").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your time zone")).to_have_value("Asia/Tokyo")
    expect(page.get_by_label("Your time zone")).to_be_focused()
    page.get_by_label("Each thing when it happens").focus()
    page.keyboard.press("Space")
    page.get_by_label("Quiet from").focus()
    page.keyboard.type("1000PM")
    page.get_by_label("Quiet until").focus()
    page.keyboard.type("0700AM")
    page.get_by_label("Sunday").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    kept = Preference.objects.get(person=member)
    assert (str(kept.quiet_from), str(kept.quiet_until), kept.quiet_days, kept.gather) == (
        "22:00:00",
        "07:00:00",
        "6",
        "as_they_come",
    )
    member.refresh_from_db()
    assert member.time_zone == "Asia/Tokyo"

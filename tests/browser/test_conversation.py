"""Noting a conversation on a phone, right after the talk."""

import pytest
from playwright.sync_api import expect

from changeprog.programme.models import Person
from stakeholders.models import Ambassador, Conversation, Stakeholder
from stakeholders.support import Support
from tests import factory, map_factory
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def stakeholder(champion: Person) -> Stakeholder:
    """Nia Neutral, who is doubtful."""
    return map_factory.stakeholder(champion)


@pytest.fixture
def ambassador(champion: Person, stakeholder: Stakeholder) -> Ambassador:
    """Amy, who talks with Nia."""
    amy = factory.make_person(champion.programme, "member", "Amy Ambassador")
    return map_factory.ambassador(amy, stakeholder)


def test_a_talk_is_noted_in_two_fields_and_a_tap(
    visit: Visit, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    phone = visit(stakeholder.get_absolute_url(), ambassador.person, **PHONE)
    phone.locator(".page-actions").get_by_role("link", name="Note a conversation").tap()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What was said?").fill("Show it to me, then.")
    dialog.get_by_role("radio", name="Supportive").check()
    dialog.get_by_role("radio", name="In two weeks").check()
    dialog.get_by_role("button", name="Note it").tap()

    profile = phone.locator("#profile")
    expect(dialog).to_be_hidden()
    expect(profile.get_by_text("Show it to me, then.").last).to_be_visible()
    expect(profile.get_by_text("Nothing is missing")).to_be_visible()
    talk = Conversation.objects.get()
    assert (talk.by, talk.support) == (ambassador.person, Support.SUPPORTIVE)

    phone.get_by_role("button", name="Undo").tap()
    expect(phone.get_by_text("2 steps missing")).to_be_visible()
    assert Conversation.objects.count() == 0

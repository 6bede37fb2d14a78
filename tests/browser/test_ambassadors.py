"""Choosing an ambassador on a desk, and being one on a phone."""

import pytest
from playwright.sync_api import Page, expect

from changeprog.programme.models import Person, Role
from stakeholders.models import Ambassador, Conversation, Relation, Stakeholder, Tie
from stakeholders.support import Support
from tests import factory, map_factory
from tests.browser.conftest import PHONE, Visit
from tests.browser.look import AXE, DESK, Looker
from tests.browser.look import PHONE as NARROW

pytestmark = pytest.mark.browser


@pytest.fixture
def hub(champion: Person) -> Stakeholder:
    """Hanna, who can sign in, and to whom Ada and Ben turn; only Lee is heard by Cleo."""
    programme = champion.programme
    hanna = map_factory.stakeholder(
        champion,
        factory.make_person(programme, Role.MEMBER, "Hanna Hub"),
        support=Support.LEADING,
        needed=Support.LEADING,
    )
    lee = map_factory.stakeholder(
        champion,
        map_factory.someone(programme, "Lee Lonely"),
        support=Support.SUPPORTIVE,
    )
    for name, heard in (("Ada", hanna), ("Ben", hanna), ("Cleo", lee)):
        row = map_factory.stakeholder(champion, map_factory.someone(programme, name))
        Tie.add(champion, row.person, heard.person, Relation.ADVICE)
    return hanna


def accessible(page: Page, width: int) -> None:
    """Hold the page as it is to axe, by day."""
    page.evaluate(AXE)
    assert Looker().examine(page, (width, "light")) == []


def test_the_champion_looks_at_the_proposal_takes_one_out_and_asks_one(
    visit: Visit, champion: Person, hub: Stakeholder
) -> None:
    page = visit(f"/p/{champion.programme.key}/people/map/ambassadors/", champion)
    proposal = page.get_by_role("main")
    expect(proposal.get_by_role("link", name="Hanna Hub", exact=True)).to_be_visible()
    expect(proposal.get_by_role("link", name="Lee Lonely", exact=True)).to_be_visible()
    accessible(page, DESK)

    hanna = page.locator("li, article").filter(has=page.get_by_role("link", name="Ask Hanna Hub"))
    hanna.get_by_role("link", name="What without").last.click()
    page.wait_for_url("**out=*")
    expect(proposal.get_by_role("link", name="Ask Hanna Hub")).to_be_hidden()
    expect(proposal).to_contain_text("Ada")
    accessible(page, DESK)

    page.go_back()
    page.get_by_role("link", name="Ask Hanna Hub").click()
    form = page.get_by_role("main")
    expect(form.get_by_role("checkbox", name="Ada")).to_be_checked()
    named = form.get_by_role("combobox", name="And who else?")
    named.press_sequentially("Cle")
    expect(page.locator("#names-offered option")).to_have_count(1)
    named.fill("Cleo")
    form.get_by_label("What do we ask of them?").fill("Show them the new screens.")
    accessible(page, DESK)
    form.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Hanna Hub is asked.")).to_be_visible()
    asked = Ambassador.objects.get()
    people = [charge.stakeholder.person.name for charge in asked.charges.all()]
    assert sorted(people) == ["Ada", "Ben", "Cleo"]


def test_the_ambassador_says_yes_on_a_phone_and_notes_a_talk_in_seconds(
    visit: Visit, champion: Person, hub: Stakeholder
) -> None:
    ada = Stakeholder.objects.get(person__name="Ada")
    asked = map_factory.ambassador(hub.person, ada, accepted=False)
    phone = visit(f"/p/{champion.programme.key}/", hub.person, **PHONE)
    asking = phone.get_by_role("link", name="Would you help colleagues through the change?")
    expect(asking).to_have_count(2)
    asking.first.tap()
    expect(phone.get_by_role("heading", name="Ada")).to_be_visible()
    accessible(phone, NARROW)
    phone.get_by_role("button", name="Yes, I will").tap()

    expect(phone.get_by_role("heading", name="With whom do I talk next?")).to_be_visible()
    expect(phone.get_by_text("No conversation yet")).to_be_visible()
    accessible(phone, NARROW)
    phone.get_by_role("link", name="Note a conversation with Ada").tap()
    dialog = phone.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What was said?").fill("Show it to me, then.")
    dialog.get_by_role("radio", name="Supportive").check()
    dialog.get_by_role("radio", name="In two weeks").check()
    accessible(phone, NARROW)
    dialog.get_by_role("button", name="Note it").tap()

    expect(phone.get_by_text("No conversation yet")).to_be_hidden()
    expect(phone.get_by_role("main")).to_contain_text("Supportive")
    talk = Conversation.objects.get()
    assert (talk.by, talk.support, asked.charges.count()) == (hub.person, Support.SUPPORTIVE, 1)

"""A reality check on a phone: answered once by its link, and what a champion makes of it."""

import pytest
from playwright.sync_api import Page, expect

from changeprog.onboarding.models import RealityCheck, Remark
from changeprog.programme.models import Person
from teams.models import Barrier
from tests import factory
from tests.browser.conftest import PHONE, Visit
from tests.onboarding.outside import asked

pytestmark = pytest.mark.browser


@pytest.fixture
def check(champion: Person) -> RealityCheck:
    """What Ruth is asked: about a vision, a plan, and one side effect."""
    programme = champion.programme
    factory.write_vision(programme)
    factory.make_objective(programme)
    factory.make_milestone(programme, "Pilot live in all regions with the new records")
    factory.make_side_effect(programme, "A league table")
    return asked(champion, parts="vision,plan,side_effects")


def fits(page: Page) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= 390


def test_a_sceptic_answers_once_on_a_phone_and_is_thanked(
    visit: Visit, check: RealityCheck, champion: Person
) -> None:
    page = visit(check.path, **PHONE)
    expect(page.get_by_role("heading", name="What would go wrong here?", level=1)).to_be_visible()
    assert fits(page)
    plan = page.get_by_role("region", name="The plan")
    plan.get_by_label("What would go wrong here?").fill("Nobody has time in May.")
    page.get_by_role("button", name="Send it, once").tap()
    expect(page.get_by_text("Say how sure you are of it.").first).to_be_visible()
    expect(plan.get_by_label("What would go wrong here?")).to_have_value("Nobody has time in May.")
    plan.get_by_label("How sure are you?").select_option("4")
    page.get_by_role("button", name="Send it, once").tap()
    expect(page.get_by_role("heading", name="Thank you, Ruth Outside")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Pilot live")).to_have_count(0)
    assert [(each.words, each.sureness) for each in Remark.objects.all()] == [
        ("Nobody has time in May.", 4)
    ]

    theirs = visit(check.get_absolute_url(), champion, **PHONE)
    assert fits(theirs)
    theirs.get_by_role("button", name="A barrier").tap()
    expect(theirs.get_by_text("Became a barrier")).to_be_visible()
    assert [each.what for each in Barrier.objects.all()] == ["Nobody has time in May."]

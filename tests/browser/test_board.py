"""Teams on their way: invited from the board, seen live by whoever else has it open, undone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.onboarding.models import Stage
from changeprog.programme.models import Person, Team
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(champion: Person) -> Team:
    """A team that nobody has invited yet."""
    return Team.objects.create(programme=champion.programme, name="Service desk")


def column(page: Page, stage: Stage) -> Locator:
    return page.locator(f"#stage-{stage}")


def test_a_team_is_invited_on_the_board_and_moves_there_for_everybody(
    visit: Visit, desk: Team, champion: Person, member: Person
) -> None:
    path = f"/p/{champion.programme.key}/onboarding/"
    page, phone = visit(path, champion), visit(path, member, **PHONE)
    for each in (page, phone):
        expect(each.locator("[data-live-status]")).to_have_text("Live")
    expect(phone.get_by_role("link", name="Invite Service desk")).to_have_count(0)

    page.get_by_role("link", name="Invite Service desk").click()
    asked = page.locator("dialog[open]")
    expect(asked.get_by_role("heading", level=2)).to_be_visible()
    asked.locator("button[type=submit]").click()
    for each in (page, phone):
        expect(column(each, Stage.INVITED)).to_contain_text("Service desk")
        expect(column(each, Stage.NOT_YET)).not_to_contain_text("Service desk")

    page.locator("#flash").get_by_role("button", name="Undo").click()
    for each in (page, phone):
        expect(column(each, Stage.NOT_YET)).to_contain_text("Service desk")

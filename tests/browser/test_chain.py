"""The picture of the whole programme: it moves as people work, and leads to what hangs loose."""

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.direction.models import Objective
from changeprog.programme.models import Person
from tests import factory
from tests.browser.conftest import PHONE, Visit
from tests.counting import address

pytestmark = pytest.mark.browser
WORDS = "The first customer thanked us"


@pytest.fixture
def objective(champion: Person) -> Objective:
    return factory.make_objective(champion.programme)


def loose(page: Page) -> Locator:
    """What the page says hangs on nothing."""
    return page.locator("#loose")


def test_a_victory_is_in_the_picture_at_once_and_hangs_on_nothing_until_that_is_mended(
    visit: Visit, objective: Objective, champion: Person, member: Person
) -> None:
    programme = champion.programme
    picture = address("chain:picture", programme)
    desk = visit(picture, champion)
    expect(desk.locator("[data-live-status]")).to_have_text("Live")
    expect(loose(desk)).not_to_contain_text(WORDS)

    phone = visit(address("teams:log ?what=victory", programme), member, **PHONE)
    phone.get_by_role("textbox").first.fill(WORDS)
    phone.get_by_role("button", name="Log the victory").click()
    expect(loose(desk)).to_contain_text(WORDS)

    loose(desk).get_by_role("link", name=WORDS).click()
    desk.get_by_label("Objective it moves").select_option(label=str(objective))
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator("#flash")).to_be_visible()
    desk.goto(picture)
    expect(loose(desk)).not_to_contain_text(WORDS)
    desk.locator(".chain-picture").get_by_role("link", name=str(objective)).click()
    expect(desk.get_by_role("main")).to_contain_text(WORDS)

"""The six questions on a phone, by the link of a mail: tapped, sent and thanked for."""

import pytest
from playwright.sync_api import Page, expect

from changeprog.onboarding.models import Pulse, Slip
from changeprog.onboarding.pulse_box import BELIEFS
from changeprog.programme.models import Person
from tests.browser.conftest import PHONE, Visit
from tests.onboarding.pulse_factory import YES, ask, close, fifths, say, slips, team_of

pytestmark = pytest.mark.browser


@pytest.fixture
def pulse(champion: Person) -> Pulse:
    """A pulse of six people, four of whom have said yes to everything."""
    asked = ask(team_of(champion.programme))
    say(asked, YES, YES, YES, YES)
    return asked


def fits(page: Page) -> bool:
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= 390


def test_six_taps_and_one_to_send_and_then_nothing_more_to_do(visit: Visit, pulse: Pulse) -> None:
    slip = slips(pulse)[4]
    page = visit(slip.path, **PHONE)
    expect(page.get_by_role("heading", name="Where do you stand today?", level=1)).to_be_visible()
    assert fits(page)
    groups = page.locator("fieldset")
    expect(groups).to_have_count(len(BELIEFS))
    for place in range(len(BELIEFS)):
        tile = groups.nth(place).get_by_label("Yes")
        box = tile.bounding_box()
        assert box
        assert box["height"] >= 44
        tile.tap()
    groups.nth(1).get_by_label("Not yet").tap()
    groups.nth(2).get_by_label("Leave out").tap()
    expect(groups.nth(1).get_by_label("Not yet")).to_be_checked()
    page.get_by_role("button", name="Send my answer").tap()
    expect(page.get_by_role("heading", name="Thank you, that was all")).to_be_visible()
    assert fits(page)
    page.go_back()
    assert page.get_by_role("radio", checked=True).count() == 0
    assert Slip.objects.get(pk=slip.pk).is_used
    assert fifths(close(pulse)) == [5, 4, None, 5, 5, 5]


def test_without_a_script_and_with_keys_alone_the_same_is_answered(
    visit: Visit, pulse: Pulse
) -> None:
    slip = slips(pulse)[5]
    page = visit(slip.path, java_script_enabled=False, **PHONE)
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_text("You have left all six out")).to_be_visible()
    first = page.get_by_role("radio").first
    first.focus()
    first.press("Space")
    page.get_by_role("button", name="Send my answer").press("Enter")
    expect(page.get_by_role("heading", name="Thank you, that was all")).to_be_visible()
    assert Slip.objects.get(pk=slip.pk).is_used

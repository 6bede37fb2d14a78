"""The champion works on an edition in a browser: arranges, looks at it, tries it out, approves."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from changeprog.communications import tasks
from changeprog.communications.models import Delivery, Edition, Procedure, Proof
from changeprog.programme.models import Event, Person
from tests import factory
from tests.browser.conftest import PHONE, Visit
from tests.browser.look import AXE, LIGHTS, Looker

pytestmark = pytest.mark.browser


@pytest.fixture
def edition(champion: Person, member: Person) -> Edition:
    """One about victories and barriers that waits for the champion, due tomorrow or later."""
    Procedure.objects.update(active=False)
    procedure = factory.agree_procedure(
        champion, "News", topics="victories,barriers", to_everyone=True, needs_approval=True
    )
    factory.log_victory(member, "First victory")
    factory.log_victory(member, "Second victory")
    factory.log_barrier(member, "The barrier")
    earlier = datetime.now(UTC) - timedelta(minutes=5)
    Event.objects.update(at=earlier)
    for model in ("victories", "barriers"):
        getattr(champion.programme, model).update(logged_at=earlier)
    Procedure.objects.update(tells_from=earlier - timedelta(minutes=5))
    found = Procedure.objects.get(pk=procedure.pk).prepare(champion)
    assert found
    return found


def lines(page: Page, heading: str) -> list[str]:
    passage = page.locator(".desk-passage").filter(has=page.get_by_role("heading", name=heading))
    return passage.locator(".desk-line .row-words > p:first-child").all_inner_texts()


def works(page: Page, edition: Edition, member: Person) -> None:
    """Arrange, preview, try out and approve the edition on an open desk."""
    first, second = lines(page, "What was won")
    page.get_by_role("button", name=f"Move down: {first}").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Moved.")).to_be_visible()
    assert lines(page, "What was won") == [second, first]
    page.get_by_role("button", name="Leave out: What is in the way").click()
    expect(page.get_by_role("status").filter(has_text="Left out.")).to_be_visible()
    page.get_by_label("Your word on top").fill("Look at what service did.")
    page.get_by_role("button", name="Put it on top").click()
    expect(page.get_by_role("status").filter(has_text="Your word stands on top.")).to_be_visible()
    page.get_by_label("Reader").select_option(label=member.name)
    page.get_by_label("As wide as").select_option("phone")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name=f"As it reaches {member.name}")).to_be_visible()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("Look at what service did.")).to_be_visible()
    expect(letter.get_by_role("link", name=second)).to_be_visible()
    expect(letter.get_by_text("What is in the way")).to_have_count(0)
    page.get_by_role("button", name="Send a test to me").click()
    expect(page.get_by_role("status").filter(has_text="exactly as it reaches you")).to_be_visible()
    page.get_by_role("button", name="Approve it").click()
    expect(page.get_by_role("status").filter(has_text="Approved.")).to_be_visible()
    assert Edition.objects.get(pk=edition.pk).status == "approved"
    tasks.send_proofs()
    assert "Look at what service did." in Proof.objects.get().text
    assert set(Delivery.objects.values_list("state", flat=True)) == {"due"}


@pytest.mark.parametrize("window", [{}, PHONE], ids=["desk", "phone"])
def test_the_champion_works_on_an_edition_and_approves_it(
    visit: Visit, champion: Person, member: Person, edition: Edition, window: dict[str, object]
) -> None:
    page = visit(edition.desk_url, champion, **window)
    works(page, edition, member)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Approve it")).to_be_visible()


def test_the_button_that_moved_a_line_keeps_the_focus(
    visit: Visit, champion: Person, edition: Edition
) -> None:
    page = visit(edition.desk_url, champion)
    last = lines(page, "What was won")[-1]
    page.get_by_role("button", name=f"Leave out: {last}").press("Enter")
    taking_back = page.get_by_role("button", name=f"Take back: {last}")
    expect(taking_back).to_be_focused()


def test_axe_finds_nothing_on_the_desk_by_day_and_by_night(
    visit: Visit, champion: Person, edition: Edition
) -> None:
    page = visit(edition.desk_url, champion)
    page.get_by_role("button", name="Leave out: What is in the way").click()
    expect(page.get_by_role("status").filter(has_text="Left out.")).to_be_visible()
    page.evaluate(AXE)
    assert [found for light in LIGHTS for found in Looker().examine(page, light)] == []

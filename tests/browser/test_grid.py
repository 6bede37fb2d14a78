"""People moved on the grid by mouse, finger and keys, seen by somebody else at the same time."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from changeprog.programme.models import Person
from stakeholders.models import Stakeholder
from tests import map_factory
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser
TALL = {"viewport": {"width": 1440, "height": 1600}}
"""All of the grid in view: a page that scrolls between press and move drags something else."""


@pytest.fixture
def nia(champion: Person) -> Stakeholder:
    """Nia Neutral, in the middle of the grid, and somebody else elsewhere."""
    map_factory.stakeholder(
        champion, map_factory.someone(champion.programme, "Olu Other"), influence=1, interest=1
    )
    return map_factory.stakeholder(champion)


def grid(visit: Visit, who: Person, **device: object) -> Page:
    page = visit(f"/p/{who.programme.key}/people/map/", who, **(device or TALL))
    expect(page.locator("[data-live-status=connected]")).to_be_attached()
    return page


def point(page: Page, stakeholder: Stakeholder) -> Locator:
    return page.locator(f"#point-{stakeholder.pk}")


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def carry(page: Page, stakeholder: Stakeholder, cell: str) -> None:
    """Press on somebody and carry them over a cell, without letting go."""
    point(page, stakeholder).scroll_into_view_if_needed()
    page.mouse.move(*middle(point(page, stakeholder).locator("use")))
    page.mouse.down()
    page.mouse.move(*middle(page.locator(f"[data-cell='{cell}']")), steps=4)


def stands(page: Page, stakeholder: Stakeholder, cell: str) -> None:
    expect(point(page, stakeholder)).to_have_attribute("data-at", cell)


def place(stakeholder: Stakeholder) -> tuple[int | None, int | None]:
    stakeholder.refresh_from_db()
    return stakeholder.influence, stakeholder.interest


def finger(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Put a finger on ``start``, move it to ``end`` and lift it."""
    touch = page.context.new_cdp_session(page)
    between = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    steps = [("touchStart", start), ("touchMove", between), ("touchMove", end), ("touchEnd", None)]
    for kind, at in steps:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_drag_moves_somebody_on_both_screens_and_can_be_undone(
    visit: Visit, champion: Person, facilitator: Person, nia: Stakeholder
) -> None:
    page, other = grid(visit, champion), grid(visit, facilitator)
    carry(page, nia, "5-2")
    page.mouse.up()
    stands(page, nia, "5-2")
    stands(other, nia, "5-2")
    assert place(nia) == (5, 2)
    page.get_by_role("button", name="Undo").click()
    stands(page, nia, "3-3")
    stands(other, nia, "3-3")
    assert page.url.endswith("/people/map/")


def test_nobody_takes_a_drag_away_and_whoever_is_slower_sees_both_places(
    visit: Visit, champion: Person, facilitator: Person, nia: Stakeholder
) -> None:
    page, other = grid(visit, champion), grid(visit, facilitator)
    carry(page, nia, "4-4")
    carry(other, nia, "1-2")
    other.mouse.up()
    stands(other, nia, "1-2")
    expect(point(page, nia)).to_have_attribute("data-js-moving", "")
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_contain_text("Theirs says: Influence 1; Interest 2.")
    stands(page, nia, "1-2")
    page.get_by_role("dialog").get_by_role("button", name="Put them there").click()
    stands(page, nia, "4-4")
    stands(other, nia, "4-4")


def test_escape_ends_a_drag_where_it_began(
    visit: Visit, champion: Person, nia: Stakeholder
) -> None:
    page = grid(visit, champion)
    home = point(page, nia).get_attribute("transform")
    carry(page, nia, "5-5")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(point(page, nia)).to_have_attribute("transform", home or "")
    assert place(nia) == (3, 3)


def test_arrow_keys_move_a_step_and_escape_puts_back(
    visit: Visit, champion: Person, nia: Stakeholder
) -> None:
    page = grid(visit, champion)
    point(page, nia).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-map-says]")).to_have_text("Nia Neutral: influence 4, interest 4.")
    stands(page, nia, "4-4")
    assert place(nia) == (4, 4)
    assert nia.assessments.filter(before__isnull=False).count() == 2
    expect(point(page, nia)).to_be_focused()
    page.keyboard.press("Escape")
    stands(page, nia, "3-3")
    assert place(nia) == (3, 3)


def test_enter_and_a_click_open_the_profile(
    visit: Visit, champion: Person, nia: Stakeholder
) -> None:
    page = grid(visit, champion)
    point(page, nia).locator("use").click()
    page.wait_for_url(re.compile(rf"/people/map/{nia.pk}/"))
    page.go_back()
    point(page, nia).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/people/map/{nia.pk}/"))
    assert place(nia) == (3, 3)


def test_one_tap_places_somebody(visit: Visit, champion: Person) -> None:
    new = map_factory.stakeholder(
        champion, map_factory.someone(champion.programme, "New Here"), influence=None, interest=None
    )
    page = grid(visit, champion, **PHONE)
    page.get_by_role("button", name="New Here: work with them closely").tap()
    stands(page, new, "4-4")
    assert place(new) == (4, 4)


@pytest.fixture
def new(champion: Person) -> Stakeholder:
    """New Here, of whom nobody has said where they stand."""
    person = map_factory.someone(champion.programme, "New Here")
    return map_factory.stakeholder(champion, person, influence=None, interest=None)


def test_somebody_without_a_place_is_dragged_onto_the_grid(
    visit: Visit, champion: Person, nia: Stakeholder, new: Stakeholder
) -> None:
    page = grid(visit, champion)
    page.mouse.move(*middle(page.locator("[data-waiting] a")))
    page.mouse.down()
    page.mouse.move(*middle(page.locator("[data-cell='5-2']")), steps=4)
    page.mouse.up()
    stands(page, new, "5-2")
    assert place(new) == (5, 2)
    expect(page.get_by_text("No place yet")).to_be_hidden()


def test_a_finger_drags_somebody_without_a_place_by_the_handle(
    visit: Visit, champion: Person, nia: Stakeholder, new: Stakeholder
) -> None:
    page = grid(visit, champion, **{**PHONE, **TALL})
    finger(page, middle(page.locator("[data-handle]")), middle(page.locator("[data-cell='2-1']")))
    stands(page, new, "2-1")
    assert place(new) == (2, 1)


def test_a_finger_drags_somebody(visit: Visit, champion: Person, nia: Stakeholder) -> None:
    page = grid(visit, champion, **{**PHONE, **TALL})
    finger(page, middle(point(page, nia).locator("use")), middle(page.locator("[data-cell='4-3']")))
    stands(page, nia, "4-3")
    assert place(nia) == (4, 3)

"""The web explored with a mouse and with the keyboard, while it is drawn anew behind one's back."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from changeprog.programme.models import Person
from stakeholders.models import Relation, Tie
from stakeholders.tasks import draw_charts
from tests import map_factory
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
NAMES = ("Ann Archer", "Ben Baker", "Cem Carver", "Dee Draper", "Eli Eastman")


@pytest.fixture
def people(champion: Person) -> list[Person]:
    """Four people who turn to Cem; Eli has no tie."""
    made = [map_factory.someone(champion.programme, name, "Sales") for name in NAMES]
    for person in made:
        map_factory.stakeholder(champion, person)
    ann, ben, cem, dee, _ = made
    for source in (ann, ben, dee):
        Tie.add(champion, source, cem, Relation.ADVICE)
    Tie.add(champion, ann, dee, Relation.TRUST)
    draw_charts()
    return made


@pytest.fixture
def page(visit: Visit, champion: Person, people: list[Person]) -> Page:
    page = visit(reverse("stakeholders:web", args=[champion.programme.key]), champion)
    expect(page.locator("[data-live-status]")).to_have_text("Live")
    page.evaluate("window.sameDocument = true")
    return page


def mark(page: Page, person: Person) -> Locator:
    return page.locator(f"#web-{person.pk}")


def about(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", name=name, level=2)


def test_a_click_shows_who_turns_to_somebody_and_escape_shows_all(
    page: Page, people: list[Person]
) -> None:
    mark(page, people[2]).click()
    expect(about(page, "Cem Carver")).to_be_visible()
    expect(page.get_by_role("heading", name="Seek their advice")).to_contain_text("3")
    assert page.url.endswith(f"?focus={people[2].pk}")
    assert page.evaluate("window.sameDocument")
    page.keyboard.press("Escape")
    expect(about(page, "Cem Carver")).to_have_count(0)


def test_the_keyboard_goes_from_one_to_the_next_and_opens(page: Page, people: list[Person]) -> None:
    stops = page.locator("a[data-web-step][tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    seen = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp") * 3:
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.id"))
    assert len(seen) > 1
    name = page.evaluate("document.activeElement.querySelector('title').textContent.split(',')[0]")
    page.keyboard.press("Enter")
    expect(about(page, name)).to_be_visible()
    assert page.evaluate("document.activeElement.matches('a[data-web-step].is-focus')")


def test_kinds_of_ties_are_switched_without_leaving_the_page(page: Page) -> None:
    expect(page.locator(".tie-trust .web-heads")).to_have_count(1)
    page.get_by_label("Trusts").uncheck()
    expect(page.locator(".tie-trust .web-heads")).to_have_count(0)
    assert page.url.endswith("?ties=advice")
    assert page.evaluate("window.sameDocument")


def test_somebody_is_found_while_one_types(page: Page) -> None:
    page.get_by_role("searchbox", name="Find somebody").press_sequentially("cem")
    page.get_by_role("link", name="Cem Carver", exact=True).first.click()
    expect(about(page, "Cem Carver")).to_be_visible()


def test_it_is_zoomed_by_keys_and_buttons_and_moved_by_dragging(page: Page) -> None:
    moved = page.locator("[data-web-moved]")
    page.locator("[data-web-frame]").focus()
    page.keyboard.press("+")
    expect(moved).to_have_attribute("transform", re.compile(r"scale\(1\.5\)$"))
    before = moved.get_attribute("transform")
    box = page.locator("[data-web-drawing]").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 20, steps=4)
    page.mouse.up()
    assert moved.get_attribute("transform") != before
    assert page.url.endswith("/web/")
    page.get_by_role("button", name="All of it").click()
    expect(moved).to_have_attribute("transform", "translate(0 0) scale(1)")


def test_a_tie_is_drawn_with_completion_and_the_page_says_that_the_web_is_older(
    page: Page, champion: Person, people: list[Person]
) -> None:
    mark(page, people[4]).click()
    page.get_by_text("Draw a tie").click()
    page.locator("#id_other").press_sequentially("ann")
    expect(page.locator("#tie-people option")).to_have_attribute("value", "Ann Archer, Sales")
    page.locator("#id_other").fill("Ann Archer, Sales")
    page.get_by_role("button", name="Draw the tie").click()
    expect(page.locator("#flash")).to_contain_text("The tie is drawn.")
    assert Tie.objects.filter(source=people[4], target=people[0]).exists()
    expect(page.get_by_text("The map has changed since this was drawn")).to_be_visible()


def follow(page: Page) -> Page:
    """Wait until the page hears what is new, and mark it, so that a reload would be noticed."""
    expect(page.locator("[data-live-status]")).to_have_text("Live")
    page.evaluate("window.sameDocument = true")
    return page


def test_what_is_drawn_anew_comes_to_every_open_page_and_leaves_it_as_it_was(
    page: Page, visit: Visit, champion: Person, facilitator: Person, people: list[Person]
) -> None:
    other = follow(visit(reverse("stakeholders:web", args=[champion.programme.key]), facilitator))
    mark(page, people[4]).click()
    expect(about(page, "Eli Eastman")).to_be_visible()
    page.get_by_text("Draw a tie").click()
    page.locator("#id_other").press_sequentially("be")
    mark(page, people[4]).focus()
    for _ in range(2):
        page.keyboard.press("+")
    moved = page.locator("[data-web-moved]")
    zoomed = moved.get_attribute("transform")

    Tie.add(champion, people[4], people[0], Relation.ADVICE)
    Tie.add(champion, people[4], people[1], Relation.REPORTS_TO)
    fay = map_factory.someone(champion.programme, "Fay Farmer", "Sales")
    map_factory.stakeholder(champion, fay)
    for each in (page, other):
        expect(each.get_by_text("The map has changed since this was drawn")).to_be_visible()
        expect(mark(each, fay)).to_have_count(0)
    draw_charts()

    for each in (page, other):
        expect(mark(each, fay)).to_have_count(1)
        expect(each.locator(".web-ties.tie-reports_to .web-lines")).to_have_count(1)
        expect(each.get_by_label("Reports to")).to_be_checked()
        expect(each.locator("#web-lead")).to_contain_text("6 people, 6 ties")
        assert each.evaluate("window.sameDocument")
    expect(page.get_by_role("heading", name="They seek advice from")).to_be_visible()
    expect(mark(page, people[4])).to_be_focused()
    expect(moved).to_have_attribute("transform", zoomed or "")
    expect(page.locator("#id_other")).to_have_value("be")
    assert page.url.endswith(f"?focus={people[4].pk}")


def test_a_first_drawing_comes_to_the_page_that_waits_for_it(
    visit: Visit, champion: Person
) -> None:
    ann, ben = (
        map_factory.stakeholder(champion, map_factory.someone(champion.programme, name)).person
        for name in NAMES[:2]
    )
    Tie.add(champion, ann, ben, Relation.ADVICE)
    waiting = follow(visit(reverse("stakeholders:web", args=[champion.programme.key]), champion))
    expect(waiting.get_by_text("The web is not drawn yet")).to_be_visible()
    draw_charts()
    expect(mark(waiting, ben)).to_be_visible()
    assert waiting.evaluate("window.sameDocument")
    mark(waiting, ben).click()
    expect(about(waiting, "Ben Baker")).to_be_visible()

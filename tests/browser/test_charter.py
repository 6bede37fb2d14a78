"""The charter as it comes out of the printer."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from changeprog.direction.models import Vision
from changeprog.programme.models import Person, Programme, Team
from teams.models.seat import CHAIRS
from tests import factory
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
PAGE_OF_A_PDF = re.compile(rb"/Type\s*/Page\b")
LONG = "Customers meet one company that knows where they stand. " * 90


def a_little(programme: Programme) -> None:
    factory.write_vision(programme)
    factory.make_objective(programme)
    factory.make_milestone(programme)
    factory.adopt_rule(factory.champion_of(programme))


def very_much(programme: Programme) -> None:
    """Fill every text to its end and set more than anybody could follow."""
    texts = {"statement": LONG[: Vision.STATEMENT_LENGTH]}
    texts |= dict.fromkeys(Vision.TEXTS[1:], LONG[: Vision.CASE_LENGTH])
    champion = factory.champion_of(programme)
    vision = Vision.write(programme, champion, texts, 0)
    for number in range(20):
        someone = factory.make_person(programme, name=f"Wilhelmina Featherstonehaugh {number}")
        vision.sign_off(someone, "The leadership's workshop")
        Team.objects.create(
            programme=programme, name=f"Customer service, region {number}", purpose=LONG
        )
        factory.make_objective(programme, LONG[:190] + str(number), owner=someone, unit="€ per day")
    for number in range(8):
        factory.adopt_rule(champion, LONG[:290] + str(number))
    seat_everywhere(programme)
    for number in range(40):
        factory.make_milestone(
            programme,
            LONG[:190] + str(number),
            due=date(2026, 12, 1) + timedelta(days=number),
            owner=someone,
            visible_benefit=True,
        )


def seat_everywhere(programme: Programme) -> None:
    """Give every team two chairs with long names, and somebody of every core function."""
    for team in Team.objects.filter(programme=programme):
        for function in programme.functions.all():
            name = f"Maximiliana Featherstonehaugh {team.pk}"
            someone = factory.make_person(programme, name=name, function=function)
            factory.seat(someone, team, chair=team.seats.count() < CHAIRS)


def printed_pages(page: Page) -> int:
    """Return on how many sheets of A4 the page comes out."""
    return len(PAGE_OF_A_PDF.findall(page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("fill", [a_little, very_much])
def test_the_charter_prints_on_two_sheets_however_much_there_is(
    visit: Visit, observer: Person, fill: Callable[[Programme], None]
) -> None:
    fill(observer.programme)
    page = visit(f"/p/{observer.programme.key}/direction/charter/", observer)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What have we agreed on?", use_inner_text=True
    )
    assert printed_pages(page) == 2


def test_the_printed_charter_shows_nothing_of_the_app_around_it(
    visit: Visit, observer: Person
) -> None:
    a_little(observer.programme)
    page = visit(f"/p/{observer.programme.key}/direction/charter/", observer)
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    for name in ("Programme", "Direction"):
        expect(page.get_by_role("navigation", name=name)).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        observer.programme.name, use_inner_text=True
    )

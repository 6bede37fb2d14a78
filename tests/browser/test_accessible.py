"""Every page there is, looked at: accessible, quiet, light, and no wider than its window.

One page is looked at on a desk by day, the next on a phone by night, and so on, the main ones in
every light; which it is does not change from run to run.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from changeprog.programme import demo
from tests.browser.conftest import empty
from tests.browser.look import AXE, Looker
from tests.browser.site import Site
from tests.browser.walk import Looks, Walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LIGHT = 100
"""Kilobytes of a first visit, at most."""


@pytest.fixture(scope="module")
def looks(browser: Browser, site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[Looks]:
    """What was found on every page, by who was looking and the page's address."""
    with django_db_blocker.unblock():
        try:
            walk = Walk(browser, site)
            walk.before_anybody()
            walk.around(demo.tell())
            yield walk.looks
        finally:
            empty()


def test_axe_finds_nothing_on_any_page(looks: Looks) -> None:
    assert {name: look.violations for name, look in looks.items() if look.violations} == {}


def test_every_page_opens(looks: Looks) -> None:
    broken = {name: look.status for name, look in looks.items() if look.status >= 500}
    assert broken == {}


def test_no_page_has_an_error_or_does_what_its_policy_forbids(looks: Looks) -> None:
    assert {name: look.complaints for name, look in looks.items() if look.complaints} == {}


def test_no_page_is_wider_than_a_window_of_320_pixels(looks: Looks) -> None:
    assert {name: look.overflow for name, look in looks.items() if look.overflow > 0} == {}


def test_every_page_has_one_heading_a_title_and_a_language(looks: Looks) -> None:
    headings = {name: look.headings for name, look in looks.items() if look.headings != 1}
    unnamed = [name for name, look in looks.items() if not (look.title and look.language)]
    assert (headings, unnamed) == ({}, [])


def test_the_first_visit_to_any_page_is_light(looks: Looks) -> None:
    assert {name: look.kilobytes for name, look in looks.items() if look.kilobytes > LIGHT} == {}
    assert {name: look.unsized for name, look in looks.items() if look.unsized} == {}


def test_everybody_has_been_around(looks: Looks) -> None:
    """What the tests above say is worth something only with many pages, and styled ones."""
    assert len(looks) > 120


def test_axe_sees_what_is_wrong_and_each_colour_once(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<main><h1>Seen</h1><img src='data:,'><p style='color: #ccc'>pale</p>"
        "<p style='color: #ccc'>as pale</p><p style='color: #ddd'>paler</p></main>"
    )
    page.evaluate(AXE)
    found = Looker().examine(page, (1440, "light"))
    page.close()
    colours, alternative = min(found), max(found)
    assert alternative.startswith("1440, light: image-alt: img - Element does not have an alt")
    assert colours.startswith("1440, light: color-contrast: p:nth-child(3) - ")
    assert re.findall(r"p:nth-child\((\d)\)", colours) == ["3", "5"]

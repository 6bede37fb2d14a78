"""The pages of the main job, as axe sees them: at both sizes, in both themes."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from changeprog.programme.models import Person, Programme
from tests import objects
from tests.browser.conftest import PHONE, Visit

pytestmark = pytest.mark.browser

DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PAGES = [
    "",
    "direction/",
    "direction/vision/",
    "direction/principles/",
    "direction/timeline/",
    "victories-and-barriers/",
    "victories-and-barriers/log/",
    "people/",
    "people/invitation/",
    "communications/",
    "settings/",
    "me/",
]


def violations(page: Any) -> list[str]:
    """Return the rules that the page breaks, each with where."""
    found = Axe().run(page, options={"iframes": False}).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['target']}" for rule in found]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_the_pages_of_the_main_job(
    visit: Visit, champion: Person, programme: Programme, device: dict[str, Any], theme: str
) -> None:
    objects.fill(programme)
    page = visit(programme.get_absolute_url(), champion, color_scheme=theme, **device)
    found = {}
    for rest in PAGES:
        page.goto(programme.get_absolute_url() + rest)
        found[rest] = violations(page)
    assert {rest: rules for rest, rules in found.items() if rules} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_before_signing_in(
    visit: Visit, champion: Person, theme: str
) -> None:
    page = visit("/accounts/login/", color_scheme=theme, **PHONE)
    found = {}
    for path in ("/accounts/login/", "/accounts/login/code/", "/invitations/none/", "/nowhere/"):
        page.goto(path)
        found[path] = violations(page)
    assert {path: rules for path, rules in found.items() if rules} == {}

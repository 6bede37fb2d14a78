"""From a spreadsheet to the map and back, in a browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from changeprog.programme.models import Programme
from stakeholders.models import Stakeholder
from tests import factory
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
SHEET = Path(__file__).parent.parent / "data" / "import" / "people-windows-1252-semicolons.csv"


def test_a_sheet_is_looked_at_put_right_imported_and_undone(
    programme: Programme, visit: Visit
) -> None:
    page = visit(f"/p/{programme.key}/people/map/import/", factory.champion_of(programme))
    page.get_by_label("A file").set_input_files(SHEET)
    page.get_by_role("button", name="See what is in it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this what you mean?")
    expect(page.get_by_text("There is no function called Vertrieb").first).to_be_visible()
    page.get_by_role("link", name="What the columns hold").click()
    page.get_by_label("Abteilung").select_option("Leave out")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Import 5 new people").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What came of it?")
    assert Stakeholder.objects.count() == 5
    page.get_by_role("button", name="Undo the whole import").click()
    expect(page.get_by_text("The map is as it was before.")).to_be_visible()
    assert Stakeholder.objects.count() == 0

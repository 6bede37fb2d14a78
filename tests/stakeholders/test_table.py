"""People of the map as a table: whom one asks for, in which order, with columns of others."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from changeprog.programme import membership
from changeprog.programme.models import Person, Programme, Team
from stakeholders import columns
from stakeholders.columns import Column
from stakeholders.models import Relation, Stakeholder, Tie
from tests import map_factory
from tests.counting import queries_of

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def page(programme: Programme, asked: str = "") -> str:
    return reverse("stakeholders:table", args=[programme.key]) + asked


@pytest.fixture
def people(champion: Person) -> list[Stakeholder]:
    """Ann, one step short; Bob, three short and in no function; Cid, of whom little is known."""
    programme = champion.programme
    ann = map_factory.stakeholder(
        champion,
        map_factory.someone(programme, "Ann", "Sales"),
        support=3,
        needed=4,
        owner=champion,
    )
    bob = map_factory.stakeholder(
        champion, map_factory.someone(programme, "Bob"), support=1, needed=4, influence=5
    )
    cid = map_factory.stakeholder(
        champion,
        map_factory.someone(programme, "Cid", "Sales"),
        support=None,
        needed=None,
        influence=None,
    )
    return [ann, bob, cid]


def names(client: Client, programme: Programme, asked: str = "") -> list[str]:
    return [row.person.name for row in client.get(page(programme, asked)).context["page"]]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Bob", "Ann", "Cid"]),
        ("?gap=some", ["Bob", "Ann"]),
        ("?gap=1", ["Ann"]),
        ("?gap=3", ["Bob"]),
        ("?gap=0", []),
        ("?gap=none", ["Cid"]),
        ("?support=1", ["Bob"]),
        ("?support=none", ["Cid"]),
        ("?function=none", ["Bob"]),
        ("?owner=none", ["Bob", "Cid"]),
        ("?q=an", ["Ann"]),
        ("?within=5-3", ["Bob"]),
        ("?within=closely", ["Bob", "Ann"]),
        ("?within=informed", ["Ann"]),
        ("?gap=some&function=none", ["Bob"]),
        ("?gap=nonsense&function=0&owner=x", ["Bob", "Ann", "Cid"]),
        ("?sort=name", ["Ann", "Bob", "Cid"]),
        ("?sort=-name", ["Cid", "Bob", "Ann"]),
        ("?sort=-influence", ["Bob", "Ann", "Cid"]),
        ("?sort=influence", ["Ann", "Bob", "Cid"]),
        ("?sort=support", ["Bob", "Ann", "Cid"]),
        ("?sort=gap", ["Ann", "Bob", "Cid"]),
        ("?sort=password", ["Bob", "Ann", "Cid"]),
    ],
)
def test_one_sees_whom_one_asks_for(
    champion: Person, browse: Browse, asked: str, found: list[str]
) -> None:
    assert names(browse(champion), champion.programme, asked) == found


def test_people_are_found_by_function_owner_and_team(
    champion: Person, people: list[Stakeholder], browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob, _ = people
    programme, client = champion.programme, browse(champion)
    team = Team.objects.filter(programme=programme)[0]
    seated = {team.pk: {bob.person_id}}
    monkeypatch.setattr(membership, "members", lambda _: seated)
    assert ann.person.function is not None
    sales = ann.person.function.pk
    assert names(client, programme, f"?function={sales}") == ["Ann", "Cid"]
    assert names(client, programme, f"?owner={champion.pk}") == ["Ann"]
    assert names(client, programme, f"?team={team.pk}") == ["Bob"]
    assert names(client, programme, "?team=none") == ["Ann", "Cid"]


@pytest.mark.usefixtures("people")
def test_headings_say_how_the_table_is_sorted(champion: Person, browse: Browse) -> None:
    said = browse(champion).get(page(champion.programme, "?sort=name")).content.decode()
    assert said.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in said
    assert "?sort=-name" in said
    assert "?sort=-influence" in said


@pytest.mark.usefixtures("people")
def test_other_modules_add_columns(
    champion: Person, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def turned_to(rows: object) -> dict[int, str]:
        asked.append(1)
        assert isinstance(rows, list)
        return {rows[0].pk: "turned to by 7"}

    monkeypatch.setattr(columns, "_more", [Column(1, "Turned to by", turned_to)])
    said = browse(champion).get(page(champion.programme)).content.decode()
    assert said.count("turned to by 7") == 1
    assert '<th scope="col">Turned to by</th>' in said
    assert asked == [1]


def test_nobody_on_the_map_and_nobody_found_are_told_apart(
    champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    client = browse(champion)
    found = client.get(page(champion.programme, "?q=nobody")).content.decode()
    assert "Nobody is like that" in found
    stakeholder.remove(champion)
    assert "Nobody is on the map yet" in client.get(page(champion.programme)).content.decode()


def test_a_member_does_not_reach_it(
    member: Person, people: list[Stakeholder], browse: Browse
) -> None:
    assert browse(member).get(page(member.programme)).status_code == 403


def test_whom_one_has_asked_for_goes_into_the_files_and_the_buttons_say_so(
    champion: Person, people: list[Stakeholder], browse: Browse
) -> None:
    ann, bob, cid = (row.person for row in people)
    for source in (ann, cid):
        Tie.add(champion, source, bob, Relation.ADVICE)
    client, asked = browse(champion), "?gap=some&q=&owner=none"
    everybody = client.get(page(champion.programme)).content.decode()
    some = client.get(page(champion.programme, "?gap=some")).content.decode()
    assert "All people, CSV" in everybody
    assert "These people, CSV" in some
    assert "people.csv?gap=some" in some
    assert "people.csv?gap=some" in client.get(grid(champion, "?gap=some")).content.decode()

    def rows(name: str, asked: str) -> list[str]:
        at = reverse(f"stakeholders:{name}", args=[champion.programme.key])
        content = client.get(at + asked).content
        if name == "export_people":
            return [line.split(",")[0] for line in content.decode().splitlines()[1:]]
        ties = load_workbook(BytesIO(content))["Ties"].iter_rows(min_row=2, values_only=True)
        return [f"{tie[0]} {tie[2]}" for tie in ties]

    assert rows("export_people", asked) == ["Bob"]
    assert rows("export_people", "?within=closely") == ["Ann", "Bob"]
    assert rows("export_people", "") == ["Ann", "Bob", "Cid"]
    assert rows("export_workbook", "?gap=some") == ["Ann Bob"]
    assert rows("export_workbook", "") == ["Ann Bob", "Cid Bob"]


def grid(champion: Person, asked: str) -> str:
    return reverse("stakeholders:map", args=[champion.programme.key]) + asked


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_people_makes_no_query(
    programme: Programme, champion: Person, browse: Browse, count: int
) -> None:
    for number in range(count):
        person = map_factory.someone(programme, f"P {number}", "Sales")
        map_factory.stakeholder(champion, person, owner=champion)
    pages = ["", "?sort=owner&gap=some", "?team=none"]
    asked = [(each, page(programme, each)) for each in pages]
    assert queries_of(browse(champion), asked) == {
        "": 14,
        "?sort=owner&gap=some": 14,
        "?team=none": 15,
    }

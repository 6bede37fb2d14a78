"""The power/interest grid: who stands where, moving them, and who may see any of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from changeprog.programme.models import Event, Person, Programme
from stakeholders import marker
from stakeholders.grid import Crowd, Grid, Point, draw
from stakeholders.models import Stakeholder
from stakeholders.quarters import PARTS, Part, Quarter
from stakeholders.support import Support
from tests import map_factory
from tests.counting import queries_of

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
CELLS = [(influence, interest) for influence in range(1, 6) for interest in range(1, 6)]


def page(programme: Programme, asked: str = "") -> str:
    return reverse("stakeholders:map", args=[programme.key]) + asked


def placing(stakeholder: Stakeholder) -> str:
    return reverse("stakeholders:placing", args=[stakeholder.programme.key, stakeholder.pk])


def move(client: Client, stakeholder: Stakeholder, **values: Any) -> HttpResponse:
    """Move somebody as the page of the grid does."""
    answer: Any = client.post(
        placing(stakeholder),
        {"revision": stakeholder.revision, **values},
        headers={"hx-request": "true", "hx-current-url": page(stakeholder.programme, "?q=Nia")},
    )
    return answer  # type: ignore[no-any-return]


def grid_of(people: list[Point], part: str = "") -> Grid:
    crowds: dict[tuple[int, int], Crowd] = {}
    for each in people:
        crowds.setdefault(each.cell, Crowd()).add(each.support, each.needed, 1)
    return draw(
        Part.named(part),
        crowds,
        lambda cells, most: [each for each in people if each.cell in cells][:most],
    )


def crowd(count: int, cell: tuple[int, int] = (4, 4)) -> list[Point]:
    return [Point(pk, f"P {pk}", cell, 1, Support.DOUBTFUL, None) for pk in range(1, count + 1)]


@given(some.lists(some.tuples(some.sampled_from(CELLS), some.integers(0, 5)), max_size=200))
def test_everybody_is_drawn_in_their_own_cell_or_counted_there(drawn: list[Any]) -> None:
    people = [
        Point(pk, "P", cell, 1, support or None, Support.LEADING)
        for pk, (cell, support) in enumerate(drawn, start=1)
    ]
    grid = grid_of(people)
    boxes = {box.cell: box for box in grid.boxes}
    for mark in grid.marks:
        box = boxes[mark.point.cell]
        assert box.crowd is None
        assert box.x <= mark.x <= box.x + box.width
        assert box.y <= mark.y <= box.y + box.height
    counted = sum(box.crowd.count for box in grid.boxes if box.crowd)
    assert len(grid.marks) + counted == len(people)
    assert grid.left_out == 0


def test_influence_goes_up_and_interest_to_the_right() -> None:
    low, high = Point(1, "L", (1, 1), 1, 3, 3), Point(2, "H", (5, 5), 1, 3, 3)
    first, second = grid_of([low, high]).marks
    assert (second.x > first.x, second.y < first.y) == (True, True)


def test_points_are_as_large_as_the_fullest_cell_allows() -> None:
    sizes = {count: grid_of(crowd(count)).size for count in (4, 5, 12, 13, 30)}
    assert sizes == {4: "named", 5: "roomy", 12: "roomy", 13: "dense", 30: "dense"}


def test_a_cell_with_too_many_shows_how_many_and_opens() -> None:
    grid = grid_of(crowd(31))
    box = next(box for box in grid.boxes if box.crowd)
    assert (box.name, box.crowd and box.crowd.count, grid.marks) == ("4-4", 31, [])
    assert [stretch.count for stretch in box.stretches] == [31]
    opened = grid_of(crowd(31), "4-4")
    assert (len(opened.marks), opened.size) == (31, "named")


def test_of_a_cell_that_is_full_to_the_brim_the_page_says_who_is_left_out() -> None:
    grid = grid_of(crowd(1_200), "4-4")
    assert len(grid.marks) + grid.left_out == 1_200
    assert grid.left_out > 0


def test_every_part_of_the_grid_has_its_cells() -> None:
    assert {len(list(Part.named(name).cells)) for name in PARTS} == {25, 9, 1}
    assert [quarter.middle for quarter in Quarter] == [(4, 2), (4, 4), (2, 2), (2, 4)]


def test_a_point_says_in_words_what_its_colours_say() -> None:
    point = Point(1, "Nia Neutral", (4, 2), 1, 2, 4, "Sales", "S", "circle")
    assert marker.said(point) == (
        "Nia Neutral · Sales · influence 4, interest 2 · "
        "doubtful now, supportive needed · 2 steps missing"
    )
    (drawn,) = marker.write(grid_of([point]), "/p/x/0/")
    assert "missing-2" in drawn
    assert "S 2→4" in drawn


def test_what_is_not_known_is_drawn_hollow() -> None:
    (drawn,) = marker.write(grid_of([Point(1, "Nia", (4, 2), 1, None, 4)]), "/p/x/0/")
    assert "support-unknown" in drawn
    assert "missing-unknown" in drawn
    assert "?→4" in drawn


def test_names_are_never_markup() -> None:
    (drawn,) = marker.write(grid_of([Point(1, "<b>N</b>", (4, 2), 1, None, 4)]), "/p/x/0/")
    assert "<b>" not in drawn


def test_a_move_is_kept_with_its_history_and_can_be_undone(
    champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    client = browse(champion)
    answer = move(client, stakeholder, influence=5, interest=2)
    stale = {"point": stakeholder.pk, "revision": stakeholder.revision + 1, "at": "5-2"}
    assert answer.status_code == 200
    assert json.loads(answer["HX-Trigger"]) == {"dialog:close": {}, "map:stale": stale}
    stakeholder.refresh_from_db()
    assert (stakeholder.influence, stakeholder.interest) == (5, 2)
    kept = stakeholder.assessments.filter(before__isnull=False).values_list("field", "by__name")
    assert sorted(kept) == [("influence", champion.name), ("interest", champion.name)]
    event = Event.objects.of(stakeholder)[0]
    undo = reverse("stakeholders:placing_undoing", args=[champion.programme.key, event.pk])
    assert f"{undo}?q=Nia" in answer.content.decode()
    back: Any = client.post(f"{undo}?q=Nia")
    assert back.url == page(champion.programme, "?q=Nia")
    stakeholder.refresh_from_db()
    assert (stakeholder.influence, stakeholder.interest) == (3, 3)


def test_a_move_that_changes_nothing_is_nothing_to_undo(
    champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    before = Event.objects.count()
    answer = move(browse(champion), stakeholder, influence=3, interest=3)
    assert (answer.status_code, Event.objects.count()) == (200, before)
    assert "Undo" not in answer.content.decode()


def test_somebody_who_was_slower_is_shown_both_places(
    champion: Person, facilitator: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    assert move(browse(facilitator), stakeholder, influence=1, interest=4).status_code == 200
    answer = move(browse(champion), stakeholder, influence=5, interest=2)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs says: Influence 1; Interest 4." in said
    assert '<option value="5" selected>' in said
    stakeholder.refresh_from_db()
    assert (stakeholder.influence, stakeholder.interest) == (1, 4)
    assert f'name="revision" value="{stakeholder.revision}"' in said


def test_a_place_off_the_grid_is_refused(
    champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    answer = move(browse(champion), stakeholder, influence=6, interest=2)
    assert answer.status_code == 422
    stakeholder.refresh_from_db()
    assert stakeholder.influence == 3


def test_without_script_a_form_moves_and_leads_back_to_the_grid(
    champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    client = browse(champion)
    assert "Where does Nia Neutral stand?" in client.get(placing(stakeholder)).content.decode()
    typed = {"revision": stakeholder.revision, "influence": 2, "interest": 5}
    answer: Any = client.post(placing(stakeholder), typed)
    assert answer.url == page(champion.programme)
    stakeholder.refresh_from_db()
    assert (stakeholder.influence, stakeholder.interest) == (2, 5)


@pytest.mark.parametrize(
    ("known", "quarter", "then"),
    [
        ((None, None), "closely", (4, 4)),
        ((5, None), "closely", (5, 4)),
        ((5, None), "informed", (2, 4)),
        ((None, 3), "satisfied", (4, 3)),
        ((None, 3), "glance", (2, 3)),
    ],
)
def test_one_tap_places_somebody_and_keeps_what_was_known(
    champion: Person, browse: Browse, known: Any, quarter: str, then: Any
) -> None:
    someone = map_factory.stakeholder(champion, influence=known[0], interest=known[1])
    client = browse(champion)
    waiting = client.get(page(champion.programme)).content.decode()
    assert "No place yet" in waiting
    assert move(client, someone, quarter=quarter).status_code == 200
    someone.refresh_from_db()
    assert (someone.influence, someone.interest) == then
    assert "No place yet" not in client.get(page(champion.programme)).content.decode()


def test_htmx_gets_the_grid_alone(
    champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    client = browse(champion)
    alone = client.get(page(champion.programme), headers={"hx-request": "true"})
    said = alone.content.decode()
    assert said.lstrip().startswith('<div class="map-stage"')
    assert f'id="point-{stakeholder.pk}"' in said
    assert "HX-Request" in alone["Vary"]


def test_an_empty_map_says_what_it_is_for(champion: Person, browse: Browse) -> None:
    assert (
        "Nobody is on the map yet"
        in browse(champion).get(page(champion.programme)).content.decode()
    )


def test_a_part_that_makes_no_sense_is_all_of_it(
    champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    answer = browse(champion).get(page(champion.programme, "?within=9-9&gap=x&team=zz"))
    assert answer.context["grid"].part == Part.named("")


def test_only_those_who_lead_see_or_move_anybody(
    member: Person, observer: Person, facilitator: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    expected = {facilitator: (200, 200), member: (403, 403), observer: (403, 403)}
    for person, answers in expected.items():
        client = browse(person)
        found = client.get(page(person.programme)), client.get(placing(stakeholder))
        assert tuple(answer.status_code for answer in found) == answers


def test_nobody_undoes_the_moves_of_others(
    champion: Person, facilitator: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    move(browse(champion), stakeholder, influence=5)
    event = Event.objects.of(stakeholder)[0]
    undo = reverse("stakeholders:placing_undoing", args=[champion.programme.key, event.pk])
    assert browse(facilitator).post(undo).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_people_makes_no_query(
    programme: Programme, champion: Person, browse: Browse, count: int
) -> None:
    for number in range(count):
        map_factory.stakeholder(champion, map_factory.someone(programme, f"P {number}", "Sales"))
        waits = map_factory.someone(programme, f"W {number}", "Sales")
        map_factory.stakeholder(champion, waits, influence=None)
    pages = ["", "?within=closely", "?within=3-3&q=P"]
    asked = [(each, page(programme, each)) for each in pages]
    assert queries_of(browse(champion), asked) == {
        "": 15,
        "?within=closely": 15,
        "?within=3-3&q=P": 14,
    }

"""Pages of the teams ask the database as often for 300 rows as for one."""

from collections.abc import Callable

import pytest
from django.db.models import Model
from django.test import Client

from changeprog.programme.models import Person, Programme
from teams.models import Action, Meeting
from tests import factory
from tests.counting import address, queries_of
from tests.team_crowd import team_crowd

COUNTS = {
    "teams:teams": 15,
    "teams:representation": 10,
    "teams:adopting": 10,
    "teams:team": 22,
    "teams:agreement": 7,
    "teams:meetings": 10,
    "teams:meeting": 18,
    "teams:meeting_room": 14,
    "teams:meeting_screen": 8,
    "teams:meeting_minutes": 12,
    "teams:action": 9,
    "teams:rules": 10,
    "teams:rule": 12,
    "teams:procedures": 8,
    "teams:agreed": 15,
    "teams:welcome ?step=2": 11,
    "teams:time": 19,
    "teams:hand_offs": 6,
    "teams:board": 10,
    "teams:log": 10,
    "teams:victories": 15,
    "teams:victory": 17,
    "teams:victory_editing": 12,
    "teams:barriers": 12,
    "teams:barriers ?state=knocked-down": 10,
    "teams:barrier_board": 6,
    "teams:barrier_board ?by=owner": 6,
    "teams:barrier_picture": 9,
    "teams:barrier": 19,
    "teams:barrier_knock_down": 8,
}
"""How many queries a page makes for a champion; a page is a name, and what follows the path."""


def about(page: str, programme: Programme) -> Model | None:
    """Return the object of ``page`` that has many rows of its own, where it is not the first."""
    meetings = Meeting.objects.filter(programme=programme)
    if page == "teams:meeting_minutes":
        return meetings.closed().get()
    if page == "teams:action":
        return Action.objects.filter(programme=programme).earliest("pk")
    if page == "teams:meeting":
        return meetings.planned().earliest("pk")
    if page.startswith("teams:meeting_"):
        return meetings.open().get()
    return factory.core_team(programme) if page in {"teams:team", "teams:agreement"} else None


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_number_of_rows_makes_no_query(
    browse: Callable[[Person], Client], programme: Programme, champion: Person, rows: int
) -> None:
    team_crowd(programme, rows)
    addresses = [(page, address(page, programme, about(page, programme))) for page in COUNTS]
    assert queries_of(browse(champion), addresses) == COUNTS

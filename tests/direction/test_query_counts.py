"""Pages of the direction and of the ground ask the database as often for 300 rows as for one."""

from collections.abc import Callable

import pytest
from django.test import Client

from changeprog.programme.models import Person, Programme
from tests.counting import address, queries_of
from tests.crowd import crowd

COUNTS = {
    "programme:home": 46,
    "programme:people": 9,
    "programme:person": 9,
    "programme:journal": 9,
    "programme:search ?q=measure": 28,
    "direction:overview": 9,
    "direction:charter": 18,
    "direction:vision": 21,
    "direction:vision_version": 8,
    "direction:vision_difference": 7,
    "direction:principles": 21,
    "direction:objectives": 7,
    "direction:objective": 26,
    "direction:objective_editing": 7,
    "direction:objective_sheet": 5,
    "direction:timeline": 10,
    "direction:timeline ?zoom=quarter": 10,
    "direction:timeline ?zoom=all&by=team": 11,
    "direction:timeline ?zoom=all&by=objective": 11,
    "direction:milestones": 11,
    "direction:milestone": 22,
    "direction:milestone_editing": 8,
    "direction:resources": 8,
    "direction:resource": 17,
    "direction:resource_editing": 7,
    "direction:side_effects": 5,
    "direction:side_effect": 8,
    "direction:size": 7,
    "direction:function_size": 6,
    "direction:team_size": 6,
    "direction:load": 8,
    "direction:load ?by=teams": 6,
    "direction:load ?by=functions": 6,
    "direction:value": 10,
    "direction:value_screen": 9,
    "direction:capability": 18,
    "direction:capability_editing": 8,
    "direction:benefit": 17,
    "direction:benefit_editing": 8,
}
"""How many queries a page makes for a champion; a page is a name, and what follows the path."""


STANDS = {"direction:vision_version": 21}
"""What differs where the first version still stands: it shows what hangs on it."""


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_number_of_rows_makes_no_query(
    browse: Callable[[Person], Client], programme: Programme, champion: Person, rows: int
) -> None:
    crowd(programme, rows)
    addresses = [(page, address(page, programme)) for page in COUNTS]
    assert queries_of(browse(champion), addresses) == COUNTS | (STANDS if rows == 1 else {})

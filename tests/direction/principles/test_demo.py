"""The demo programme keeps some principles and has begun with the others."""

import pytest

from changeprog.direction.principles import State, standings
from changeprog.programme import demo
from changeprog.programme.models import Role


@pytest.mark.django_db
def test_the_demo_shows_mixed_states() -> None:
    found = {each.principle.number: each.state for each in standings(demo.tell(), Role.CHAMPION)}
    assert set(found.values()) == {State.STARTED, State.HOLDS}
    assert found[2] is State.STARTED
    assert found[5] is State.HOLDS

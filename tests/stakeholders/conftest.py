"""The cast of the map: somebody on it, and an ambassador who has to win them."""

import pytest

from changeprog.programme.models import Person
from stakeholders.models import Ambassador, Stakeholder
from tests import factory, map_factory


@pytest.fixture
def stakeholder(champion: Person) -> Stakeholder:
    """Nia Neutral, doubtful, who is needed as a supporter."""
    return map_factory.stakeholder(champion)


@pytest.fixture
def ambassador(champion: Person, stakeholder: Stakeholder) -> Ambassador:
    """Amy Ambassador, a member who has accepted to win Nia."""
    amy = factory.make_person(champion.programme, "member", "Amy Ambassador")
    return map_factory.ambassador(amy, stakeholder)

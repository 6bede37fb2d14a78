"""The cast of the map: somebody on it, an ambassador who has to win them, and two who are asked."""

import pytest

from changeprog.programme.models import Person
from stakeholders.models import Ambassador, Stakeholder
from tests import factory, map_factory
from tests.survey_factory import on_map


@pytest.fixture
def stakeholder(champion: Person) -> Stakeholder:
    """Nia Neutral, doubtful, who is needed as a supporter."""
    return map_factory.stakeholder(champion)


@pytest.fixture
def ambassador(champion: Person, stakeholder: Stakeholder) -> Ambassador:
    """Amy Ambassador, a member who has accepted to win Nia."""
    amy = factory.make_person(champion.programme, "member", "Amy Ambassador")
    return map_factory.ambassador(amy, stakeholder)


@pytest.fixture
def ana(champion: Person) -> Person:
    return on_map(champion.programme, "Ana Asked", "Sales")


@pytest.fixture
def ben(champion: Person) -> Person:
    return on_map(champion.programme, "Ben Broker", "Operations")

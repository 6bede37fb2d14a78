"""Those who agree on rules: a chair, somebody with a seat, and words to agree on."""

import pytest

from changeprog.programme.models import Person
from teams.models import RuleVersion
from tests import factory


@pytest.fixture
def chair(champion: Person) -> Person:
    """The champion, who leads the leadership team."""
    factory.seat(champion, factory.core_team(champion.programme), chair=True)
    return champion


@pytest.fixture
def seated(member: Person) -> Person:
    """The member, with a seat in the design team."""
    factory.seat(member, factory.core_team(member.programme, "design"))
    return member


@pytest.fixture
def version(member: Person) -> RuleVersion:
    return factory.propose_rule(member, "We speak with each other first.")

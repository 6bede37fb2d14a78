"""The map as files: what is written imports again to the same map."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changeprog.programme.models import Function, Person, Programme
from stakeholders import exporting
from stakeholders.importing import running
from stakeholders.importing.fields import fold
from stakeholders.models import Stakeholder, Tie
from stakeholders.models.stakeholder import LEVELS

pytestmark = pytest.mark.django_db

WAYS = ["csv", "xlsx", "graphml"]
words = st.text(min_size=1, max_size=20) | st.sampled_from(
    ["=1+1", "+49", "-", "@x", "'=a", "O'Neill", "Weiß; Ludwig", 'The "boss"', "\t=2", "Ana\nB"]
)
names = words.map(lambda text: exporting._line(text)[:120].strip()).filter(
    lambda text: bool(text) and "@" not in text and fold(text) not in {"", "-"}
)
levels = st.none() | st.integers(1, 5)
people = st.lists(
    st.tuples(names, st.booleans(), names, *[levels] * 5),
    max_size=6,
    unique_by=lambda row: fold(row[0]),
)
ties = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from(["advice", "trust", "reports_to"]),
        st.floats(0.01, 1).map(lambda strength: round(strength, 4)),
    ),
    max_size=6,
    unique_by=lambda tie: tie[:3],
)


def draw(programme: Programme, rows: list[Any], links: list[Any]) -> None:
    """Put people and ties on the map."""
    made: list[Person] = []
    for number, (name, with_address, function, *steps) in enumerate(rows):
        within = Function.add_to(programme, function[:60].strip())
        email = f"p{number}@example.org" if with_address else ""
        person = Person.objects.create(programme=programme, name=name, email=email, function=within)
        known = dict(zip(LEVELS, steps, strict=True))
        Stakeholder.objects.create(
            programme=programme, person=person, owner=made[0] if made else None, **known
        )
        made.append(person)
    for source, target, relation, strength in links:
        if source != target and max(source, target) < len(made):
            Tie.objects.create(
                programme=programme,
                source=made[source],
                target=made[target],
                relation=relation,
                strength=strength,
            )


def the_map(programme: Programme) -> list[list[Any]]:
    return [
        sorted(exporting.people(programme).rows, key=str),
        sorted(exporting.ties(programme).rows, key=str),
    ]


def files(programme: Programme, way: str) -> list[bytes]:
    of_people, of_ties = exporting.people(programme), exporting.ties(programme)
    if way == "csv":
        return [exporting.as_csv(of_people), exporting.as_csv(of_ties)]
    if way == "xlsx":
        return [exporting.as_workbook([of_people, of_ties])]
    return [exporting.as_graphml(of_people, of_ties)]


def take_in(by: Person, content: bytes) -> int:
    """Import ``content`` with all its functions, and return how many rows that changes."""
    begun = running.begin(by, uuid4(), content)
    running.choose(begun, add_functions=True)
    planned = running.plan_of(begun)
    assert planned.bad == []
    running.confirm(begun, by, planned.fingerprint)
    return len(planned.changing_people) + len(planned.changing_ties)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=people.filter(bool), links=ties, way=st.sampled_from(WAYS))
def test_what_is_exported_imports_to_the_same_map(
    champion: Person, stranger: Person, rows: list[Any], links: list[Any], way: str
) -> None:
    with transaction.atomic():
        draw(champion.programme, rows, links)
        before = the_map(champion.programme)
        written = files(champion.programme, way)
        assert sum(take_in(champion, each) for each in written if each) == 0
        for each in written:
            if exporting.ties(champion.programme).rows or b"From" not in each:
                take_in(stranger, each)
        assert the_map(stranger.programme) == before
        transaction.set_rollback(True)

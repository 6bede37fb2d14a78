"""The map as files: what is written imports again to the same map."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changeprog.programme import membership
from changeprog.programme.models import Function, Person, Programme
from stakeholders import exporting
from stakeholders.importing import running, showing
from stakeholders.importing.fields import fold
from stakeholders.importing.source import plan_of
from stakeholders.models import Stakeholder, Tie
from stakeholders.models.stakeholder import LEVELS
from tests import map_factory

pytestmark = pytest.mark.django_db

WAYS = ["csv", "xlsx", "graphml"]
words = st.text(min_size=1, max_size=20) | st.sampled_from(
    ["=1+1", "+49", "-", "@x", "'=a", "O'Neill", "Weiß; Ludwig", 'The "boss"', "\t=2", "Ana\nB"]
)
names = words.map(lambda text: exporting._line(text)[:120].strip()).filter(
    lambda text: bool(text) and "@" not in text and fold(text) not in {"", "-"}
)
levels = st.none() | st.integers(1, 5)
storable = words.map(lambda text: text.replace("\x00", ""))
texts = st.just("") | st.lists(storable, max_size=3).map("\r\n".join)
further = st.fixed_dictionaries(
    {
        **dict.fromkeys(("guards", "incentive", "requirement", "skills"), texts),
        "sees_self_as": words.map(exporting._line),
        "next_on": st.none() | st.dates(),
        "may_be_asked": st.booleans(),
    }
)
people = st.lists(
    st.tuples(names, st.booleans(), names, further, *[levels] * 5),
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
    for number, (name, with_address, function, more, *steps) in enumerate(rows):
        within = Function.add_to(programme, function[:60].strip())
        email = f"p{number}@example.org" if with_address else ""
        person = Person.objects.create(programme=programme, name=name, email=email, function=within)
        known = dict(zip(LEVELS, steps, strict=True))
        others = {"owner": made[0], "mentor": made[-1]} if made else {}
        Stakeholder.objects.create(programme=programme, person=person, **others, **known, **more)
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
    planned = plan_of(begun)
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


def test_the_teams_in_which_somebody_sits_go_out_and_change_nothing_when_they_come_in(
    champion: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Ana"))
    team = champion.programme.teams.get(kind="rollout")
    monkeypatch.setattr(membership, "members", lambda _: {team.pk: {ana.person_id}})
    written = exporting.as_csv(exporting.people(champion.programme))
    heading, row = csv.reader(io.StringIO(written.decode("utf-8-sig")))
    assert dict(zip(heading, row, strict=True))["Teams"] == "Rollout"
    begun = running.begin(champion, uuid4(), written)
    shown = showing.shown(begun)
    assert (shown.overview.made, shown.overview.sheets[0].notes) == ("", [showing.TEAMS])


def test_no_text_of_a_profile_is_run_by_a_spreadsheet(champion: Person) -> None:
    ana = map_factory.someone(champion.programme, "Ana")
    texts = dict.fromkeys(("sees_self_as", "guards", "incentive", "requirement", "skills"), "=1+1")
    map_factory.stakeholder(champion, ana, **texts)
    written = exporting.as_csv(exporting.people(champion.programme)).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(written))
    assert row[12:17] == ["'=1+1"] * 5

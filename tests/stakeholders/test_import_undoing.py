"""The same import twice changes nothing, and all of it can be undone."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from changeprog.programme.models import Event, Person
from stakeholders import import_record
from stakeholders.importing import running, source
from stakeholders.models import Conversation, Import, ImportSource, Stakeholder, Tie
from tests import map_factory
from tests.stakeholders.imports import PEOPLE, TIES, begin, take_in, the_map

pytestmark = pytest.mark.django_db


def test_confirming_twice_imports_once(champion: Person) -> None:
    begun = begin(champion, PEOPLE)
    again = Import.objects.get(pk=begun.pk)
    seen = source.plan_of(begun).fingerprint
    running.confirm(begun, champion, seen)
    people = Person.objects.count()
    running.confirm(again, champion, seen)
    assert Person.objects.count() == people


def test_whoever_was_taken_off_the_map_comes_back(
    champion: Person, stakeholder: Stakeholder
) -> None:
    stakeholder.remove(champion)
    done = take_in(champion, "Name;Influence\nNia Neutral;5\n")
    stakeholder.refresh_from_db()
    assert (stakeholder.removed_at, stakeholder.influence) == (None, 5)
    running.undo(done, champion)
    stakeholder.refresh_from_db()
    assert (stakeholder.removed_at is None, stakeholder.influence) == (False, 3)


@pytest.mark.parametrize("text", [PEOPLE, PEOPLE + "Müller Jörg;x@example.org;Sales;1;;;\n"])
def test_undoing_leaves_the_map_as_it_was(champion: Person, text: str) -> None:
    map_factory.stakeholder(champion)
    take_in(champion, "Name;Influence\nJörg Müller;1\n")
    before = the_map(champion)
    done = take_in(champion, text, add_functions=True)
    ties = take_in(champion, TIES)
    running.undo(ties, champion)
    running.undo(done, champion)
    done.refresh_from_db()
    assert (the_map(champion), done.state, done.kept) == (before, Import.State.UNDONE, [])


def test_what_somebody_has_built_on_stays_and_it_is_said_why(champion: Person) -> None:
    done = take_in(champion, "Name;Influence\nAna;3\nBo;3\nCy;3\nDee;3\nEve;3\n")
    ana, bo, cy, dee, eve = Stakeholder.objects.order_by("person__name")
    Conversation.note(champion, uuid4(), ana, "She listens.")
    bo.assess(champion, bo.revision, influence=4)
    Tie.add(champion, cy.person, dee.person, "advice")
    running.undo(done, champion)
    done.refresh_from_db()
    assert done.kept == [
        [ana.person_id, "a conversation was noted since"],
        [bo.person_id, "what the map says of them was changed since"],
        [cy.person_id, "a tie was drawn since"],
        [dee.person_id, "a tie was drawn since"],
    ]
    assert not Person.objects.filter(pk=eve.person_id).exists()
    assert Stakeholder.objects.count() == 4


def test_what_was_changed_since_is_not_put_back(champion: Person) -> None:
    take_in(champion, PEOPLE)
    done = take_in(champion, "Name;Influence;Interest\nJörg Müller;1;1\n")
    row = Stakeholder.objects.get(person__email="joerg@example.org")
    row.assess(champion, row.revision, influence=2)
    running.undo(done, champion)
    row.refresh_from_db()
    assert (row.influence, row.interest) == (2, 4)
    done.refresh_from_db()
    assert done.kept == [[row.person_id, "what the map says of them was changed since"]]


def test_undoing_twice_undoes_once(champion: Person) -> None:
    done = take_in(champion, PEOPLE)
    again = Import.objects.get(pk=done.pk)
    running.undo(done, champion)
    running.undo(again, champion)
    assert Event.objects.filter(verb="import.undone").count() == 1


def test_a_paste_is_begun_once(champion: Person) -> None:
    key = uuid4()
    assert running.begin(champion, key, PEOPLE) == running.begin(champion, key, PEOPLE)


def test_what_nobody_confirms_is_forgotten(champion: Person) -> None:
    begun = begin(champion, PEOPLE)
    running.forget_old()
    assert ImportSource.objects.exists()
    Import.objects.update(made_at="2020-01-01T00:00Z")
    running.forget_old()
    begun.refresh_from_db()
    assert (begun.state, ImportSource.objects.exists()) == (Import.State.DISCARDED, False)


names = st.sampled_from(["Ana", "ana", "Bo", "Bó", "Cy", "DEE", "=Eve"])
addresses = st.sampled_from(["", "", "a@example.org", "b@example.org"])
levels = st.sampled_from(["", "1", "5", "x"])
people_rows = st.lists(st.tuples(names, addresses, levels, names | st.just("")), max_size=8)
ends = names | st.sampled_from(["a@example.org", "b@example.org"])
tie_rows = st.lists(st.tuples(ends, ends, st.sampled_from(["", "0.5", "3"])), max_size=8)
unhurried = settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def written(heading: str, rows: list[tuple[str, ...]]) -> str:
    return "\n".join([heading, *(";".join(row) for row in rows)])


def clear(by: Person) -> None:
    Import.objects.all().delete()
    Person.objects.filter(programme=by.programme, role="").delete()


@unhurried
@given(people_rows, tie_rows, people_rows)
@example(
    people=[
        ("Ana", "", "", ""),
        ("Ana", "a@example.org", "1", ""),
        ("Bo", "a@example.org", "", ""),
    ],
    ties=[],
    there=[],
)
@example(
    people=[
        ("Ana", "", "5", ""),
        ("Ana", "a@example.org", "1", ""),
        ("Ana", "b@example.org", "", ""),
    ],
    ties=[],
    there=[("Ana", "a@example.org", "", "")],
)
def test_importing_the_same_twice_changes_nothing(
    champion: Person,
    people: list[tuple[str, ...]],
    ties: list[tuple[str, ...]],
    there: list[tuple[str, ...]],
) -> None:
    clear(champion)
    take_in(champion, written("Name;E-mail;Influence;Owner", there))
    files = [
        written("Name;E-mail;Influence;Owner", people),
        written("from;to;strength", ties),
    ]
    for text in files:
        take_in(champion, text, add_people=True)
        again = source.plan_of(begin(champion, text, add_people=True))
        assert not again.changes_anything


@unhurried
@given(people_rows, people_rows, tie_rows)
def test_undoing_is_the_way_back(
    champion: Person,
    there: list[tuple[str, ...]],
    people: list[tuple[str, ...]],
    ties: list[tuple[str, ...]],
) -> None:
    clear(champion)
    take_in(champion, written("Name;E-mail;Influence;Owner", there))
    before = the_map(champion)
    first = take_in(champion, written("Name;E-mail;Influence;Owner", people))
    second = take_in(champion, written("from;to;strength", ties), add_people=True)
    for done in (second, first):
        running.undo(done, champion)
        done.refresh_from_db()
        assert done.kept == []
    assert the_map(champion) == before


def test_whoever_is_erased_is_in_no_file_that_waits_and_in_no_way_back(champion: Person) -> None:
    done = take_in(champion, PEOPLE)
    waiting = begin(champion, "Name;Influence\nJÖRG Müller;1\nBo;2\n")
    joerg = Person.objects.get(email="joerg@example.org")
    told = "In a file that is not imported yet"
    assert import_record.rows(joerg) == [{told: "JÖRG Müller · 1"}]
    import_record.erase(joerg)
    done.refresh_from_db()
    planned = source.plan_of(waiting)
    assert import_record.rows(joerg) == []
    assert [each.person.name for each in planned.people] == ["Bo"]
    assert (len(done.outcome["people"]), len(done.outcome["stakeholders"])) == (1, 1)
    running.undo(done, champion)
    assert Person.objects.filter(pk=joerg.pk).exists()

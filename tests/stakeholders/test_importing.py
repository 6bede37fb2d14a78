"""Importing people and ties: looked at first, done as a whole, the same twice, and undone."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changeprog.programme.models import Event, Person
from stakeholders import import_record
from stakeholders.importing import running
from stakeholders.importing.running import Changed
from stakeholders.models import (
    Assessment,
    Conversation,
    Import,
    ImportSource,
    Origin,
    Stakeholder,
    Tie,
)
from stakeholders.models.stakeholder import LEVELS
from tests import factory, map_factory

pytestmark = pytest.mark.django_db

PEOPLE = """Name;E-mail;Function;Influence;Interest;Support;Needed
Jörg Müller;joerg@example.org;Sales;5;4;doubtful;leading
Zoë Ünal;;Marketing;3;;;
"""
TIES = """from;to;relation;strength
Jörg Müller;Zoë Ünal;advice;0.5
zoe unal;joerg@example.org;reports to;
"""


def begin(by: Person, text: str, **choices: Any) -> Import:
    begun = running.begin(by, uuid4(), text)
    running.choose(begun, **choices)
    return begun


def take_in(by: Person, text: str, **choices: Any) -> Import:
    begun = begin(by, text, **choices)
    running.confirm(begun, by, running.plan_of(begun).fingerprint)
    begun.refresh_from_db()
    return begun


def the_map(by: Person) -> list[Any]:
    """Return everything that an import can touch, without numbers that are new each time."""
    rows = Stakeholder.everything().filter(programme=by.programme)
    return [
        sorted(by.programme.people.values_list("name", "email", "function__name", "role")),
        sorted(rows.values_list("person__name", "owner__name", "removed_at", *LEVELS), key=str),
        sorted(
            Tie.objects.values_list(
                "source__name", "target__name", "relation", "strength", "origin"
            )
        ),
        sorted(by.programme.functions.values_list("name", flat=True)),
        sorted(
            Assessment.objects.values_list("stakeholder__person__name", "field", "before", "after"),
            key=str,
        ),
    ]


def test_people_come_onto_the_map_without_a_role_or_an_invitation(champion: Person) -> None:
    done = take_in(champion, PEOPLE)
    joerg = Person.objects.get(email="joerg@example.org")
    on_map = Stakeholder.objects.get(person=joerg)
    levels = [getattr(on_map, name) for name in LEVELS]
    assert (joerg.role, joerg.user, joerg.invitation, str(joerg.function)) == (
        "",
        None,
        None,
        "Sales",
    )
    assert levels == [5, 4, None, 2, 5]
    assert done.counts == {
        "new_people": 2,
        "changed_people": 0,
        "new_ties": 0,
        "changed_ties": 0,
        "functions": 0,
        "bad": 0,
    }


def test_what_came_with_an_import_is_its_own_beginning_of_the_history(champion: Person) -> None:
    take_in(champion, PEOPLE)
    moves = Assessment.objects.filter(field="support")
    assert [(move.before, move.after, move.origin, move.by) for move in moves] == [
        (None, 2, Origin.IMPORT, champion)
    ]


def test_ties_find_people_by_address_then_by_name(champion: Person) -> None:
    take_in(champion, PEOPLE)
    take_in(champion, TIES)
    ties = Tie.objects.order_by("pk")
    assert [(t.source.name, t.target.name, t.relation, t.strength, t.origin) for t in ties] == [
        ("Jörg Müller", "Zoë Ünal", "advice", 0.5, Origin.IMPORT),
        ("Zoë Ünal", "Jörg Müller", "reports_to", 1, Origin.IMPORT),
    ]


def test_nothing_is_changed_before_it_is_confirmed(champion: Person) -> None:
    before = the_map(champion)
    begun = begin(champion, PEOPLE)
    assert running.plan_of(begun).changes_anything
    assert the_map(champion) == before


def test_the_rows_are_forgotten_once_they_are_in(champion: Person) -> None:
    begun = begin(champion, PEOPLE)
    assert ImportSource.objects.filter(of=begun).exists()
    running.confirm(begun, champion, running.plan_of(begun).fingerprint)
    assert not ImportSource.objects.exists()


def test_what_would_not_happen_as_it_was_seen_is_refused(champion: Person) -> None:
    begun = begin(champion, PEOPLE)
    seen = running.plan_of(begun).fingerprint
    Person.objects.create(programme=champion.programme, name="Zoe Unal")
    before = the_map(champion)
    with pytest.raises(Changed):
        running.confirm(begun, champion, seen)
    assert the_map(champion) == before
    begun.refresh_from_db()
    assert begun.state == Import.State.PREVIEWED


def test_confirming_twice_imports_once(champion: Person) -> None:
    begun = begin(champion, PEOPLE)
    again = Import.objects.get(pk=begun.pk)
    seen = running.plan_of(begun).fingerprint
    running.confirm(begun, champion, seen)
    people = Person.objects.count()
    running.confirm(again, champion, seen)
    assert Person.objects.count() == people


def bad(by: Person, text: str, **choices: Any) -> list[tuple[int, str]]:
    planned = running.plan_of(begin(by, text, **choices))
    return [(row.number, row.reason) for row in planned.bad]


def test_every_bad_row_says_what_is_wrong_with_it(champion: Person) -> None:
    map_factory.someone(champion.programme, "Two Names")
    map_factory.someone(champion.programme, "two names")
    text = """Name;E-mail;Function;Influence;Support
;;Sales;;
Ana;ana@;;;
Bo;;;6;
Cy;;;;angry
Dee;;Treasury;;
Eve;eve@example.org;;;
Eve M;EVE@example.org;;;
Two Names;;;;
"""
    assert bad(champion, text) == [
        (2, "There is neither a name nor an e-mail address."),
        (3, "“ana@” is no e-mail address."),
        (4, "“6” is not among 1 to 5, or low, medium or high."),
        (5, "“angry” is not among 1 to 5, or against, doubtful, neutral, supportive or leading."),
        (6, "There is no function called Treasury. Add functions, or write another."),
        (8, "Row 7 is about the same person."),
        (9, "2 people are called Two Names. Add the e-mail address."),
    ]


def test_every_bad_tie_says_what_is_wrong_with_it(champion: Person) -> None:
    take_in(champion, "Name\nAna\nBo\n")
    map_factory.someone(champion.programme, "Off Map")
    text = """from;to;relation;strength
Ana;;;
Ana;Nobody;;
Ana;ana;;
Ana;Bo;loves;
Ana;Bo;;0
Ana;Bo;;strong
Ana;Bo;;0.5
Ana;Bo;;0.7
Ana;Off Map;;
"""
    assert bad(champion, text) == [
        (2, "It does not say to whom they turn."),
        (3, "Nobody is called Nobody. Add people, or write another name."),
        (4, "Nobody turns to themselves."),
        (5, "“loves” is neither advice nor trust nor reports to."),
        (6, "A tie needs a strength over 0."),
        (7, "The strength “strong” is no number."),
        (9, "Row 8 says another strength of the same tie."),
        (10, "Off Map is not on the map yet. Add people, or put them on."),
    ]


def test_bad_rows_are_left_out_of_what_is_imported(champion: Person) -> None:
    done = take_in(champion, "Name;Influence\nAna;9\nBo;3\n")
    assert [row.person.name for row in Stakeholder.objects.all()] == ["Bo"]
    assert done.counts["bad"] == 1


def test_functions_are_added_only_where_somebody_says_so(champion: Person) -> None:
    text = "Name;Function\nAna;Treasury\n"
    assert len(bad(champion, text)) == 1
    take_in(champion, text, add_functions=True)
    assert str(Person.objects.get(name="Ana").function) == "Treasury"


def test_people_of_ties_are_added_only_where_somebody_says_so(champion: Person) -> None:
    off_map = map_factory.someone(champion.programme, "Off Map")
    take_in(champion, "from;to\nAna;Off Map\nBo;Ana\n", add_people=True)
    assert sorted(row.person.name for row in Stakeholder.objects.all()) == ["Ana", "Bo", "Off Map"]
    assert off_map.ties_in.count() == 1


def test_two_people_of_one_name_and_two_addresses_are_two(champion: Person) -> None:
    take_in(champion, "Name;E-mail\nAna;a@example.org\nAna;b@example.org\n")
    assert Stakeholder.objects.count() == 2


def test_an_address_is_learnt_and_a_name_is_kept(champion: Person) -> None:
    known = map_factory.someone(champion.programme, "Ana María")
    take_in(champion, "Name;E-mail\nana maria;ana@example.org\n")
    known.refresh_from_db()
    assert (known.name, known.email) == ("Ana María", "ana@example.org")


def test_empty_cells_leave_what_is_known(champion: Person) -> None:
    take_in(champion, PEOPLE)
    take_in(champion, "Name;E-mail;Influence;Support\nJörg Müller;;;supportive\n")
    row = Stakeholder.objects.get(person__email="joerg@example.org")
    assert (row.influence, row.support, row.revision) == (5, 4, 2)


def test_somebody_who_was_removed_has_to_be_brought_back_first(champion: Person) -> None:
    gone = factory.make_person(champion.programme, "member", "Gone Person")
    gone.remove(champion)
    assert bad(champion, f"Name;E-mail\nGone Person;{gone.email}\n") == [
        (2, "Gone Person was removed from the programme. Bring them back first.")
    ]


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


def test_owners_are_found_in_the_programme_and_in_the_file(champion: Person) -> None:
    text = f"Name;Owner\nAna;Bo\nBo;{champion.email}\nCy;Nobody\n"
    begun = begin(champion, text)
    notes = [each.notes for each in running.plan_of(begun).people]
    running.confirm(begun, champion, running.plan_of(begun).fingerprint)
    owners = Stakeholder.objects.order_by("person__name").values_list("owner__name", flat=True)
    assert (notes, list(owners)) == (
        [[], [], ["Without an owner: nobody is called Nobody."]],
        ["Bo", champion.name, None],
    )


def test_strengths_over_one_are_divided_by_the_largest(champion: Person) -> None:
    take_in(champion, "from;to;strength\nAna;Bo;4\nBo;Ana;1\n", add_people=True)
    assert sorted(Tie.objects.values_list("strength", flat=True)) == [0.25, 1]


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


def test_the_journal_says_how_many_and_never_who(champion: Person) -> None:
    take_in(champion, PEOPLE)
    event = Event.objects.get(verb="import.confirmed")
    assert (event.visibility, event.facts["new_people"]) == ("facilitators", 2)
    assert all(isinstance(fact, int) for fact in event.facts.values())


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
        again = running.plan_of(begin(champion, text, add_people=True))
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
    planned = running.plan_of(waiting)
    assert import_record.rows(joerg) == []
    assert [each.person.name for each in planned.people] == ["Bo"]
    assert (len(done.outcome["people"]), len(done.outcome["stakeholders"])) == (1, 1)
    running.undo(done, champion)
    assert Person.objects.filter(pk=joerg.pk).exists()

"""Importing people and ties: looked at first, then done as a whole."""

from typing import Any

import pytest

from changeprog.programme.models import Event, Person
from stakeholders.importing import running, source
from stakeholders.importing.acting import Changed
from stakeholders.models import Assessment, Import, ImportSource, Origin, Stakeholder, Tie
from stakeholders.models.stakeholder import LEVELS
from tests import factory, map_factory
from tests.stakeholders.imports import PEOPLE, TIES, begin, take_in, the_map

pytestmark = pytest.mark.django_db


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
    assert source.plan_of(begun).changes_anything
    assert the_map(champion) == before


def test_the_rows_are_forgotten_once_they_are_in(champion: Person) -> None:
    begun = begin(champion, PEOPLE)
    assert ImportSource.objects.filter(of=begun).exists()
    running.confirm(begun, champion, source.plan_of(begun).fingerprint)
    assert not ImportSource.objects.exists()


def test_what_would_not_happen_as_it_was_seen_is_refused(champion: Person) -> None:
    begun = begin(champion, PEOPLE)
    seen = source.plan_of(begun).fingerprint
    Person.objects.create(programme=champion.programme, name="Zoe Unal")
    before = the_map(champion)
    with pytest.raises(Changed):
        running.confirm(begun, champion, seen)
    assert the_map(champion) == before
    begun.refresh_from_db()
    assert begun.state == Import.State.PREVIEWED


def bad(by: Person, text: str, **choices: Any) -> list[tuple[int, str]]:
    planned = source.plan_of(begin(by, text, **choices))
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


def test_of_two_rows_about_one_person_the_one_with_the_address_is_taken(champion: Person) -> None:
    text = "Name;E-mail;Influence\nAna;;5\nBo;;\nAna;a@example.org;1\nCy;a@example.org;\n"
    planned = source.plan_of(begin(champion, text))
    assert [(each.row, each.person.name) for each in planned.people] == [(3, "Bo"), (4, "Ana")]
    assert [(row.number, row.reason) for row in planned.bad] == [
        (2, "Row 4 is about the same person."),
        (5, "Row 4 is about the same person."),
    ]


def test_an_address_beside_a_name_that_several_have_means_nobody_in_the_file(
    champion: Person,
) -> None:
    map_factory.someone(champion.programme, "Two Names")
    map_factory.someone(champion.programme, "two names")
    assert bad(champion, "Name;E-mail\nTwo Names;a@example.org\nBo;a@example.org\n") == [
        (2, "2 people are called Two Names. Add the e-mail address."),
        (3, "Another row calls the same address Two Names, as several are called."),
    ]


def test_an_address_means_the_same_person_in_all_ties_of_a_file(champion: Person) -> None:
    take_in(champion, "Name\nAna\n")
    text = "from;from email;to\nAna;a@example.org;Cy\nBo;a@example.org;Cy\n"
    take_in(champion, text, add_people=True)
    assert list(Tie.objects.values_list("source__name", "target__name")) == [("Ana", "Cy")]
    assert not source.plan_of(begin(champion, text, add_people=True)).changes_anything


def test_two_names_with_one_address_are_no_tie(champion: Person) -> None:
    text = "from;from email;to;to email\nAna;a@example.org;Bo;a@example.org\n"
    assert bad(champion, text, add_people=True) == [(2, "Nobody turns to themselves.")]


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


def test_owners_are_found_in_the_programme_and_in_the_file(champion: Person) -> None:
    text = f"Name;Owner\nAna;Bo\nBo;{champion.email}\nCy;Nobody\n"
    begun = begin(champion, text)
    notes = [each.notes for each in source.plan_of(begun).people]
    running.confirm(begun, champion, source.plan_of(begun).fingerprint)
    owners = Stakeholder.objects.order_by("person__name").values_list("owner__name", flat=True)
    assert (notes, list(owners)) == (
        [[], [], ["Without an owner: nobody is called Nobody."]],
        ["Bo", champion.name, None],
    )


def test_strengths_over_one_are_divided_by_the_largest(champion: Person) -> None:
    take_in(champion, "from;to;strength\nAna;Bo;4\nBo;Ana;1\n", add_people=True)
    assert sorted(Tie.objects.values_list("strength", flat=True)) == [0.25, 1]


def test_the_journal_says_how_many_and_never_who(champion: Person) -> None:
    take_in(champion, PEOPLE)
    event = Event.objects.get(verb="import.confirmed")
    assert (event.visibility, event.facts["new_people"]) == ("facilitators", 2)
    assert all(isinstance(fact, int) for fact in event.facts.values())

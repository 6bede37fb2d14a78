"""A person's own record: everything is in it, it can be taken along, and it can be erased."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from changeprog.communications.models import Notice
from changeprog.programme.models import Event, Person
from stakeholders import own_record
from stakeholders.erasing import erase
from stakeholders.models import Ambassador, Conversation, Conviction, Relation, Stakeholder, Tie
from stakeholders.models.stakeholder import DUE
from tests import map_factory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
MARK = "zyzzyva"
"""A word that stands nowhere else."""


def place(name: str, stakeholder: Stakeholder) -> str:
    return reverse(f"stakeholders:{name}", args=[stakeholder.programme.key, stakeholder.pk])


@pytest.fixture
def known(champion: Person, ambassador: Ambassador, stakeholder: Stakeholder) -> Stakeholder:
    """Nia, of whom something is known everywhere."""
    stakeholder.assess(champion, stakeholder.revision, guards=f"guards {MARK}", mentor=champion)
    talk = map_factory.talk(champion, stakeholder, f"said {MARK}", support=3, moved=f"moved {MARK}")
    talk.change(champion, talk.revision, said=f"put right {MARK}")
    map_factory.guarantee(champion, stakeholder, f"promised {MARK}")
    Conviction.say(champion, stakeholder, "works", "yes", f"shown {MARK}")
    other = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Olu Other"))
    Tie.add(champion, stakeholder.person, other.person, Relation.ADVICE)
    Tie.add(champion, other.person, stakeholder.person, Relation.TRUST)
    stakeholder.looked_at(ambassador.person, "profile")
    Notice.objects.create(
        person=champion, kind=DUE, occasion=f"{stakeholder.pk}/2026-03-01", text="x", path="/"
    )
    stakeholder.refresh_from_db()
    return stakeholder


def test_the_record_tells_everything_but_who_turns_to_them(
    browse: Browse, champion: Person, known: Stakeholder
) -> None:
    page = browse(champion).get(place("record", known)).content.decode()
    for word in ("guards", "put right", "moved", "promised", "shown"):
        assert f"{word} {MARK}" in page
    assert "Amy Ambassador" in page
    assert page.count("Olu Other") == 1


def test_it_is_itself_in_the_access_log(
    browse: Browse, champion: Person, known: Stakeholder
) -> None:
    told = json.loads(browse(champion).get(place("record_json", known)).content)
    (looks,) = [part["rows"] for part in told["parts"] if part["title"] == "Who has looked at this"]
    assert [(look["Who"], look["What"]) for look in looks] == [
        ("Amy Ambassador", "profile"),
        (champion.name, "own record, as JSON"),
    ]


def test_files_say_the_same(browse: Browse, champion: Person, known: Stakeholder) -> None:
    client = browse(champion)
    told = json.loads(client.get(place("record_json", known)).content)
    parts = [part for part in told["parts"] if part["title"] != "Who has looked at this"]
    answer = client.get(place("record_csv", known))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    in_csv = [
        (row["Part"], row["What"], row["Says"])
        for row in rows
        if row["Part"] != "Who has looked at this"
    ]
    assert in_csv == [
        (part["title"], what, says)
        for part in parts
        for row in part["rows"]
        for what, says in row.items()
    ]
    assert answer["Content-Disposition"].startswith('attachment; filename="nia-neutral-')


def test_no_spreadsheet_computes_what_somebody_said(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    map_factory.talk(champion, stakeholder, "=1+1")
    answer = browse(champion).get(place("record_csv", stakeholder)).content.decode()
    assert "'=1+1" in answer
    assert ",=1+1" not in answer


def rows_with(mark: str) -> list[str]:
    """Return the tables that have ``mark`` anywhere in a row."""
    return [
        model.__name__
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.all().values()
        if any(mark in str(value) for value in row.values())
    ]


def test_erasing_leaves_no_word_of_it(
    browse: Browse, champion: Person, known: Stakeholder, ambassador: Ambassador
) -> None:
    person = known.person
    assert {"Conversation", "Stakeholder", "Guarantee", "Conviction", "Event"} <= set(
        rows_with(MARK)
    )
    client = browse(champion)
    page = client.get(place("erasure", known)).content.decode()
    assert "Conversations with you: 1 entry" in page
    assert client.post(place("erasure", known)).status_code == 422
    assert client.post(place("erasure", known), {"sure": "on"}).status_code == 302
    assert rows_with(MARK) == []
    assert [row for row in rows_with("Nia Neutral") if row != "Session"] == []
    assert not Person.objects.filter(pk=person.pk).exists()
    assert Tie.objects.count() == 0
    assert ambassador.charges.count() == 0
    assert Notice.objects.filter(kind=DUE).count() == 0
    told = Event.objects.filter(verb="stakeholder.erased").values_list("visibility", "facts")
    assert list(told) == [("facilitators", {})]


def test_whoever_takes_part_keeps_their_part(champion: Person, member: Person) -> None:
    there = map_factory.stakeholder(champion, member)
    about = map_factory.stakeholder(champion)
    noted = map_factory.talk(member, about, "They wrote this.")
    assert erase(champion, there.person) is False
    member.refresh_from_db()
    assert member.role == "member"
    assert not Stakeholder.everything().filter(person=member).exists()
    noted.refresh_from_db()
    assert (noted.said, noted.by) == ("They wrote this.", None)


def test_whoever_was_taken_off_the_map_can_be_erased_by_their_parts(
    champion: Person, known: Stakeholder
) -> None:
    known.remove(champion)
    erase(champion, known.person)
    assert rows_with(MARK) == []


def test_every_part_tells_nothing_of_somebody_unknown(member: Person) -> None:
    assert [part.title for part in own_record.parts() if part.rows(member)] == []


def test_a_facilitator_neither_gives_nor_erases(
    browse: Browse, facilitator: Person, known: Stakeholder
) -> None:
    client = browse(facilitator)
    assert client.get(place("record", known)).status_code == 403
    assert client.post(place("erasure", known), {"sure": "on"}).status_code == 403
    assert Conversation.objects.count() == 1

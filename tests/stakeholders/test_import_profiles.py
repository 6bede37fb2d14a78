"""What an import says for a profile beside its levels, and the rows that it leaves out."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.accounts.models import User
from changeprog.communications.models import Notice
from changeprog.communications.reminders import remind_due
from changeprog.programme.models import Person
from stakeholders import import_record
from stakeholders.importing import running, source
from stakeholders.models import Import, ImportSource, Look, Stakeholder
from stakeholders.models.stakeholder import DUE
from tests import map_factory
from tests.stakeholders.imports import begin, take_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
Browse = Callable[[Person | User | None], Client]

PROFILE = """Name;Sees self as;Guards;Incentive;Requirement;Skills and help;Next conversation;\
Mentor;May be proposed;Teams
Ana;'=the boss;"the list
of accounts";time;the form;typing;31.3.2027;Bo;no;Rollout
Bo;;;;;;;;;
"""


def profile(name: str) -> dict[str, Any]:
    row = Stakeholder.objects.select_related("mentor").get(person__name=name)
    names = ("sees_self_as", "guards", "incentive", "requirement", "skills", "next_on")
    told = {each: getattr(row, each) for each in names}
    return {**told, "mentor": str(row.mentor), "may_be_asked": row.may_be_asked}


ANA = {
    "sees_self_as": "=the boss",
    "guards": "the list\nof accounts",
    "incentive": "time",
    "requirement": "the form",
    "skills": "typing",
    "next_on": date(2027, 3, 31),
    "mentor": "Bo",
    "may_be_asked": False,
}


def test_what_stands_behind_somebody_comes_in(champion: Person) -> None:
    take_in(champion, PROFILE)
    assert profile("Ana") == ANA
    assert not source.plan_of(begin(champion, PROFILE)).changes_anything


def test_what_was_known_is_put_back_when_it_is_undone(champion: Person) -> None:
    ana = map_factory.someone(champion.programme, "Ana")
    row = map_factory.stakeholder(champion, ana, guards="a\r\nb", next_on=date(2027, 1, 2))
    before = profile("Ana")
    done = take_in(champion, PROFILE)
    assert profile("Ana") == ANA
    running.undo(done, champion)
    row.refresh_from_db()
    assert (profile("Ana"), row.guards) == (before, "a\r\nb")
    done.refresh_from_db()
    assert done.kept == []


def test_a_talk_that_has_moved_by_an_import_reminds_of_no_other_day(champion: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        ana = map_factory.someone(champion.programme, "Ana")
        map_factory.stakeholder(champion, ana, next_on=localdate(), owner=champion)
        remind_due()
        assert Notice.objects.filter(kind=DUE, person=champion).count() == 1
        take_in(champion, PROFILE)
        assert not Notice.objects.filter(kind=DUE).exists()


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("Next conversation", "soon", "“soon” is no day such as 2027-03-31 or 31.3.2027."),
        (
            "Next conversation",
            "31.2.2027",
            "“31.2.2027” is no day such as 2027-03-31 or 31.3.2027.",
        ),
        ("May be proposed", "perhaps", "“perhaps” is neither yes nor no."),
        ("Guards", "x" * 2_001, "The text “What they guard” is longer than 2000 characters."),
    ],
)
def test_what_makes_no_sense_is_left_out_in_words(
    champion: Person, heading: str, cell: str, reason: str
) -> None:
    planned = source.plan_of(begin(champion, f"Name;{heading}\nAna;{cell}\n"))
    assert [bad.reason for bad in planned.bad] == [reason]


def test_a_mentor_whom_nobody_knows_is_noted(champion: Person) -> None:
    planned = source.plan_of(begin(champion, "Name;Mentor\nAna;Nobody\n"))
    assert planned.people[0].notes == ["Without a mentor: nobody is called Nobody."]


def test_an_erased_owner_is_nobody_to_be_put_back(champion: Person) -> None:
    owner = map_factory.someone(champion.programme, "Olga Owner")
    ana = map_factory.someone(champion.programme, "Ana")
    map_factory.stakeholder(champion, ana, owner=owner)
    done = take_in(champion, f"Name;Owner\nAna;{champion.email}\n")
    import_record.erase(owner)
    owner.delete()
    done.refresh_from_db()
    running.undo(done, champion)
    assert Stakeholder.objects.get(person=ana).owner == champion


BAD = """Name;Influence;Remark
Ana;3;
=Bo;9;'=1+1
Cy;3;
Dee;8;"two
lines"
"""


def url(name: str, of: Import, *arguments: int) -> str:
    return reverse(f"stakeholders:{name}", args=[of.programme.key, of.pk, *arguments])


def file_of(client: Client, of: Import, place: int = 0) -> list[list[str]]:
    answer = client.get(url("import_left_out", of, place))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


REASON = "“{}” is not among 1 to 5, or low, medium or high."
LEFT_OUT = [
    ["Name", "Influence", "Remark", "Row", "Reason"],
    ["'=Bo", "9", "'=1+1", "3", REASON.format(9)],
    ["Dee", "8", "two\nlines", "5", REASON.format(8)],
]


def test_rows_that_cannot_be_taken_are_a_file_before_and_after(
    facilitator: Person, browse: Browse
) -> None:
    client = browse(facilitator)
    begun = begin(facilitator, BAD)
    assert file_of(client, begun) == LEFT_OUT
    running.confirm(begun, facilitator, source.plan_of(begun).fingerprint)
    assert file_of(client, begun) == LEFT_OUT
    kept = ImportSource.objects.get(of=begun)
    assert (kept.tables, kept.content) == (None, None)
    assert "CSV" in client.get(begun.get_absolute_url()).content.decode()


def test_put_right_that_file_imports(facilitator: Person, browse: Browse) -> None:
    begun = begin(facilitator, BAD)
    content = browse(facilitator).get(url("import_left_out", begun, 0)).content
    take_in(facilitator, content.decode("utf-8-sig").replace(",9,", ",4,").replace(",8,", ",5,"))
    rows = Stakeholder.objects.order_by("person__name")
    assert [(row.person.name, row.influence) for row in rows] == [("=Bo", 4), ("Dee", 5)]


def test_columns_without_headings_are_named_by_what_they_hold(
    facilitator: Person, browse: Browse
) -> None:
    begun = begin(facilitator, "Ana;ana@\nBo;bo@example.org\n")
    assert file_of(browse(facilitator), begun)[0] == ["Name", "E-mail address", "Row", "Reason"]


@pytest.mark.parametrize(("text", "place"), [("Name\nAna\n", 0), (BAD, 1)])
def test_there_is_no_file_of_rows_that_are_not_there(
    facilitator: Person, browse: Browse, text: str, place: int
) -> None:
    begun = begin(facilitator, text)
    assert browse(facilitator).get(url("import_left_out", begun, place)).status_code == 404


def test_rows_that_were_left_out_are_forgotten_after_two_weeks(champion: Person) -> None:
    done = take_in(champion, BAD)
    running.forget_old()
    assert len(source.left_out_of(done)) == 1
    Import.objects.update(confirmed_at="2020-01-01T00:00Z")
    running.forget_old()
    assert source.left_out_of(done) == []


def test_whoever_is_erased_is_in_no_row_that_was_left_out(champion: Person) -> None:
    done = take_in(champion, BAD)
    dee = map_factory.someone(champion.programme, "Dee")
    told = import_record.rows(dee)
    assert told == [{"In a row that was not imported": "Dee · 8 · two\nlines"}]
    import_record.erase(dee)
    assert import_record.rows(dee) == []
    assert [row.number for row in source.left_out_of(done)[0].rows] == [3]


def test_whose_profile_a_preview_tells_of_has_that_in_its_log(
    facilitator: Person, champion: Person, browse: Browse
) -> None:
    ana, bo = (
        map_factory.stakeholder(champion, map_factory.someone(champion.programme, name))
        for name in ("Ana", "Bo")
    )
    begun = running.begin(facilitator, uuid4(), "Name;Influence\nAna;5\nBo;3\n")
    browse(facilitator).get(begun.get_absolute_url())
    looks = Look.objects.filter(what="import", person=facilitator)
    assert [look.stakeholder for look in looks] == [ana]
    assert bo.influence == 3

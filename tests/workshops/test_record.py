"""The record: chapters from everywhere, one page, one table, one JSON document."""

import csv
import io
import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from tests import factory, workshop_factory
from tests.archives import holding, pack
from tests.workshops.conftest import Put
from workshops import ending, record, record_rounds
from workshops.models import (
    Commitment,
    HardQuestion,
    Note,
    Participant,
    PointOfView,
    Proposal,
    Round,
    Workshop,
    feedback,
)
from workshops.record import Chapter, Row

Browse = Callable[[Person | User | None], Client]

FORMULA = "=HYPERLINK(1)"


def said(_workshop: Workshop) -> list[Row]:
    return [{"Who": "Mo Member", "What": FORMULA}]


def agreed(_workshop: Workshop) -> list[Row]:
    return [{"What": "We open at eight", "Level": 2}]


@pytest.fixture
def two_chapters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_chapters", [])
    record.register(Chapter(20, "agreed", "What was agreed", agreed))
    record.register(Chapter(10, "said", "What was said", said))


@pytest.mark.usefixtures("two_chapters")
def test_a_table_has_the_columns_of_all_chapters_in_their_order(workshop: Workshop) -> None:
    lines = list(csv.reader(io.StringIO(record.as_csv(workshop))))
    assert lines == [
        ["Chapter", "Who", "What", "Level"],
        ["What was said", "Mo Member", "'" + FORMULA, ""],
        ["What was agreed", "", "We open at eight", "2"],
    ]


@pytest.mark.usefixtures("two_chapters")
def test_the_json_document_names_the_chapters(workshop: Workshop) -> None:
    told = json.loads(record.as_json(workshop))["chapters"]
    assert told == {
        "said": [{"Who": "Mo Member", "What": FORMULA}],
        "agreed": [{"What": "We open at eight", "Level": 2}],
    }


@pytest.mark.usefixtures("two_chapters")
def test_a_chapter_that_says_nothing_is_left_out_of_the_page(workshop: Workshop) -> None:
    record.register(Chapter(30, "empty", "Nothing", lambda _: []))
    shown = [passage.chapter.name for passage in record.passages(workshop)]
    assert shown == ["said", "agreed"]


SECRETS = {
    "SECRETPOINT": "a point of view for the facilitator alone",
    "SECRETQUESTION": "a hard question that was not put",
    "SECRETDECLINE": "why somebody does not commit",
    "SECRETNOTE": "a note that is hidden while people write",
    "SECRETREASON": "a reason in a round that is not revealed",
    "SECRETSHARED": "a name under an anonymous round or an unnamed point",
    "SECRETWITHDRAWN": "a note that was taken back",
    "SECRETDRAFT": "a commitment that nobody has heard",
    "SECRETFEEDBACK": "a word of the feedback while the workshop goes on",
}
"""Words that occur in no record, by what they stand in."""
SHOWN = {"OPENPOINT", "OPENNOTE", "OPENREASON", "OPENBALLOT", "OPENCOMMITMENT", "OPENPUT"}
"""Words that every record has: so the test would notice if it looked at nothing."""


@pytest.fixture
def told(on: Put, workshop: Workshop, champion: Person, member: Person) -> Workshop:
    """A workshop in which everything private and everything open was said that can be."""
    rows = {row.person_id: row for row in workshop.participants.select_related("person")}
    own, other = rows[member.pk], rows[champion.pk]
    extra = workshop_factory.guest(workshop, "SECRETSHARED Gil")
    for row in (own, other, extra):
        row.workshop = workshop
    _park(own, extra, workshop)
    _collect(on, own, champion)
    _vote(on, workshop, champion, [own, other, extra])
    _commit(own, other, extra)
    feedback.give(own, 4, "SECRETFEEDBACK")
    feedback.give(other, 4, "SECRETFEEDBACK")
    feedback.give(extra, 5, "SECRETFEEDBACK")
    return workshop


def _park(own: Participant, extra: Participant, workshop: Workshop) -> None:
    PointOfView.park(own, uuid4(), side="fear", text="SECRETPOINT", lot="facilitator")
    PointOfView.park(extra, uuid4(), side="win", text="OPENPOINT", lot="unnamed")
    HardQuestion.send(workshop, uuid4(), "SECRETQUESTION")
    HardQuestion.put_own(workshop, uuid4(), "OPENPUT")


def _collect(on: Put, own: Participant, champion: Person) -> None:
    shown = on("collect", subject="barrier", settings={"hidden": True})
    Note.write(shown, own, uuid4(), "OPENNOTE")
    Note.write(shown, own, uuid4(), "SECRETWITHDRAWN").withdraw()
    shown.set(champion, phase="group")
    hidden = on("collect", subject="barrier", settings={"hidden": True})
    Note.write(hidden, own, uuid4(), "SECRETNOTE")


def _vote(on: Put, workshop: Workshop, by: Person, people: list[Participant]) -> None:
    for reason, anonymous, reveal in (
        ("OPENREASON", False, True),
        ("OPENBALLOT", True, True),
        ("SECRETREASON", False, False),
    ):
        activity = on("consensus", subject="vision")
        proposal = Proposal(programme=workshop.programme, activity=activity)
        proposal.propose(by, "Every customer is known.")
        held = Round.open_on(proposal, by, uuid4(), anonymous=anonymous, scale="eight")
        for participant in people if anonymous else people[:2]:
            held.take(participant, 5, reason)
        if reveal:
            held.reveal(by)


def _commit(own: Participant, other: Participant, extra: Participant) -> None:
    heard = Commitment.write(own, uuid4(), "OPENCOMMITMENT", localdate())
    heard.read_out(None)
    Commitment.write(other, uuid4(), "SECRETDRAFT", localdate())
    Commitment.decline(extra, uuid4(), "SECRETDECLINE")


@pytest.mark.parametrize("role", ["champion", "facilitator", "member"])
@pytest.mark.parametrize("file", ["record/", "record.csv", "record.json"])
def test_nothing_private_is_in_the_record_whoever_reads_it(
    told: Workshop, browse: Browse, request: pytest.FixtureRequest, role: str, file: str
) -> None:
    reader = request.getfixturevalue(role)
    address = f"/p/{told.programme.key}/workshops/{told.pk}/{file}"
    text = browse(reader).get(address).content.decode()
    assert {word for word in SHOWN if word not in text} == set()
    private = set(SECRETS) - {"SECRETSHARED"}
    assert {word for word in private if word in text} == set()


def test_an_archive_has_the_record_and_what_was_said_in_confidence_to_whom_it_was_said(
    told: Workshop, champion: Person, facilitator: Person, member: Person, observer: Person
) -> None:
    private = set(SECRETS) - {"SECRETSHARED"}
    confided = {"SECRETPOINT", "SECRETQUESTION", "SECRETDECLINE"}
    assert told.facilitator == champion
    assert holding(pack(champion), *private) == confided | {"SECRETDRAFT"}
    assert holding(pack(facilitator), *private) == set()
    assert holding(pack(member), *private) == {"SECRETPOINT"}
    assert holding(pack(observer), *private, *SHOWN) == set()
    for reader in (champion, facilitator, member):
        assert holding(pack(reader), *SHOWN) == SHOWN


def test_a_name_stands_with_no_ballot_and_no_unnamed_point(told: Workshop) -> None:
    chapters = json.loads(record.as_json(told))["chapters"]
    named = {name for name, rows in chapters.items() if "SECRETSHARED" in json.dumps(rows)}
    assert named == {"attendance"}


def test_before_the_reveal_a_round_tells_nothing_but_that_it_is_held(told: Workshop) -> None:
    (row,) = [each for each in record_rounds.proposals(told) if each["Round is"] == "Open"]
    told_of_it = {name: row[name] for name in ("Answered", "Invited", "Levels", "Rule")}
    assert told_of_it == {"Answered": None, "Invited": None, "Levels": "", "Rule": ""}


def test_members_read_the_record_of_a_workshop_they_were_asked_to(
    workshop: Workshop, browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    absent = factory.make_person(programme, "member", "Abe Absent")
    address = f"/p/{programme.key}/workshops/{workshop.pk}/record/"
    answers = [browse(who).get(address).status_code for who in (member, absent, observer)]
    assert answers == [200, 403, 403]


def test_the_words_of_the_feedback_are_told_once_it_is_over(
    told: Workshop, champion: Person
) -> None:
    assert ending.words(told) == []
    told.close(champion)
    assert ending.words(told) == ["SECRETFEEDBACK"] * 3

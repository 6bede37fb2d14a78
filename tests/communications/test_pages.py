from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from changeprog.accounts.models import User
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.communications.unsubscribing import path_for
from changeprog.communications.views.frames import HEADERS
from changeprog.programme.models import Person
from tests import factory
from tests.communications.conftest import beat

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
NOBODYS = "/unsubscribe/only-in-the-mail/"
Browse = Callable[[Person | User | None], Client]
Queries = Callable[[int], Any]


@pytest.fixture
def sent(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> Edition:
    """An edition that reached champion and member."""
    factory.log_victory(member, "First customer thanked us")
    clock.move_to(MONDAY)
    assert beat() == ["Chris Champion: 23 Nov", "Mo Member: 23 Nov"]
    return Edition.objects.select_related("procedure__programme").get()


def url(name: str, thing: Any) -> str:
    procedure = getattr(getattr(thing, "edition", thing), "procedure", thing)
    kind = ["digest"] if isinstance(thing, Delivery) else []
    return reverse(f"communications:{name}", args=[procedure.programme.key, *kind, thing.pk])


def overview(procedure: Procedure) -> str:
    return reverse("communications:procedure", args=[procedure.programme.key, procedure.pk])


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_overview_says_when_the_next_edition_comes_and_for_how_many(
    browse: Browse, procedure: Procedure, member: Person
) -> None:
    factory.make_person(procedure.programme, digest_paused=True)
    page = words(browse(member), overview(procedure))
    assert "Next: Monday 23 November, 07:30" in page
    assert "for 3 people, 1 paused" in page


def test_the_preview_is_the_message_that_will_arrive(
    clock: time_machine.Traveller, browse: Browse, procedure: Procedure, member: Person
) -> None:
    factory.log_victory(member)
    clock.shift(60)
    preview = words(browse(member), url("preview", procedure))
    clock.move_to(MONDAY)
    beat()
    assert preview == Delivery.objects.get(person=member).html


def test_only_a_champion_previews_as_somebody_else(
    *,
    clock: time_machine.Traveller,
    browse: Browse,
    procedure: Procedure,
    champion: Person,
    member: Person,
    stranger: Person,
) -> None:
    factory.log_victory(member)
    clock.shift(60)
    path = url("preview", procedure)
    greetings = {
        (viewer.name, reader.name): f"{reader.name}, you get this"
        in words(browse(viewer), f"{path}?reader={reader.pk}")
        for viewer in (champion, member)
        for reader in (champion, member, stranger)
    }
    assert greetings == {
        ("Chris Champion", "Chris Champion"): True,
        ("Chris Champion", "Mo Member"): True,
        ("Chris Champion", "Sam Stranger"): False,
        ("Mo Member", "Chris Champion"): False,
        ("Mo Member", "Mo Member"): True,
        ("Mo Member", "Sam Stranger"): False,
    }


def test_a_mail_is_framed_where_it_can_do_nothing(
    browse: Browse, sent: Edition, champion: Person
) -> None:
    delivery = Delivery.objects.get(person=champion)
    for path in (
        url("preview", sent.procedure),
        url("edition_letter", sent),
        url("posting_letter", delivery),
    ):
        answer = browse(champion).get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_pages_show_what_people_wrote_as_text(
    clock: time_machine.Traveller, browse: Browse, procedure: Procedure, champion: Person
) -> None:
    nasty = "<script>alert(1)</script>"
    Person.objects.filter(pk=champion.pk).update(name=nasty)
    factory.log_victory(champion, nasty)
    procedure.say(champion, nasty)
    clock.shift(60)
    before = words(browse(champion), overview(procedure))
    clock.move_to(MONDAY)
    beat()
    delivery = Delivery.objects.get()
    for page in (
        before,
        words(browse(champion), overview(procedure)),
        words(browse(champion), url("edition", delivery.edition)),
        words(browse(champion), url("posting", delivery)),
    ):
        assert "&lt;script&gt;alert(1)" in page
        assert nasty not in page


def test_the_champion_says_a_word_and_takes_it_back(
    browse: Browse, procedure: Procedure, champion: Person, member: Person
) -> None:
    client, path = browse(champion), url("word", procedure)
    assert client.post(path, {"word": "Well done."}).status_code == 302
    assert "Well done." in words(browse(member), overview(procedure))
    procedure.refresh_from_db()
    assert (procedure.word, procedure.word_by) == ("Well done.", champion)
    client.post(path, {"word": ""})
    procedure.refresh_from_db()
    assert (procedure.word, procedure.word_by) == ("", None)


def test_a_word_that_is_too_long_stands_there_still(
    browse: Browse, procedure: Procedure, champion: Person
) -> None:
    answer = browse(champion).post(url("word", procedure), {"word": "x" * 1201})
    assert answer.status_code == 422
    assert "x" * 1201 in answer.content.decode()
    assert Procedure.objects.get().word == ""


def test_the_champion_moves_the_digest(
    clock: time_machine.Traveller, browse: Browse, procedure: Procedure, champion: Person
) -> None:
    path = url("schedule", procedure)
    clock.shift(3600)
    wrong = browse(champion).post(path, {"weekday": "7", "at": "25:00", "active": "on"})
    assert wrong.status_code == 422
    right = browse(champion).post(path, {"weekday": "4", "at": "16:45", "active": "on"})
    assert right.status_code == 302
    assert "Next: Friday 20 November, 16:45" in words(browse(champion), overview(procedure))
    moved = Procedure.objects.get()
    assert (moved.weekday, moved.at, moved.active) == (4, time(16, 45), True)


@pytest.mark.parametrize("name", ["word", "schedule"])
def test_only_a_champion_decides(
    name: str, browse: Browse, procedure: Procedure, facilitator: Person
) -> None:
    assert browse(facilitator).get(overview(procedure)).status_code == 200
    assert browse(facilitator).post(url(name, procedure), {"word": "x"}).status_code == 403


def test_the_ledger_is_the_champions(
    browse: Browse, sent: Edition, champion: Person, facilitator: Person, member: Person
) -> None:
    theirs = Delivery.objects.get(person=champion)
    assert "What happened to each message" in words(browse(champion), url("edition", sent))
    assert escape(theirs.message_id) in words(browse(champion), url("posting", theirs))
    for person in (facilitator, member):
        page = words(browse(person), url("edition", sent))
        assert "What happened to each message" not in page
        for name in ("posting", "posting_letter"):
            assert browse(person).get(url(name, theirs)).status_code == 403


def test_a_member_reads_what_they_were_sent_and_an_observer_what_it_tells_them(
    browse: Browse, sent: Edition, member: Person, observer: Person
) -> None:
    own = Delivery.objects.get(person=member)
    assert "As it was sent to you" in words(browse(member), url("edition", sent))
    assert words(browse(member), url("edition_letter", sent)) == own.html
    assert "It has not been sent to you" in words(browse(observer), url("edition", sent))
    told = words(browse(observer), url("edition_letter", sent))
    assert "First customer thanked us" in told
    assert "Mo Member, you get this" not in told


def way_out(person: Person, edition: Edition) -> str:
    """Return the path by which somebody stops the procedure of an edition."""
    return path_for(person, "procedure", edition.procedure_id)


def test_a_delivery_is_shown_exactly_as_sent(
    browse: Browse, sent: Edition, champion: Person, member: Person
) -> None:
    delivery = Delivery.objects.get(person=member)
    page = words(browse(champion), url("posting", delivery))
    assert "Exactly as sent" in page
    assert "List-Unsubscribe-Post" in page
    letter = words(browse(champion), url("posting_letter", delivery))
    assert letter == delivery.html.replace(way_out(member, sent), NOBODYS)


def test_a_link_that_stops_somebody_elses_digest_is_not_shown(
    clock: time_machine.Traveller,
    browse: Browse,
    sent: Edition,
    champion: Person,
    member: Person,
) -> None:
    mine, theirs = (Delivery.objects.get(person=each) for each in (champion, member))
    asked = f"?reader={member.pk}"
    client = browse(champion)
    assert way_out(champion, sent) in words(client, url("posting", mine))
    for page in ("posting", "posting_letter"):
        assert way_out(member, sent) not in words(client, url(page, theirs))
    factory.log_victory(member, "Another")
    clock.shift(timedelta(hours=1))
    for page in (overview(sent.procedure), url("preview", sent.procedure)):
        seen = words(client, page + asked)
        assert (way_out(member, sent) in seen, NOBODYS in seen) == (False, True)
    assert browse(None).get(NOBODYS).status_code == 404


def test_what_was_never_sent_has_no_message(
    clock: time_machine.Traveller, browse: Browse, procedure: Procedure, champion: Person
) -> None:
    clock.move_to(MONDAY)
    procedure.compose()
    delivery = Delivery.objects.get()
    page = words(browse(champion), url("posting", delivery))
    assert "No message has been handed to the mail server" in page
    assert "There is no message" in words(browse(champion), url("posting_letter", delivery))


def test_counts_say_what_became_of_an_edition(
    browse: Browse, sent: Edition, champion: Person, member: Person
) -> None:
    Delivery.objects.filter(person=member).update(state="failed", reason="No such mailbox")
    page = words(browse(champion), overview(sent.procedure))
    assert "1 sent" in page
    assert "1 failed" in page
    assert "Not sent to you" in words(browse(member), overview(sent.procedure))


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_as_many_queries_for_three_rows_as_for_one(
    *,
    rows: int,
    clock: time_machine.Traveller,
    browse: Browse,
    procedure: Procedure,
    champion: Person,
    django_assert_num_queries: Queries,
) -> None:
    for _ in range(rows - 1):
        factory.make_person(procedure.programme)
    factory.log_victory(champion)
    for week in range(rows):
        clock.move_to(datetime(2026, 11, 23 + week, 8, tzinfo=UTC))
        procedure.reschedule(champion, weekday=(week + 1) % 7, at=time(7, 30), active=True)
        clock.shift(24 * 3600)
        beat()
    assert Edition.objects.count() == rows
    client = browse(champion)
    for path, count in {
        overview(procedure): 41,
        url("edition", Edition.objects.earliest("pk")): 9,
    }.items():
        client.get(path)
        with django_assert_num_queries(count):
            assert client.get(path).status_code == 200


def test_the_chosen_reader_is_the_one_whose_letter_is_shown(
    browse: Browse, procedure: Procedure, champion: Person, member: Person
) -> None:
    for asked, reader in (("", champion), ("?page=1", champion), (f"?reader={member.pk}", member)):
        page = browse(champion).get(overview(procedure) + asked)
        assert page.context["reader"] == reader
        assert f'<option value="{reader.pk}" selected>' in page.content.decode()

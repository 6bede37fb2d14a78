from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
import time_machine

from changeprog.accounts.models import Letter
from changeprog.communications import delivering, tasks
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.communications.conftest import beat, letters
from tests.communications.mail_server import Server

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
Queries = Callable[[int], Any]


def in_zone(person: Person, zone: str) -> None:
    Person.objects.filter(pk=person.pk).update(time_zone=zone)


def test_everybody_hears_at_half_past_seven_of_their_own_clock(
    clock: time_machine.Traveller, world: Programme
) -> None:
    heard = {}
    moment = MONDAY - timedelta(days=1)
    while moment < MONDAY + timedelta(days=1):
        clock.move_to(moment)
        if names := beat():
            heard[f"{moment:%a %H:%M}"] = names
        moment += timedelta(minutes=15)
    assert heard == {
        "Sun 17:45": ["Chatham: 23 Nov"],
        "Mon 01:45": ["Nepal: 23 Nov"],
        "Mon 07:30": ["Chris Champion: 23 Nov", "Mo Member: 23 Nov"],
        "Mon 11:00": ["Newfoundland: 23 Nov"],
    }
    assert (letters(), Edition.objects.count()) == (5, 1)


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        pytest.param(datetime(2027, 3, 28, tzinfo=UTC), "06:30", "05:30", id="forward"),
        pytest.param(datetime(2027, 10, 31, tzinfo=UTC), "05:30", "06:30", id="back"),
    ],
)
def test_the_hour_stays_when_clocks_change(
    *,
    day: datetime,
    before: str,
    after: str,
    clock: time_machine.Traveller,
    procedure: Procedure,
    champion: Person,
) -> None:
    in_zone(champion, "Europe/Berlin")
    procedure.reschedule(champion, weekday=6, at=time(7, 30), active=True)
    factory.make_milestone(procedure.programme, due=(day + timedelta(days=3)).date())
    clock.move_to(day - timedelta(days=8))
    beat()
    struck = []
    for sunday in (day - timedelta(days=7), day):
        for half_hour in range(48):
            clock.move_to(sunday + timedelta(minutes=30 * half_hour))
            struck += [f"{sunday + timedelta(minutes=30 * half_hour):%H:%M}" for _ in beat()]
    assert struck == [before, after]


def test_a_missing_hour_is_kept_an_hour_later_and_a_doubled_one_once(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    in_zone(champion, "Europe/Berlin")
    procedure.reschedule(champion, weekday=6, at=time(2, 30), active=True)
    struck = []
    for day in (datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)):
        factory.make_milestone(procedure.programme, due=(day + timedelta(days=3)).date())
        clock.move_to(day - timedelta(days=6))
        beat()
        for half_hour in range(12):
            clock.move_to(day + timedelta(minutes=30 * half_hour))
            struck += [f"{day + timedelta(minutes=30 * half_hour):%d %b %H:%M}" for _ in beat()]
    assert struck == ["28 Mar 01:30", "31 Oct 00:30"]


def test_a_beat_that_was_down_for_a_day_sends_once_and_late(
    clock: time_machine.Traveller, world: Programme
) -> None:
    clock.move_to(MONDAY + timedelta(days=1))
    assert len(beat()) == 5
    assert beat() == []
    clock.move_to(MONDAY + timedelta(days=6))
    assert beat() == []
    assert letters() == 5


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("hours", [-30, -10, 0, 10, 30])
def test_moving_to_another_zone_neither_repeats_nor_skips(
    zone: str, hours: int, clock: time_machine.Traveller, world: Programme, member: Person
) -> None:
    heard = []
    for hour in range(-60, 240, 5):
        clock.move_to(MONDAY + hour * HOUR)
        if hour >= hours:
            in_zone(member, zone)
        if hour == 100:
            factory.log_victory(member, "In the second week")
        heard += [name for name in beat() if name.startswith("Mo")]
    assert heard == ["Mo Member: 23 Nov", "Mo Member: 30 Nov"]


def test_a_message_that_would_say_nothing_is_not_sent_and_says_so(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    factory.make_milestone(
        procedure.programme, owner=member, due=datetime(2028, 1, 1, tzinfo=UTC).date()
    )
    clock.move_to(MONDAY)
    assert beat() == ["Mo Member: 23 Nov"]
    quiet = Delivery.objects.get(person=champion)
    assert (quiet.state, quiet.reason, quiet.attempts) == ("suppressed", "Nothing to tell", 0)


def test_who_paused_or_left_since_the_edition_was_composed_is_sent_nothing(
    clock: time_machine.Traveller, world: Programme, champion: Person, member: Person
) -> None:
    clock.move_to(MONDAY - 12 * HOUR)
    tasks.compose_due()
    Person.objects.filter(pk=member.pk).update(digest_paused=True)
    Person.objects.get(name="Nepal").remove(champion)
    clock.move_to(MONDAY + 12 * HOUR)
    assert beat() == ["Chatham: 23 Nov", "Chris Champion: 23 Nov", "Newfoundland: 23 Nov"]
    told = Delivery.objects.filter(state="suppressed").values_list("person__name", "reason")
    assert dict(told) == {"Mo Member": "Has paused the digest", "Nepal": "No longer takes part"}


def test_a_pause_between_the_question_and_the_claim_is_kept(
    clock: time_machine.Traveller, world: Programme, member: Person
) -> None:
    clock.move_to(MONDAY)
    tasks.compose_due()
    delivery = Delivery.objects.get(person=member)
    Person.objects.filter(pk=member.pk).update(digest_paused=True)
    assert delivery.claim(b"x") is False
    Person.objects.filter(pk=member.pk).update(digest_paused=False)
    assert delivery.claim(b"x") is True


def test_one_connection_carries_a_whole_run(
    clock: time_machine.Traveller, world: Programme, server: type[Server]
) -> None:
    clock.move_to(MONDAY + timedelta(days=1))
    assert len(beat()) == 5
    assert (len(server.taken), server.opened) == (5, 1)


def test_a_temporary_refusal_is_tried_again_later_under_the_same_message_id(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, server: type[Server]
) -> None:
    factory.log_victory(champion)
    server.answers = [SMTPDataError(451, b"4.3.0 try again later"), SMTPServerDisconnected("gone")]
    clock.move_to(MONDAY)
    assert beat() == []
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.attempts) == ("due", 1)
    assert waiting.reason == "The mail server said 451 4.3.0 try again later"
    assert waiting.retry_at == MONDAY + timedelta(minutes=2)
    clock.move_to(MONDAY + timedelta(minutes=1))
    assert (beat(), len(server.answers)) == ([], 1)
    clock.move_to(MONDAY + timedelta(minutes=2))
    beat()
    assert Delivery.objects.get().retry_at == MONDAY + timedelta(minutes=6)
    clock.move_to(MONDAY + timedelta(minutes=6))
    assert beat() == ["Chris Champion: 23 Nov"]
    assert server.taken == [waiting.message_id]
    assert Delivery.objects.get().reason == ""


def test_what_is_refused_for_a_day_is_given_up_and_says_why(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, server: type[Server]
) -> None:
    factory.log_victory(champion)
    server.answers = [SMTPDataError(451, b"busy") for _ in range(100)]
    for half_hours in range(50):
        clock.move_to(MONDAY + half_hours * HOUR / 2)
        beat()
    given_up = Delivery.objects.get()
    assert (given_up.state, server.taken) == ("failed", [])
    assert given_up.reason == "Given up after a day. The mail server said 451 busy"


def test_a_refusal_for_good_is_not_tried_again(
    clock: time_machine.Traveller, procedure: Procedure, member: Person, server: type[Server]
) -> None:
    factory.log_victory(member)
    server.answers = [SMTPRecipientsRefused({"chris@example.org": (550, b"5.1.1 No such mailbox")})]
    clock.move_to(MONDAY)
    assert beat() == ["Mo Member: 23 Nov"]
    failed = Delivery.objects.get(state="failed")
    assert failed.reason == "The mail server said 550 5.1.1 No such mailbox"
    clock.move_to(MONDAY + timedelta(days=2))
    assert beat() == []


def test_while_the_mail_server_is_away_everything_waits_and_is_sent_once_it_is_back(
    clock: time_machine.Traveller, world: Programme, server: type[Server]
) -> None:
    server.away = ConnectionRefusedError(111, "Connection refused")
    clock.move_to(MONDAY + timedelta(hours=12))
    assert beat() == []
    reason = "No connection to the mail server: [Errno 111] Connection refused"
    waiting = Delivery.objects.values_list("state", "reason", "retry_at")
    assert set(waiting) == {("due", reason, MONDAY + timedelta(hours=12, minutes=5))}
    server.away = None
    clock.move_to(MONDAY + timedelta(hours=12, minutes=5))
    assert len(beat()) == 5


def test_a_message_that_cannot_be_written_holds_up_no_other(
    clock: time_machine.Traveller,
    world: Programme,
    member: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(desk: delivering.Desk, delivery: Delivery) -> Any:
        if delivery.person == member:
            raise RuntimeError
        return write(desk, delivery)

    write = delivering.Desk.write
    monkeypatch.setattr(delivering.Desk, "write", broken)
    clock.move_to(MONDAY + timedelta(hours=12))
    assert len(beat()) == 4
    waiting = Delivery.objects.get(person=member)
    assert (waiting.state, waiting.reason) == (
        "due",
        "The message could not be written; the log says why",
    )


@pytest.mark.parametrize("people", [1, 3])
def test_each_recipient_costs_as_many_queries_as_the_last(
    people: int,
    clock: time_machine.Traveller,
    procedure: Procedure,
    server: type[Server],
    django_assert_num_queries: Queries,
) -> None:
    everybody = [factory.champion_of(procedure.programme)]
    everybody += [factory.make_person(procedure.programme) for _ in range(people - 1)]
    for person in everybody:
        factory.log_victory(person, f"Victory of {person.pk}")
        factory.make_milestone(procedure.programme, owner=person)
    clock.move_to(MONDAY)
    tasks.compose_due()
    with django_assert_num_queries(A_RUN + people * A_RECIPIENT):
        tasks.deliver_due()
    assert len(server.taken) == people


A_RUN = 21
"""The last of them records that the last message was sent."""
A_RECIPIENT = 2
"""To write it, as everybody has promised something; to claim it, the one before being sent."""


def test_what_is_kept_is_what_the_backend_got(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    factory.log_victory(champion)
    clock.move_to(MONDAY)
    beat()
    kept, sent = Letter.objects.get(), Delivery.objects.get()
    assert bytes(sent.source).replace(b"\r\n", b"\n") == bytes(kept.source)
    assert (sent.text, sent.html) == (kept.text, kept.html)

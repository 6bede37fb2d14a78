"""One message is one worker's at a time, also where one dies, sleeps or is overtaken."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection, transaction

from changeprog.communications import tasks
from changeprog.communications.models import Delivery, Procedure
from changeprog.communications.models.posting import CLAIM_HOLDS
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.communications.conftest import beat
from tests.communications.mail_server import Server

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_delivery_abandoned_in_the_middle_is_sent_again_once_and_no_more(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, server: type[Server]
) -> None:
    factory.log_victory(champion)
    clock.move_to(MONDAY)
    tasks.compose_due()
    delivery = Delivery.objects.get()
    assert delivery.claim(b"half sent") is True
    clock.move_to(MONDAY + CLAIM_HOLDS)
    assert (beat(), Delivery.objects.get().state_in_words) == ([], "Sending")
    clock.move_to(MONDAY + CLAIM_HOLDS + timedelta(seconds=1))
    assert Delivery.objects.get().state_in_words == "In doubt"
    assert beat() == ["Chris Champion: 23 Nov"]
    assert server.taken == [delivery.message_id]
    assert Delivery.objects.get().attempts == 2


def test_a_delivery_abandoned_twice_has_failed_and_says_so(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, server: type[Server]
) -> None:
    factory.log_victory(champion)
    clock.move_to(MONDAY)
    tasks.compose_due()
    for interruptions in range(2):
        clock.move_to(MONDAY + interruptions * HOUR)
        assert Delivery.objects.get().claim(b"half sent") is True
    clock.move_to(MONDAY + 2 * HOUR)
    assert (beat(), server.taken) == ([], [])
    lost = Delivery.objects.get()
    assert (lost.state, lost.attempts) == ("failed", 2)
    assert lost.reason == "Interrupted twice while sending, so it may or may not have arrived"


def test_a_worker_that_wakes_up_late_does_not_overwrite_what_another_found_out(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    factory.log_victory(champion)
    clock.move_to(MONDAY)
    tasks.compose_due()
    asleep = Delivery.objects.get()
    asleep.claim(b"x")
    clock.move_to(MONDAY + HOUR)
    assert beat() == ["Chris Champion: 23 Nov"]
    asleep.put_off("I was asleep")
    assert Delivery.objects.get().state == "sent"


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_one_row_one_gets_it_and_the_other_does_not_wait() -> None:
    procedure = Procedure.objects.get(programme=factory.make_programme())
    edition = procedure.draft(MONDAY.date(), datetime.now(UTC))
    edition.save()
    delivery = edition.deliveries_for(procedure.readers())[0]
    delivery.save()
    outcome = []

    def second() -> None:
        outcome.append(Delivery.objects.get(pk=delivery.pk).claim(b"second"))
        connection.close()

    with transaction.atomic():
        assert Delivery.objects.get(pk=delivery.pk).claim(b"first") is True
        for _ in range(2):
            other = Thread(target=second)
            other.start()
            other.join(30)
    assert outcome == [False, False]
    assert Delivery.objects.get(pk=delivery.pk).source == b"first"


def test_a_message_is_recorded_as_sent_with_the_claim_of_the_next(
    clock: time_machine.Traveller, world: Programme, member: Person
) -> None:
    clock.move_to(MONDAY)
    tasks.compose_due()
    one, other, third = Delivery.objects.order_by("pk")[:3]
    assert one.claim(b"one") is True
    clock.shift(HOUR)
    assert other.claim(b"other", after=one) is True
    assert third.claim(b"third", after=other) is True
    assert third.claim(b"third", after=third) is False
    rows = Delivery.objects.order_by("pk").values_list("state", "sent_at")[:3]
    assert list(rows) == [("sent", MONDAY + HOUR)] * 3


def test_what_is_sent_after_another_worker_took_over_changes_nothing(
    clock: time_machine.Traveller, world: Programme
) -> None:
    clock.move_to(MONDAY)
    tasks.compose_due()
    late, other = Delivery.objects.order_by("pk")[:2]
    assert late.claim(b"late") is True
    clock.shift(HOUR)
    assert Delivery.objects.get(pk=late.pk).claim(b"again") is True
    assert other.claim(b"other", after=late) is True
    assert Delivery.objects.get(pk=late.pk).state == "sending"

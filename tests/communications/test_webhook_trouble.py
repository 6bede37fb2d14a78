"""Webhooks that fail: tried later, given up, refused, off, killed half way, two workers at once."""

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection

from changeprog import liveness
from changeprog.communications import calling, webhook_words, webhooks
from changeprog.communications.models import Notice, Procedure, Webhook, WebhookDelivery
from changeprog.communications.models.posting import CLAIM_HOLDS
from changeprog.communications.tasks import send_webhooks
from changeprog.programme.models import Event, Person, Programme
from tests.communications.conftest import START as NOW
from tests.communications.webhook_calls import edition, fresh, is_genuine, owed
from tests.listener import Listener, Reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_hitch_is_tried_again_later_and_later_under_the_same_id(
    system: Webhook, listener: Listener, clock: time_machine.Traveller
) -> None:
    listener.say(Reply(503), Reply(429), Reply(drop=True), Reply(500))
    delivery, waits = owed(system), []
    for _ in range(4):
        send_webhooks()
        retry_at = fresh(delivery).retry_at
        assert retry_at is not None
        waits.append(int((retry_at - datetime.now(UTC)).total_seconds() / 60))
        clock.move_to(retry_at - timedelta(seconds=1))
        send_webhooks()
        clock.move_to(retry_at)
    send_webhooks()
    assert waits == [2, 4, 8, 16]
    assert (fresh(delivery).state, delivery.attempts, len(listener.heard)) == ("sent", 5, 5)
    assert {heard.headers["Webhook-Id"] for heard in listener.heard} == {str(delivery.key)}
    assert len({heard.headers["Webhook-Timestamp"] for heard in listener.heard}) == 5
    secret = webhooks.shown_secret(system)
    assert all(is_genuine(secret, heard.headers, heard.body) for heard in listener.heard)
    assert [answer["code"] for answer in delivery.answers] == [503, 429, 0, 500, 200]


def test_who_asks_to_be_left_alone_longer_is(chat: Webhook, listener: Listener) -> None:
    listener.say(Reply(429, headers={"Retry-After": "1800"}))
    delivery = owed(chat)
    send_webhooks()
    assert fresh(delivery).retry_at == NOW + timedelta(minutes=30)


def test_after_a_day_it_is_given_up_and_champions_are_told(
    chat: Webhook, champion: Person, listener: Listener, clock: time_machine.Traveller
) -> None:
    listener.say(*[Reply(503)] * 60)
    delivery = owed(chat)
    while fresh(delivery).state == "due":
        clock.move_to(max(delivery.retry_at or NOW, datetime.now(UTC)))
        send_webhooks()
    assert timedelta(days=1) <= datetime.now(UTC) - NOW <= timedelta(days=1, hours=1)
    assert delivery.reason == "Given up after a day. It answered 503"
    assert 24 <= delivery.attempts <= 30
    event = Event.objects.get(verb="webhook.failed")
    assert (event.visibility, event.facts["reason"]) == ("champions", delivery.reason)
    notice = Notice.objects.get(person=champion, kind="webhook.failed")
    assert notice.path == chat.get_absolute_url()


@pytest.mark.parametrize("status", [302, 400, 404, 410])
def test_a_no_is_a_no(chat: Webhook, listener: Listener, status: int) -> None:
    listener.say(Reply(status, b"channel_not_found"))
    delivery = owed(chat)
    send_webhooks()
    assert (fresh(delivery).state, delivery.attempts) == ("failed", 1)
    assert delivery.reason.startswith(f"It answered {status}")
    assert delivery.last_answer["words"] == "channel_not_found"
    assert Event.objects.filter(verb="webhook.failed").count() == 1


def test_an_address_inside_is_never_called(
    chat: Webhook, listener: Listener, settings: LazySettings
) -> None:
    settings.WEBHOOK_NETWORKS = []
    delivery = owed(chat)
    send_webhooks()
    assert listener.heard == []
    assert fresh(delivery).state == "failed"
    assert "127.0.0.1, which is not on the public internet" in delivery.reason


def test_without_encryption_nothing_is_sent(
    chat: Webhook, listener: Listener, settings: LazySettings
) -> None:
    settings.WEBHOOK_HTTP = False
    delivery = owed(chat)
    send_webhooks()
    assert (listener.heard, fresh(delivery).state) == ([], "failed")


def test_a_test_says_so_is_tried_once_and_alarms_nobody(
    chat: Webhook, system: Webhook, champion: Person, listener: Listener
) -> None:
    listener.say(Reply(503))
    webhooks.test(chat, champion, UUID(int=1))
    webhooks.test(chat, champion, UUID(int=1))
    send_webhooks()
    webhooks.test(system, champion, UUID(int=2))
    send_webhooks()
    first, second = WebhookDelivery.objects.order_by("pk")
    assert [(each.state, each.attempts) for each in (first, second)] == [("failed", 1), ("sent", 1)]
    assert "a test" in json.loads(listener.heard[0].body)["text"]
    assert json.loads(listener.heard[1].body)["type"] == "test"
    assert not Event.objects.filter(verb="webhook.failed").exists()


def test_one_that_is_off_gone_or_of_a_stopped_programme_is_not_told(
    chat: Webhook, champion: Person, listener: Listener
) -> None:
    states: list[tuple[str, str]] = []
    for off in (
        lambda: chat.change(champion, chat.revision, active=False),
        lambda: Programme.objects.filter(pk=chat.programme_id).update(status="stopped"),
        lambda: chat.remove(champion),
    ):
        delivery = owed(chat, day=len(states) + 1)
        off()
        send_webhooks()
        states.append((fresh(delivery).state, delivery.reason))
        Webhook.everything().update(active=True)
        Programme.objects.update(status="running")
    assert states == [("suppressed", "The webhook is switched off, or was taken away")] * 3
    assert listener.heard == []


def test_one_that_was_taken_away_comes_back_with_its_procedures(
    chat: Webhook, champion: Person
) -> None:
    procedure = edition(chat).procedure
    chat.remove(champion)
    assert Procedure.objects.get(pk=procedure.pk).webhook is None
    assert not Webhook.objects.filter(pk=chat.pk).exists()
    chat.bring_back(champion)
    assert Procedure.objects.get(pk=procedure.pk).webhook == chat


def test_a_worker_that_was_killed_leaves_a_doubt_that_is_resolved_once(
    chat: Webhook, listener: Listener, clock: time_machine.Traveller
) -> None:
    delivery = owed(chat)
    assert delivery.claim("{}")
    send_webhooks()
    assert (listener.heard, fresh(delivery).state) == ([], "sending")
    clock.shift(CLAIM_HOLDS + timedelta(seconds=1))
    assert fresh(delivery).in_doubt
    send_webhooks()
    assert (fresh(delivery).state, delivery.attempts, len(listener.heard)) == ("sent", 2, 1)
    twice = owed(chat, day=17)
    for _ in range(2):
        assert fresh(twice).claim("{}")
        clock.shift(CLAIM_HOLDS + timedelta(seconds=1))
    send_webhooks()
    assert (fresh(twice).state, len(listener.heard)) == ("failed", 1)
    assert twice.reason.startswith("Interrupted twice")


def test_a_delivery_that_another_worker_has_is_left_alone(
    chat: Webhook, listener: Listener
) -> None:
    delivery = owed(chat)
    same = WebhookDelivery.objects.get(pk=delivery.pk)
    assert (delivery.claim("{}"), same.claim("{}")) == (True, False)


def test_one_that_cannot_be_written_holds_up_no_other(
    chat: Webhook, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = owed(chat), owed(chat, day=17)
    write = webhook_words.body

    def body(delivery: WebhookDelivery) -> str | None:
        if delivery == broken:
            raise ZeroDivisionError
        return write(delivery)

    monkeypatch.setattr(webhook_words, "body", body)
    send_webhooks()
    assert [(fresh(each).state) for each in (broken, whole)] == ["due", "sent"]


def test_the_answer_is_awaited_outside_any_transaction(
    chat: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    depth: list[int] = []
    before = len(connection.savepoint_ids)

    def post(*_: Any) -> calling.Answer:
        depth.append(len(connection.savepoint_ids) - before)
        return calling.Answer(200, "ok")

    monkeypatch.setattr(calling, "post", post)
    owed(chat)
    send_webhooks()
    assert depth == [0]


def test_what_nobody_sends_is_noticed(chat: Webhook) -> None:
    owed(chat)
    assert "webhooks" in liveness.overdue(NOW + timedelta(minutes=16))
    send_webhooks()
    assert "webhooks" not in liveness.overdue(NOW + timedelta(minutes=16))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_it_once(chat: Webhook, listener: Listener) -> None:
    listener.say(Reply(silent=0.3))
    owed(chat)

    def work() -> None:
        send_webhooks()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(listener.heard) == 1

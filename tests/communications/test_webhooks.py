"""Editions told to webhooks: what is said, how it is signed, and what becomes of it."""

import hmac
import json
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_network
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection

from changeprog import liveness
from changeprog.communications import calling, webhook_words, webhooks
from changeprog.communications.digest import Line, Passage
from changeprog.communications.models import Edition, Notice, Procedure, Webhook, WebhookDelivery
from changeprog.communications.models.posting import CLAIM_HOLDS
from changeprog.communications.models.terms import Channel
from changeprog.communications.tasks import compose_due, hand_out, send_webhooks
from changeprog.communications.webhook_words import BLOCKS, SECTION, TEXT, whole_lines
from changeprog.programme.models import Event, Person, Programme, Visibility
from tests import factory
from tests.listener import Listener, Reply, listening

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
HARMLESS = "Fewer calls & <!channel> “thank you”"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def listener(settings: LazySettings) -> Iterator[Listener]:
    """A server that this copy may call."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]
    settings.WEBHOOK_HTTP = True
    with listening() as made:
        yield made


@pytest.fixture
def chat(champion: Person, listener: Listener) -> Webhook:
    return add(champion, listener)


@pytest.fixture
def system(champion: Person, listener: Listener) -> Webhook:
    return add(champion, listener, kind=Webhook.Kind.SYSTEM, name="Data warehouse")


def add(by: Person, listener: Listener, **fields: Any) -> Webhook:
    values = {"name": "#crm", "url": listener.url, "kind": Webhook.Kind.SLACK}
    webhook = Webhook(programme=by.programme, **values | fields)
    webhook.add(by)
    return webhook


def edition(webhook: Webhook, *lines: Line, word: str = "", day: int = 16) -> Edition:
    """An approved edition of a procedure that leads to ``webhook``."""
    procedure, _ = Procedure.objects.get_or_create(
        programme=webhook.programme,
        name="In the chat",
        defaults={
            "automatic": False,
            "topics": "victories",
            "channel": Channel.WEBHOOK,
            "webhook": webhook,
        },
    )
    told = lines or (Line(HARMLESS, "Since Monday", "/p/x/", "Mo"),)
    passage = Passage("won", "What was won", 10, tuple(told)).as_json()
    return Edition.objects.create(
        procedure=procedure,
        occurrence=date(2026, 11, day),
        since=NOW - timedelta(days=7),
        until=NOW,
        word=word,
        sections=[passage],
    )


def owed(webhook: Webhook, *lines: Line, **fields: Any) -> WebhookDelivery:
    webhooks.owe(edition(webhook, *lines, **fields))
    return WebhookDelivery.objects.latest("pk")


def fresh(delivery: WebhookDelivery) -> WebhookDelivery:
    delivery.refresh_from_db()
    return delivery


def test_an_edition_is_told_once_however_often_it_is_owed(
    chat: Webhook, listener: Listener
) -> None:
    told = edition(chat)
    for _ in range(3):
        webhooks.owe(told)
        send_webhooks()
    assert len(listener.heard) == 1
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.reason) == ("sent", 1, "")
    assert delivery.last_answer["code"] == 200
    assert delivery.last_answer["words"] == "ok"


def test_an_approved_edition_of_a_procedure_reaches_its_webhook(
    chat: Webhook, champion: Person, listener: Listener, clock: time_machine.Traveller
) -> None:
    procedure = factory.agree_procedure(
        champion,
        topics="victories",
        to_everyone=True,
        channel=Channel.WEBHOOK,
        webhook=chat,
        needs_approval=True,
    )
    factory.log_victory(champion, "They called back")
    clock.shift(timedelta(days=7))
    compose_due()
    told = Edition.objects.get(procedure=procedure)
    hand_out()
    send_webhooks()
    assert (told.is_waiting, listener.heard) == (True, [])
    told.approve(champion)
    for _ in range(2):
        hand_out()
        send_webhooks()
    (heard,) = listener.heard
    assert "They called back" in heard.body.decode()
    assert WebhookDelivery.objects.get().edition == told


def test_a_chat_gets_text_and_blocks_in_which_nothing_is_a_command(
    chat: Webhook, listener: Listener
) -> None:
    owed(chat, word="Well done <@everybody> & all")
    send_webhooks()
    said = json.loads(listener.heard[0].body)
    assert list(said) == ["text", "blocks"]
    name = chat.programme.name
    line = "Fewer calls &amp; &lt;!channel&gt; “thank you”"
    linked = f"• <http://127.0.0.1:8000/p/x/|{line}>: Since Monday · Mo"
    won = f"*What was won*\n{linked}"
    title = f"{name}: In the chat, 16 November 2026"
    assert said["text"] == f"*{title}*\n\nWell done &lt;@everybody&gt; &amp; all\n\n{won}"
    assert [block["type"] for block in said["blocks"]] == [
        "header",
        "section",
        "section",
        "context",
    ]
    assert said["blocks"][0]["text"] == {"type": "plain_text", "text": title, "emoji": False}
    assert said["blocks"][2]["text"] == {"type": "mrkdwn", "text": won, "verbatim": True}
    assert "Webhook-Signature" not in listener.heard[0].headers


def test_what_is_long_keeps_to_the_bounds_of_a_chat(chat: Webhook, listener: Listener) -> None:
    lines = [Line("&" * 400, "<" * 400, "/p/x/") for _ in range(200)]
    owed(chat, *lines, word="\n".join(["& a word"] * 1_000))
    send_webhooks()
    said = json.loads(listener.heard[0].body)
    assert len(said["text"]) <= TEXT
    assert len(said["blocks"]) <= BLOCKS
    texts = [block["text"]["text"] for block in said["blocks"] if block["type"] == "section"]
    assert max(map(len, texts)) <= SECTION
    whole = [text.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "") for text in texts]
    assert [text for text in whole if "&" in text] == []


def test_cutting_cuts_between_lines() -> None:
    assert whole_lines("one\ntwo", 7) == "one\ntwo"
    assert whole_lines("one\ntwo\nthree", 9) == "one\ntwo\n…"


def test_a_system_gets_what_it_can_read_and_check(system: Webhook, listener: Listener) -> None:
    delivery = owed(system, word="Well done & all")
    send_webhooks()
    (heard,) = listener.heard
    programme = system.programme
    home = f"http://127.0.0.1:8000/p/{programme.key}/"
    assert json.loads(heard.body) == {
        "version": 1,
        "type": "edition",
        "id": str(delivery.key),
        "programme": {"key": programme.key, "name": programme.name, "url": home},
        "edition": {
            "title": "In the chat, 16 November 2026",
            "day": "2026-11-16",
            "url": f"{home}communications/editions/{delivery.edition_id}/",
            "word": "Well done & all",
        },
        "sections": [
            {
                "name": "won",
                "title": "What was won",
                "lines": [
                    {
                        "text": HARMLESS,
                        "detail": "Since Monday",
                        "by": "Mo",
                        "url": "http://127.0.0.1:8000/p/x/",
                    }
                ],
            }
        ],
    }
    assert heard.headers["Content-Type"] == "application/json"
    assert heard.headers["Webhook-Id"] == str(delivery.key)
    assert heard.headers["Webhook-Timestamp"] == str(int(NOW.timestamp()))
    assert is_genuine(webhooks.shown_secret(system), heard.headers, heard.body)


def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Check a message as docs/webhooks.md tells systems to."""
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    key = b64decode(secret.removeprefix("whsec_"))
    expected = b64encode(hmac.new(key, signed, sha256).digest()).decode()
    return hmac.compare_digest(f"v1,{expected}", headers["Webhook-Signature"])


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """Hold it to the example that the specification's own libraries are tested with."""
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = webhooks.signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_another_body_time_id_or_secret_is_not_genuine(
    system: Webhook, champion: Person, listener: Listener
) -> None:
    owed(system)
    send_webhooks()
    (heard,) = listener.heard
    secret = webhooks.shown_secret(system)
    later = heard.headers | {"Webhook-Timestamp": "1"}
    other = heard.headers | {"Webhook-Id": str(uuid4())}
    forged = [(secret, heard.headers, heard.body + b" "), (secret, later, heard.body)]
    forged += [(secret, other, heard.body)]
    system.renew_secret(champion)
    forged += [(webhooks.shown_secret(system), heard.headers, heard.body)]
    assert [is_genuine(*each) for each in forged] == [False] * 4
    assert is_genuine(secret, heard.headers, heard.body)


def test_only_what_everybody_may_read_is_told(chat: Webhook, listener: Listener) -> None:
    hidden = [Line(f"For {who}", visibility=who) for who in Visibility if who != "everyone"]
    owed(chat, *hidden, Line("Left out", left_out=True), Line("For all"))
    send_webhooks()
    said = listener.heard[0].body.decode()
    assert ("For all" in said, [line.text for line in hidden if line.text in said]) == (True, [])
    assert "Left out" not in said


def test_where_there_is_nothing_for_everybody_nothing_is_sent(
    chat: Webhook, listener: Listener
) -> None:
    delivery = owed(chat, Line("Secret", visibility=Visibility.CHAMPIONS))
    send_webhooks()
    assert listener.heard == []
    assert fresh(delivery).state == "suppressed"
    assert delivery.reason == "Nothing to tell that everybody may read"


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

"""Editions told to webhooks: once, in which words, signed how, and to whom nothing."""

import json
from base64 import b64decode
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from changeprog.communications import webhooks
from changeprog.communications.digest import Line
from changeprog.communications.models import Edition, Webhook, WebhookDelivery
from changeprog.communications.models.terms import Channel
from changeprog.communications.tasks import compose_due, hand_out, send_webhooks
from changeprog.communications.webhook_words import BLOCKS, SECTION, TEXT, whole_lines
from changeprog.programme.models import Person, Visibility
from tests import factory
from tests.communications.conftest import START as NOW
from tests.communications.webhook_calls import HARMLESS, edition, fresh, is_genuine, owed
from tests.listener import Listener

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


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

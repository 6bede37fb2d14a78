"""Addresses that refuse for good, what providers report of them, and how they are put right."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
import time_machine
from anymail.signals import AnymailTrackingEvent, tracking
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse

from changeprog.communications import notices
from changeprog.communications.models import AddressTrouble, Delivery, NoticeMail, Procedure
from changeprog.communications.post import verdict
from changeprog.programme.models import Event, Person
from tests import factory
from tests.communications.conftest import beat

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
Browse = Callable[[Person | None], Client]


def rejected(code: int, words: bytes) -> SMTPRecipientsRefused:
    return SMTPRecipientsRefused({"x@example.org": (code, words)})


@pytest.mark.parametrize(
    ("failure", "for_good", "of_address"),
    [
        (rejected(550, b"5.1.1 No such mailbox"), True, True),
        (rejected(550, b"No such mailbox"), True, True),
        (rejected(554, b"5.7.1 Relay access denied"), True, False),
        (rejected(450, b"4.2.1 Busy"), False, False),
        (SMTPDataError(550, b"5.2.1 Mailbox disabled"), True, True),
        (SMTPDataError(554, b"5.6.0 Too strange"), True, False),
        (SMTPSenderRefused(550, b"5.1.8 Who are you", "us@example.org"), True, False),
        (SMTPServerDisconnected("gone"), False, False),
        (TimeoutError("slow"), False, False),
        (ValueError("two lines"), True, False),
    ],
)
def test_a_refusal_says_how_long_it_holds_and_whether_for_the_address(
    failure: Exception, *, for_good: bool, of_address: bool
) -> None:
    found = verdict(failure)
    assert (found.for_good, found.of_address) == (for_good, of_address)


@pytest.fixture
def refused(clock: time_machine.Traveller, procedure: Procedure, member: Person) -> AddressTrouble:
    """Return the trouble with the member's address, which is written in other letters there."""
    Person.objects.filter(pk=member.pk).update(email=member.email.upper())
    factory.log_victory(member)
    AddressTrouble.note(member.email, "The mail server said 550 5.1.1 No such mailbox", MONDAY)
    AddressTrouble.note(member.email, "Something later", MONDAY)
    return AddressTrouble.objects.get()


def test_nothing_is_sent_to_it_in_any_programme_by_any_kind_of_mail(
    clock: time_machine.Traveller, refused: AddressTrouble, member: Person, stranger: Person
) -> None:
    elsewhere = factory.make_person(stranger.programme, "member", "Mo Elsewhere")
    Person.objects.filter(pk=elsewhere.pk).update(email=refused.email)
    for person in (member, elsewhere, stranger):
        notices.tell(person, "x", "1", text="x", path="/x/", at_once=True)
    notices.send_due()
    clock.move_to(MONDAY)
    assert beat() == ["Chris Champion: 23 Nov"]
    told = NoticeMail.objects.values_list("person__name", "state").order_by("pk")
    assert dict(told) == {
        "Mo Member": "suppressed",
        "Mo Elsewhere": "suppressed",
        stranger.name: "sent",
    }
    reason = Delivery.objects.get(person=member).reason
    assert reason == "The address has refused mail for good"


def test_a_trouble_between_the_question_and_the_claim_is_heeded(
    clock: time_machine.Traveller, refused: AddressTrouble, procedure: Procedure, member: Person
) -> None:
    clock.move_to(MONDAY)
    procedure.compose()
    delivery = Delivery.objects.get(person=member)
    assert delivery.claim(b"x") is False
    refused.delete()
    assert delivery.claim(b"x") is True


def test_another_address_is_free_of_it(
    clock: time_machine.Traveller, refused: AddressTrouble, member: Person
) -> None:
    Person.objects.filter(pk=member.pk).update(email="new@example.org")
    clock.move_to(MONDAY)
    assert beat() == ["Chris Champion: 23 Nov", "Mo Member: 23 Nov"]


def test_a_champion_is_told_and_has_it_tried_again(
    browse: Browse, refused: AddressTrouble, champion: Person, member: Person
) -> None:
    client, key = browse(champion), champion.programme.key
    people = client.get(reverse("programme:people", args=[key])).content.decode()
    assert people.count("No mail reaches this address") == 1
    person = client.get(reverse("programme:person", args=[key, member.pk])).content.decode()
    assert "550 5.1.1 No such mailbox" in person
    again = reverse("communications:address_again", args=[key, member.pk])
    for _ in range(2):
        assert client.post(again).status_code == 302
    assert AddressTrouble.objects.exists() is False
    assert Event.objects.filter(verb="address.trusted").count() == 1


def test_the_person_is_told_and_others_are_not(
    browse: Browse, refused: AddressTrouble, champion: Person, member: Person, observer: Person
) -> None:
    key = member.programme.key
    me, people = reverse("programme:me", args=[key]), reverse("programme:people", args=[key])
    member.refresh_from_db()
    assert "No mail reaches" in browse(member).get(me).content.decode()
    assert "No mail reaches" not in browse(observer).get(me).content.decode()
    assert "No mail reaches" not in browse(observer).get(people).content.decode()


def report(what: str, reason: str | None, delivery: Delivery, **facts: object) -> None:
    event = AnymailTrackingEvent(
        event_type=what,
        reject_reason=reason,
        message_id=delivery.message_id,
        recipient=delivery.person.email,
        mta_response="550 gone",
        **facts,
    )
    tracking.send(sender=object(), event=event, esp_name="Postmark")


@pytest.fixture
def delivered(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> Delivery:
    factory.log_victory(champion)
    clock.move_to(MONDAY)
    beat()
    return Delivery.objects.get(person=member)


@pytest.mark.parametrize(
    ("what", "reason", "state", "troubled"),
    [
        ("bounced", "bounced", "bounced", True),
        ("bounced", "invalid", "bounced", True),
        ("bounced", "other", "bounced", False),
        ("rejected", "blocked", "bounced", False),
        ("complained", None, "sent", True),
        ("delivered", None, "sent", False),
        ("deferred", "timed_out", "sent", False),
    ],
)
def test_what_a_provider_reports_is_put_down(
    *, what: str, reason: str | None, state: str, troubled: bool, delivered: Delivery
) -> None:
    for _ in range(2):
        report(what, reason, delivered)
    found = Delivery.objects.get(pk=delivered.pk)
    assert (found.state, AddressTrouble.objects.exists()) == (state, troubled)
    if state == "bounced":
        assert found.reason == "Postmark said: 550 gone"
    others = Delivery.objects.exclude(pk=delivered.pk).values_list("state", flat=True)
    assert set(others) == {"sent"}


def test_a_provider_with_message_ids_of_its_own_gives_ours_back(delivered: Delivery) -> None:
    event = AnymailTrackingEvent(
        event_type="bounced",
        reject_reason="bounced",
        message_id="its-own-12",
        metadata={"message_id": delivered.message_id.strip("<>")},
        recipient=delivered.person.email,
    )
    tracking.send(sender=object(), event=event, esp_name="Mailgun")
    assert Delivery.objects.get(pk=delivered.pk).state == "bounced"


def test_a_report_about_somebody_elses_message_changes_nothing(delivered: Delivery) -> None:
    event = AnymailTrackingEvent(event_type="bounced", reject_reason="bounced", message_id="x")
    tracking.send(sender=object(), event=event, esp_name="Mailgun")
    assert Delivery.objects.get(pk=delivered.pk).state == "sent"
    assert AddressTrouble.objects.exists() is False


def test_a_report_is_taken_from_whoever_knows_the_secret(
    delivered: Delivery, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ANYMAIL", {"WEBHOOK_SECRET": "post:secret"})
    bounce = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "MessageID": "its-own",
        "Metadata": {"message_id": delivered.message_id.strip("<>")},
        "Email": delivered.person.email,
        "BouncedAt": "2026-11-23T08:00:00Z",
        "Details": "smtp;550 5.1.1 no such user",
    }
    view = PostmarkTrackingWebhookView.as_view()

    def post(secret: str) -> str:
        signed = {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"}
        request = rf.post("/", json.dumps(bounce), content_type="application/json", headers=signed)
        with suppress(SuspiciousOperation):
            view(request)
        return Delivery.objects.get(pk=delivered.pk).state

    assert [post("post:wrong"), post("post:secret")] == ["sent", "bounced"]
    assert AddressTrouble.objects.get().email == delivered.person.email


def test_reports_have_an_address_where_a_provider_is_set() -> None:
    told = {"MAIL_PROVIDER": "postmark", "MAIL_PROVIDER_SECRET": "post:secret"}
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.urls import resolve\n"
        "print(settings.EMAIL_BACKEND, resolve('/bounces/postmark/tracking/').url_name)"
    )
    environment = {**os.environ, **told, "DJANGO_SETTINGS_MODULE": "changeprog.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == [
        "anymail.backends.postmark.EmailBackend",
        "postmark_tracking_webhook",
    ]

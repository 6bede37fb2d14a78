"""The ledger of every mail, whatever its kind: what champions find in it, and what they do not."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changeprog.communications import ledger, notices
from changeprog.communications.models import AddressTrouble, Delivery, NoticeMail, Procedure
from changeprog.communications.models.posting import Posting
from changeprog.programme.models import Event, Person
from tests import factory
from tests.communications.conftest import beat

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
Browse = Callable[[Person | None], Client]
Queries = Callable[[int], Any]


@pytest.fixture
def sent(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> Delivery:
    """Return the member's digest; they have also been told something that is for them alone."""
    factory.log_victory(champion, "First customer thanked us")
    notices.tell(member, "x.asked", "1", text="Your secret", path="/x/", at_once=True, private=True)
    notices.tell(champion, "x.asked", "2", text="An open matter", path="/x/", at_once=True)
    notices.send_due()
    clock.move_to(MONDAY)
    beat()
    return Delivery.objects.get(person=member)


def page(programme_key: str, **asked: object) -> str:
    return reverse("communications:ledger", args=[programme_key], query=asked)


def url(name: str, kind: str, posting: Posting) -> str:
    key = posting.person.programme.key
    return reverse(f"communications:{name}", args=[key, kind, posting.pk])


def found(client: Client, key: str, **asked: object) -> list[tuple[str, str, str]]:
    """Return kind, name and subject of the rows that are shown."""
    rows = client.get(page(key, **asked)).context["page"]
    return sorted((row["kind"], row["name"], row["about"]) for row in rows)


DIGEST = "From push to context: Weekly digest, 23 November 2026"


def test_every_kind_of_mail_has_a_place_in_it() -> None:
    of_apps = ["meeting", "survey", "workshop", "reality", "pulse"]
    assert list(ledger.kinds()) == ["digest", "notice", "proof", *of_apps]
    models = {kind.model for kind in ledger.kinds().values()}
    assert models == {each for each in Posting.__subclasses__() if not each._meta.abstract}


def test_a_champion_sees_every_mail_and_words_of_those_that_are_not_private(
    browse: Browse, sent: Delivery, champion: Person, member: Person
) -> None:
    key = champion.programme.key
    assert found(browse(champion), key) == [
        ("digest", champion.name, DIGEST),
        ("digest", member.name, DIGEST),
        ("notice", champion.name, "From push to context: An open matter"),
        ("notice", member.name, ""),
    ]


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        pytest.param({"who": "mo mem"}, ["digest", "notice"], id="name"),
        pytest.param({"who": "nobody@"}, [], id="address"),
        pytest.param({"who": "Mo", "kind": "notice"}, ["notice"], id="kind"),
        pytest.param({"words": "digest 23"}, ["digest", "digest"], id="words"),
        pytest.param({"words": "secret"}, [], id="private words"),
        pytest.param({"words": "open"}, ["notice"], id="open words"),
        pytest.param({"state": "sent"}, ["digest", "digest", "notice", "notice"], id="state"),
        pytest.param({"state": "failed"}, [], id="other state"),
        pytest.param({"since": date(2026, 11, 23)}, ["digest", "digest"], id="since"),
        pytest.param({"until": date(2026, 11, 22)}, ["notice", "notice"], id="until"),
        pytest.param(
            {"kind": "nonsense", "since": "x", "state": "y"},
            ["digest", "digest", "notice", "notice"],
            id="nonsense",
        ),
    ],
)
def test_mails_are_looked_for_by_person_state_kind_day_and_words(
    asked: dict[str, object], kinds: list[str], browse: Browse, sent: Delivery, champion: Person
) -> None:
    rows = found(browse(champion), champion.programme.key, **asked)
    assert [kind for kind, _, _ in rows] == kinds


def test_what_was_never_written_is_named_by_its_procedure_and_stands_where_it_was_composed(
    browse: Browse, sent: Delivery, champion: Person
) -> None:
    blank = {"state": "suppressed", "subject": "", "sent_at": None, "claimed_at": None}
    Delivery.objects.filter(pk=sent.pk).update(**blank)
    rows = browse(champion).get(page(champion.programme.key, kind="digest")).context["page"]
    composed = sent.edition.composed_at
    assert [(row["about"], row["at"]) for row in rows if row["pk"] == sent.pk] == [
        ("Weekly digest", composed)
    ]


def test_what_is_for_somebody_alone_is_shown_to_nobody_else(
    browse: Browse, sent: Delivery, champion: Person, member: Person
) -> None:
    private = NoticeMail.objects.get(person=member)
    assert "Your secret" in private.text
    client = browse(champion)
    for name in ("posting", "posting_letter"):
        shown = client.get(url(name, "notice", private)).content.decode()
        assert "secret" not in shown
    open_one = NoticeMail.objects.get(person=champion)
    assert "An open matter" in client.get(url("posting", "notice", open_one)).content.decode()


def test_a_message_is_shown_as_it_was_sent_but_for_the_link_that_is_the_readers_alone(
    browse: Browse, sent: Delivery, champion: Person, member: Person
) -> None:
    link = str(sent.message["List-Unsubscribe"]).strip(" <>").partition("/unsubscribe/")[2]
    assert link
    assert link in sent.html
    client = browse(champion)
    shown = client.get(url("posting", "digest", sent)).content.decode()
    letter = client.get(url("posting_letter", "digest", sent)).content.decode()
    assert "First customer thanked us" in shown
    assert "First customer thanked us" in letter
    assert sent.message_id.strip("<>") in shown
    assert link not in shown + letter


def test_what_failed_is_tried_again_once_under_the_same_message_id(
    clock: time_machine.Traveller, browse: Browse, sent: Delivery, champion: Person, member: Person
) -> None:
    Delivery.objects.filter(pk=sent.pk).update(state="failed", reason="550", resent_at=MONDAY)
    AddressTrouble.note(member.email, "550", MONDAY)
    client = browse(champion)
    again_url = url("posting_again", "digest", sent)
    assert again_url in client.get(url("posting", "digest", sent)).content.decode()
    for _ in range(2):
        assert client.post(again_url).status_code == 302
    assert Event.objects.filter(verb="posting.tried_again").count() == 1
    assert beat() == ["Mo Member: 23 Nov"]
    again = Delivery.objects.get(pk=sent.pk)
    assert (again.message_id, again.attempts) == (sent.message_id, 2)


def test_what_was_sent_is_not_sent_again(browse: Browse, sent: Delivery, champion: Person) -> None:
    client = browse(champion)
    again_url = url("posting_again", "digest", sent)
    assert again_url not in client.get(url("posting", "digest", sent)).content.decode()
    client.post(again_url)
    assert Delivery.objects.get(pk=sent.pk).state == "sent"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_takes_as_many_queries_for_three_rows_as_for_one(
    rows: int, browse: Browse, champion: Person, django_assert_num_queries: Queries
) -> None:
    for number in range(rows):
        notices.tell(champion, "x", str(number), text="x", path="/x/", at_once=True)
        notices.send_due()
    client = browse(champion)
    client.get(page(champion.programme.key))
    with django_assert_num_queries(A_PAGE):
        assert len(client.get(page(champion.programme.key)).context["page"]) == rows


A_PAGE = 6

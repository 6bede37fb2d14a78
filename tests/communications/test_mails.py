"""Mails as a mail program reads them: headers, parts, size, and where the links lead."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from changeprog.communications import ledger, notices
from changeprog.communications.letter import Press, seal, write
from changeprog.communications.models import Delivery, NoticeMail, Procedure
from changeprog.communications.models.posting import Posting
from changeprog.communications.sealing import Sealed
from changeprog.programme.models import Person
from tests import factory
from tests.communications.conftest import beat
from tests.communications.test_letter import Page

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
HOST = "https://change.example.org"
LONGEST = 102_000
Browse = Callable[[Person | None], Client]


@pytest.fixture
def mails(
    clock: time_machine.Traveller,
    procedure: Procedure,
    champion: Person,
    member: Person,
    settings: LazySettings,
) -> list[Posting]:
    """Return a digest and a mail of notices, as they were sent to the member."""
    settings.BASE_URL = HOST
    Person.objects.filter(pk=member.pk).update(name="Zoë “Mo” Müller-Łukaszewicz, the 3rd")
    factory.log_victory(champion, "Schöne Grüße from the plant")
    factory.make_milestone(procedure.programme, "Pilot", due=datetime(2026, 11, 27, tzinfo=UTC))
    path = procedure.programme.get_absolute_url()
    notices.tell(member, "x.asked", "1", text="Please look at this", path=path, at_once=True)
    notices.send_due()
    clock.move_to(MONDAY)
    beat()
    return [Delivery.objects.get(person=member), NoticeMail.objects.get(person=member)]


def parsed(posting: Posting) -> EmailMessage:
    return message_from_bytes(bytes(posting.source), policy=policy.default)


def test_each_is_a_whole_message_to_one_person(mails: list[Posting], member: Person) -> None:
    member.refresh_from_db()
    for posting in mails:
        message = parsed(posting)
        assert [defect for part in message.walk() for defect in part.defects] == []
        assert [(each.display_name, each.addr_spec) for each in message["To"].addresses] == [
            (member.name, member.email)
        ]
        assert (message["Cc"], message["Bcc"]) == (None, None)
        assert message["Message-ID"] == posting.message_id
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Date"].datetime is not None
        assert str(message["Subject"]) == posting.subject
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_each_has_a_text_part_and_an_html_part_that_is_not_cut_off(mails: list[Posting]) -> None:
    for posting in mails:
        source = bytes(posting.source)
        kinds = [part.get_content_type() for part in parsed(posting).walk()]
        assert kinds == ["multipart/alternative", "text/plain", "text/html"]
        assert len(posting.html.encode()) < LONGEST
        assert len(source) < LONGEST
        assert max(map(len, source.split(b"\r\n"))) <= 998
        assert b"\n" not in source.replace(b"\r\n", b"")
        page = Page(posting.html)
        assert page.tags & {"script", "form", "link", "iframe"} == set()
        assert ("Müller-Łukaszewicz" in posting.text) == ("Müller-Łukaszewicz" in page.words)


def test_links_lead_somewhere_signed_out_and_in(
    mails: list[Posting], browse: Browse, member: Person
) -> None:
    for posting in mails:
        html = {link for link in Page(posting.html).links if not link.startswith("data:")}
        text = set(re.findall(r"https?://\S+", posting.text))
        assert html
        assert {link for link in html | text if not link.startswith(HOST)} == set()
        for link in html | text:
            path = urlsplit(link).path
            outside = browse(None).get(path)
            assert outside.status_code in {200, 302}, link
            if outside.status_code == 302:
                assert outside.headers["Location"].startswith("/accounts/login/?next="), link
            assert browse(member).get(path, follow=True).status_code == 200, link


def test_what_is_printed_from_a_plate_is_what_would_have_been_put_together(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    for name in ("Mo", "Zoë Müller", '=?utf-8?q?x?= "Q" <a@b>', "x" * 120, "名" * 40):
        Person.objects.filter(pk=member.pk).update(name=name)
        delivery = edition_to(procedure, Person.objects.get(pk=member.pk))
        letter = write(delivery.edition, delivery.person)
        assert letter is not None
        printed = Press().seal(delivery, [])
        assert printed is not None
        slowly = seal(letter, delivery)
        assert unlike(printed, slowly) == set()


def edition_to(procedure: Procedure, person: Person) -> Delivery:
    """Return the delivery of an edition with a word in it, neither of them saved."""
    edition = procedure.draft(MONDAY.date(), datetime.now(UTC))
    edition.word = "Schöne Grüße"
    return Delivery(edition=edition, person=person)


def unlike(one: Sealed, other: Sealed) -> set[str]:
    """Return what two messages differ in, to whoever reads them."""
    a, b = (message_from_bytes(each.source, policy=policy.default) for each in (one, other))
    found = {name for name in {*a.keys(), *b.keys()} if str(a[name]) != str(b[name])}
    for kind in ("plain", "html"):
        parts = [each.get_body((kind,)) for each in (a, b)]
        if parts[0] is None or parts[1] is None or parts[0].get_content() != parts[1].get_content():
            found.add(kind)
    return found - {"Content-Type"}  # each has a boundary of its own


def test_all_kinds_keep_their_messages_in_one_way() -> None:
    for kind in ledger.kinds().values():
        names = {field.name for field in kind.model._meta.get_fields() if field.concrete}
        assert {"message_id", "person", "source"} <= names
        assert kind.model._meta.get_field("source").get_default() == b""

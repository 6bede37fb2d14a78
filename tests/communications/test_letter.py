from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
import time_machine
from django.conf import LazySettings

from changeprog.communications import digest
from changeprog.communications.digest import Line, Section
from changeprog.communications.letter import LIMIT, Letter, write
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.communications.conftest import beat

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
NASTY = "</p><script>alert(1)</script>\r\nBcc: everybody@example.org & “quotes” 🎉 שלום"


class Page(HTMLParser):
    """The tags, links and text of a document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.classless: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        self.words += data


def message_to(person: Person) -> EmailMessage:
    """Return what ``person`` was sent, as a mail program reads it."""
    source = bytes(Delivery.objects.get(person=person).source)
    return message_from_bytes(source, policy=policy.default)


def telling(monkeypatch: pytest.MonkeyPatch, *lines: Line, sections: int = 1) -> None:
    """Have editions tell just these lines, under as many headings as ``sections``."""
    made = [Section(f"x{n}", f"Section {n}", n, lambda *_: list(lines)) for n in range(sections)]
    monkeypatch.setattr(digest, "_sections", made)


def written(procedure: Procedure, person: Person) -> Letter:
    edition: Edition = procedure.draft(date(2026, 11, 23), MONDAY)
    letter = write(edition, person)
    assert letter is not None
    return letter


def test_a_message_has_what_mail_programs_ask_for(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, settings: LazySettings
) -> None:
    settings.BASE_URL = "https://change.example.org"
    settings.MAIL_FROM = "Changeprog <post@example.org>"
    factory.log_victory(champion)
    clock.move_to(MONDAY)
    beat()
    message = message_to(champion)
    delivery = Delivery.objects.get()
    assert message["From"] == "Changeprog <post@example.org>"
    assert message["To"] == f"Chris Champion <{champion.email}>"
    assert message["Subject"] == "From push to context: Weekly digest, 23 November 2026"
    assert message["Message-ID"] == delivery.message_id
    assert delivery.message_id.endswith("@example.org>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        message["List-Unsubscribe"].strip().startswith("<https://change.example.org/unsubscribe/")
    )
    assert message["Date"] == "Mon, 23 Nov 2026 07:30:00 -0000"
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_both_parts_tell_the_same_and_lead_to_the_things(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, settings: LazySettings
) -> None:
    settings.BASE_URL = "https://change.example.org"
    victory = factory.log_victory(champion, "First customer thanked us")
    letter = written(procedure, champion)
    page = Page(letter.html)
    link = f"https://change.example.org{victory.get_absolute_url()}"
    assert "First customer thanked us" in page.words
    assert link in page.links
    assert "* First customer thanked us" in letter.text.splitlines()
    assert f"  {link}" in letter.text.splitlines()
    assert [url for url in page.links if not url.startswith("https://change.example.org/")] == []


def test_what_people_wrote_is_text_and_never_markup_or_a_header(
    clock: time_machine.Traveller,
    procedure: Procedure,
    champion: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telling(monkeypatch, Line(NASTY, detail=NASTY, by=NASTY))
    procedure.say(champion, NASTY)
    Programme.objects.update(name=NASTY)
    Procedure.objects.update(name=NASTY[:60])
    Person.objects.filter(pk=champion.pk).update(name=NASTY)
    clock.move_to(MONDAY)
    assert len(beat()) == 1
    message = message_to(champion)
    assert message["Bcc"] is None
    assert "\n" not in str(message["Subject"]) + str(message["To"])
    assert message["To"].addresses[0].addr_spec == champion.email
    html = message.get_body(("html",))
    assert html is not None
    page = Page(str(html.get_content()))
    assert "script" not in page.tags
    assert page.words.count("<script>alert(1)</script>") >= 5


def test_a_letter_is_never_so_long_that_a_mail_program_cuts_it(
    clock: time_machine.Traveller,
    procedure: Procedure,
    champion: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telling(monkeypatch, *[Line("<" * 500, "&" * 5000, "/x", "🎉" * 40)] * 30, sections=8)
    procedure.word = "&" * 1200
    letter = written(procedure, champion)
    assert len(letter.html.encode()) <= LIMIT
    assert "And 27 more in the app." in letter.html


def test_colours_follow_a_dark_mail_program_and_styles_stand_in_the_elements(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    factory.log_victory(champion)
    html = written(procedure, champion).html
    assert "prefers-color-scheme: dark" in html
    assert '<h2 style="' in html


def test_a_digest_tells_each_person_what_they_promised(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    factory.make_milestone(procedure.programme, "Mine", owner=member, due=date(2026, 12, 1))
    told = {person: written(procedure, person).text for person in (champion, member)}
    assert {person: "WHAT YOU PROMISED" in text for person, text in told.items()} == {
        champion: False,
        member: True,
    }


def test_dates_are_those_of_the_readers_own_calendar(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    champion.time_zone = "Pacific/Kiritimati"
    factory.log_victory(champion)
    assert "what happened since 19 November" in written(procedure, champion).text

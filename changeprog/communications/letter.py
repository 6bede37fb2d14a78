"""The digest as one person gets it: subject, text and HTML, and the message made of them."""

from dataclasses import dataclass, replace
from email.utils import formataddr
from functools import cache
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import Truncator

from changeprog.accounts.lines import one_line
from changeprog.accounts.mail import mail_html
from changeprog.communications import digest, unsubscribing
from changeprog.communications.digest import Line, Passage
from changeprog.communications.models import Delivery, Edition
from changeprog.programme.models import Person

LIMIT = 100_000
"""Bytes of HTML; mail programs cut off what is longer than 102 kB."""

LINES_A_SECTION = (12, 6, 3)
"""Tried in this order until the letter keeps to ``LIMIT``; the last does for any text."""

_MARK = token_hex(8)
NAME, STOP = f"name-{_MARK}", f"https://stop-{_MARK}.invalid/"
"""Stand for the reader's name and way out until a letter is addressed; nobody can guess them."""

TEXT_LENGTH = 200
DETAIL_LENGTH = 140
SUBJECT_LENGTH = 160


@dataclass(frozen=True)
class Letter:
    """What one person reads; ``unsubscribe`` is the address of the page that stops it.

    ``text`` is plain, as people wrote it: a page that shows it escapes it.
    """

    subject: str
    text: str
    html: str
    unsubscribe: str

    def addressed(self, person: Person) -> "Letter":
        """Return the letter with the person's name, and their own way out of the digest."""
        stop, name = absolute(unsubscribing.path_for(person)), one_line(person.name)
        return Letter(
            subject=self.subject,
            text=self.text.replace(NAME, name).replace(STOP, stop),
            html=self.html.replace(NAME, escape(name)).replace(STOP, stop),
            unsubscribe=stop,
        )


@dataclass(frozen=True)
class Shown:
    """A passage cut to length, with how many lines were left out."""

    title: str
    lines: list[Line]
    more: int


def write(edition: Edition, person: Person) -> Letter | None:
    """Return the edition as ``person`` gets it, or ``None`` when it has nothing to tell them."""
    return Press().write(edition, person, digest.compose_for(person))


class Press:
    """Writes an edition to many: what reads alike is drawn once, and then addressed to each.

    Letters read alike for people of one role in one time zone of whom there is nothing personal to
    tell, so there are no more of them than roles times zones for each edition.
    """

    def __init__(self) -> None:
        self._alike: dict[tuple[Any, ...], Letter | None] = {}

    def write(self, edition: Edition, person: Person, personal: list[Passage]) -> Letter | None:
        """Return what ``person`` gets, ``personal`` included; ``None`` if there is nothing."""
        if personal:
            drawn = self._draw(edition, person, personal)
        else:
            kind = (edition.pk, person.role, person.time_zone)
            if kind not in self._alike:
                self._alike[kind] = self._draw(edition, person, [])
            drawn = self._alike[kind]
        return drawn.addressed(person) if drawn else None

    @staticmethod
    def _draw(edition: Edition, person: Person, personal: list[Passage]) -> Letter | None:
        with timezone.override(person.zone):
            passages = [*edition.passages_for(person), *personal]
            if not passages and not edition.word:
                return None
            return fitting(edition, person, passages)


def fitting(edition: Edition, person: Person, passages: list[Passage]) -> Letter:
    """Return the fullest letter that no mail program cuts off."""
    *generous, least = LINES_A_SECTION
    for room in generous:
        letter = draw(edition, person, passages, room)
        if len(letter.html.encode()) <= LIMIT:
            return letter
    return draw(edition, person, passages, least)


def draw(edition: Edition, person: Person, passages: list[Passage], room: int) -> Letter:
    """Return the letter with at most ``room`` lines under each heading, not addressed yet."""
    programme = edition.procedure.programme
    subject = one_line(f"{programme.name}: {edition}")
    context = {
        "edition": edition,
        "programme": programme,
        "name": NAME,
        "time_zone": person.time_zone,
        "sections": [cut(passage, room) for passage in passages],
        "home": absolute(programme.get_absolute_url()),
        "settings": absolute(reverse("programme:me", args=[programme.key])),
        "unsubscribe": STOP,
    }
    return Letter(
        subject=Truncator(subject).chars(SUBJECT_LENGTH),
        text=render_to_string("communications/mail/digest.txt", context).strip() + "\n",
        html=mail_html("communications/mail/digest.html", context),
        unsubscribe=STOP,
    )


def cut(passage: Passage, room: int) -> Shown:
    """Cut a passage to what a mail has room for, its links made absolute."""
    lines = [
        replace(
            line,
            text=Truncator(one_line(line.text)).chars(TEXT_LENGTH),
            detail=Truncator(one_line(line.detail)).chars(DETAIL_LENGTH),
            path=absolute(line.path) if line.path else "",
        )
        for line in passage.lines[:room]
    ]
    return Shown(passage.title, lines, len(passage.lines) - len(lines))


def absolute(path: str) -> str:
    """Return the address of ``path`` as it is reached from a mail."""
    return settings.BASE_URL + path


class Sealed(EmailMultiAlternatives):
    """A message that is put together once, so that what is kept is what is sent."""

    _sealed: Any = None

    def message(self, **options: Any) -> Any:
        """Return the same message, boundary and date included, however often it is asked for."""
        if self._sealed is None:
            self._sealed = super().message(**options)
            self._sealed.as_bytes = cache(self._sealed.as_bytes)
        return self._sealed

    @property
    def source(self) -> bytes:
        """The message as the mail server gets it."""
        return bytes(self.message().as_bytes(linesep="\r\n"))


def seal(letter: Letter, delivery: Delivery) -> Sealed:
    """Return the message that carries ``letter`` to the delivery's person, and to nobody else."""
    person, programme = delivery.person, delivery.edition.procedure.programme
    domain = delivery.message_id.rpartition("@")[2].rstrip(">")
    message = Sealed(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.MAIL_FROM,
        to=[formataddr((one_line(person.name), person.email))],
        headers={
            "Message-ID": delivery.message_id,
            "List-ID": f"<digest.{programme.key}.{domain}>",
            "List-Unsubscribe": f"<{letter.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message

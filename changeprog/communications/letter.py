"""The digest as one person gets it: subject, text and HTML, and the message made of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from email.utils import formataddr
from secrets import token_hex

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import Truncator

from changeprog.accounts.lines import one_line
from changeprog.accounts.mail import mail_html
from changeprog.communications import digest, unsubscribing, wording
from changeprog.communications.digest import Line, Passage
from changeprog.communications.models import Delivery, Edition, Proof
from changeprog.communications.sealing import Plate, Sealed
from changeprog.programme.models import Person

LIMIT = 100_000
"""Bytes of HTML; mail programs cut off what is longer than 102 kB."""

LINES_A_SECTION = (12, 6, 3)
"""Tried in this order until the letter keeps to ``LIMIT``; the last does for any text."""

_MARK = token_hex(8)
NAME, IN_HTML, STOP = f"näme-{_MARK}", f"ñame-{_MARK}", f"https://stop-{_MARK}.invalid/"
MARKS = (NAME, IN_HTML, STOP)
"""Stand for the reader's name, in text and in HTML, and for their way out until a letter is
addressed; nobody can guess them. The names are not ASCII, as those of readers need not be."""

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

    def addressed(self, words: Mapping[str, str]) -> "Letter":
        """Return the letter with the person's name, and their own way out of the digest."""
        return Letter(
            subject=self.subject,
            text=self.text.replace(NAME, words[NAME]).replace(STOP, words[STOP]),
            html=self.html.replace(IN_HTML, words[IN_HTML]).replace(STOP, words[STOP]),
            unsubscribe=words[STOP],
        )


def words_for(person: Person, edition: Edition) -> dict[str, str]:
    """Return what stands in the letter to ``person`` in place of each mark."""
    way_out = unsubscribing.path_for(person, "procedure", edition.procedure_id)
    name, stop = one_line(person.name), absolute(way_out)
    return {NAME: name, IN_HTML: escape(name), STOP: stop}


@dataclass(frozen=True)
class Shown:
    """A passage cut to length, with how many lines were left out."""

    title: str
    lines: list[Line]
    more: int


def write(edition: Edition, person: Person) -> Letter | None:
    """Return the edition as ``person`` gets it, or ``None`` when it has nothing to tell them."""
    personal = personal_for(edition, [person])[person.pk]
    drawn = drawn_for(edition, person, personal)
    return drawn.addressed(words_for(person, edition)) if drawn else None


def personal_for(edition: Edition, people: Collection[Person]) -> dict[int, list[Passage]]:
    """Return what an edition tells each of ``people`` alone, by their number.

    One that goes out at once tells what happened, and not how things stand for anybody.
    """
    if edition.procedure.is_at_once:
        return {person.pk: [] for person in people}
    return digest.compose_for_each(people, edition.procedure.topic_list)


def drawn_for(edition: Edition, person: Person, personal: list[Passage]) -> Letter | None:
    """Return the letter in the person's time zone, not addressed yet; ``None`` if it is empty."""
    with timezone.override(person.zone):
        passages = [*edition.passages_for(person), *personal]
        return fitting(edition, person, passages) if passages or edition.word else None


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
        "when": wording.when(edition.procedure),
        "sections": [cut(passage, room) for passage in passages],
        "home": absolute(programme.get_absolute_url()),
        "settings": absolute(reverse("communications:preferences", args=[programme.key])),
        "unsubscribe": STOP,
    }
    return Letter(
        subject=Truncator(subject).chars(SUBJECT_LENGTH),
        text=render_to_string("communications/mail/digest.txt", context).strip() + "\n",
        html=mail_html("communications/mail/digest.html", context | {"name": IN_HTML}),
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


def seal(letter: Letter, delivery: Delivery | Proof) -> Sealed:
    """Return the message that carries ``letter`` to the delivery's person, and to nobody else."""
    person, programme = delivery.person, delivery.edition.procedure.programme
    domain = delivery.message_id.rpartition("@")[2].rstrip(">")
    own = {
        "Message-ID": delivery.message_id,
        "List-Unsubscribe": f"<{letter.unsubscribe}>",
    }
    message = Sealed(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.MAIL_FROM,
        to=[formataddr((one_line(person.name), person.email))],
        headers=own
        | {
            "List-ID": f"<digest.{programme.key}.{domain}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


class Press:
    """Writes an edition to many: what reads alike is drawn and encoded once, then addressed.

    Letters read alike for people of one role in one time zone of whom there is nothing personal to
    tell, so of the edition at hand there are no more of them than roles times zones.
    """

    def __init__(self) -> None:
        self.edition: int | None = None
        self._alike: dict[tuple[str, str], tuple[Letter, Plate] | None] = {}

    def seal(self, delivery: Delivery, personal: list[Passage]) -> Sealed | None:
        """Return the message of ``delivery``, ``personal`` included; ``None`` if it is empty."""
        person = delivery.person
        if personal:
            drawn = drawn_for(delivery.edition, person, personal)
            words = words_for(person, delivery.edition)
            return seal(drawn.addressed(words), delivery) if drawn else None
        alike = self._look_up(delivery)
        return self._printed(*alike, delivery) if alike else None

    def _look_up(self, delivery: Delivery) -> tuple[Letter, Plate] | None:
        if self.edition != delivery.edition_id:
            self.edition, self._alike = delivery.edition_id, {}
        kind = (delivery.person.role, delivery.person.time_zone)
        if kind not in self._alike:
            drawn = drawn_for(delivery.edition, delivery.person, [])
            plate = Plate(seal(drawn, delivery), MARKS) if drawn else None
            self._alike[kind] = (drawn, plate) if drawn and plate else None
        return self._alike[kind]

    @staticmethod
    def _printed(drawn: Letter, plate: Plate, delivery: Delivery) -> Sealed:
        words = words_for(delivery.person, delivery.edition)
        message = seal(drawn.addressed(words), delivery)
        if source := plate.printed(message.own_headers, words):
            message.source = source
        return message

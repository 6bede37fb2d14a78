"""A mail to one person: what it says, as text and as HTML, and the way out of such mails."""

from collections.abc import Mapping
from datetime import tzinfo
from email.utils import formataddr
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import Truncator

from changeprog.accounts.lines import one_line
from changeprog.accounts.mail import mail_html
from changeprog.communications import unsubscribing
from changeprog.communications.letter import SUBJECT_LENGTH
from changeprog.communications.sealing import Sealed
from changeprog.programme.models import Person


class Words(NamedTuple):
    """What a mail says; ``html`` says the same as ``text``."""

    subject: str
    text: str
    html: str


def words_of(about: str, template: str, context: Mapping[str, Any], clock: tzinfo) -> Words:
    """Return what ``template`` with ".txt" and ".html" says of ``context``, by ``clock``.

    The subject is ``about`` on one line of ``SUBJECT_LENGTH`` characters at most; the templates
    have it as ``subject``.
    """
    subject = Truncator(one_line(about)).chars(SUBJECT_LENGTH)
    known = {**context, "subject": subject}
    with timezone.override(clock):
        text = render_to_string(f"{template}.txt", known).strip() + "\n"
        return Words(subject, text, mail_html(f"{template}.html", known))


def to_one(person: Person, message_id: str, words: Words, way_out: str = "") -> Sealed:
    """Return the message; ``way_out`` is the path that stops such mails, or else all of them."""
    message = Sealed(
        subject=words.subject,
        body=words.text,
        from_email=settings.MAIL_FROM,
        to=[formataddr((one_line(person.name), person.email))],
        headers={
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            **unsubscribing.headers(way_out or unsubscribing.path_for(person, "everything")),
        },
    )
    message.attach_alternative(words.html, "text/html")
    return message

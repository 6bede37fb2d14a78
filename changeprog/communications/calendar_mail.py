"""A mail to one person with an entry for their calendar, in their time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.mime.text import MIMEText
from email.utils import formataddr
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from changeprog.accounts.lines import one_line
from changeprog.accounts.mail import mail_html
from changeprog.communications.letter import Sealed
from changeprog.programme.models import Person


@dataclass(frozen=True)
class Entry:
    """An entry (RFC 5545) as a file called ``name``; ``method`` is what it asks (RFC 5546)."""

    ical: bytes
    method: str
    name: str

    def part(self) -> MIMEText:
        """Return it as a part of a mail."""
        part = MIMEText(self.ical.decode(), "calendar", "utf-8")
        part.set_param("method", self.method)
        part.add_header("Content-Disposition", "attachment", filename=self.name)
        return part


class ToOnePerson(Protocol):
    """A row that tells one person something, once."""

    @property
    def person(self) -> Person: ...

    @property
    def message_id(self) -> str: ...


def written(
    mail: ToOnePerson, subject: str, template: str, context: Mapping[str, Any], entry: Entry
) -> Sealed:
    """Return the message of ``mail``; its words are ``template`` with ".txt" and ".html"."""
    person = mail.person
    with timezone.override(person.zone):
        text = render_to_string(f"{template}.txt", dict(context)).strip() + "\n"
        html = mail_html(f"{template}.html", dict(context))
    message = Sealed(
        subject=one_line(subject),
        body=text,
        from_email=settings.MAIL_FROM,
        to=[formataddr((one_line(person.name), person.email))],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    message.attach(entry.part())
    return message

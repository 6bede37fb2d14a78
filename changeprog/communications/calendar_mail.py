"""A mail to one person with an entry for their calendar, in their time zone.

The entry stands in it twice, as the large calendars write it themselves: as a way to read the
message, which Outlook, Google and Apple turn into their own buttons, and as a file for programs
that know files only. The file is of another type, so that no program takes the entry for two.
"""

from collections.abc import Mapping
from email.utils import formataddr
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import now

from changeprog.accounts.lines import one_line
from changeprog.accounts.mail import mail_html
from changeprog.communications import ical, unsubscribing
from changeprog.communications.calendar import Entry
from changeprog.communications.sealing import Sealed
from changeprog.programme.models import Person

FILE = "invite.ics"


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
    way_out = unsubscribing.path_for(person, "everything")
    message = Sealed(
        subject=one_line(subject),
        body=text,
        from_email=settings.MAIL_FROM,
        to=[formataddr((one_line(person.name), person.email))],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            **unsubscribing.headers(way_out),
        },
    )
    file = ical.invitation(person, entry, now())
    message.attach_alternative(html, "text/html")
    message.attach_alternative(file.decode(), f"text/calendar; method={entry.method}")
    message.attach(FILE, file, "application/ics")
    return message

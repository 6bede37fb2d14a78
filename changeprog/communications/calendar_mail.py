"""A mail to one person with an entry for their calendar, in their time zone.

The entry stands in it twice, as the large calendars write it themselves: as a way to read the
message, which Outlook, Google and Apple turn into their own buttons, and as a file for programs
that know files only. The file is of another type, so that no program takes the entry for two.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.timezone import now

from changeprog.communications import ical
from changeprog.communications.calendar import Entry
from changeprog.communications.sealing import Sealed
from changeprog.communications.to_one import to_one, words_of
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
    message = to_one(person, mail.message_id, words_of(subject, template, context, person.zone))
    file = ical.invitation(person, entry, now())
    message.attach_alternative(file.decode(), f"text/calendar; method={entry.method}")
    message.attach(FILE, file, "application/ics")
    return message

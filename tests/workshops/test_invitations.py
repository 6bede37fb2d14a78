"""Telling people of a workshop: once for each version of it, with an entry for their calendar."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.timezone import now
from icalendar import Calendar

from changeprog.programme.models import Person
from tests import workshop_factory
from workshops.joining import join_url
from workshops.mailing import mail_due
from workshops.models import Participant, Workshop, WorkshopMail


@pytest.fixture
def ahead(champion: Person, member: Person) -> Workshop:
    """A workshop in three days, to which the member is invited."""
    made = workshop_factory.workshop(champion, starts_at=now() + timedelta(days=3))
    Participant.invite(champion, made, [member])
    return made


def entries() -> list[tuple[str, str, int]]:
    """What was sent: subject, what the entry asks of the calendar, and its sequence."""
    found = []
    for message in mail.outbox:
        _, file, _ = message.attachments[0]
        entry = Calendar.from_ical(file)
        event: Any = entry.walk("VEVENT")[0]
        found.append((str(message.subject), str(entry["METHOD"]), int(event["SEQUENCE"])))
    mail.outbox.clear()
    return found


def test_somebody_invited_is_mailed_once_with_the_way_in(ahead: Workshop) -> None:
    mail_due()
    body = mail.outbox[0].body
    assert join_url(ahead) in body
    assert entries() == [("You are invited: One commitment", "REQUEST", 0)]
    mail_due()
    assert entries() == []


def test_a_moved_and_cancelled_workshop_is_told_with_higher_sequences(
    ahead: Workshop, champion: Person
) -> None:
    mail_due()
    ahead.change(champion, ahead.revision, place="Elsewhere")
    mail_due()
    ahead.cancel(champion)
    mail_due()
    ahead.plan_again(champion)
    mail_due()
    assert entries() == [
        ("You are invited: One commitment", "REQUEST", 0),
        ("Changed: One commitment", "REQUEST", 1),
        ("Cancelled: One commitment", "CANCEL", 2),
        ("You are invited: One commitment", "REQUEST", 3),
    ]


def test_who_is_taken_off_the_list_is_told_and_who_is_asked_again_too(
    ahead: Workshop, champion: Person, member: Person
) -> None:
    mail_due()
    row = ahead.participants.get(person=member)
    row.remove(champion)
    mail_due()
    Participant.invite(champion, ahead, [member])
    mail_due()
    assert entries() == [
        ("You are invited: One commitment", "REQUEST", 0),
        ("No longer in your calendar: One commitment", "CANCEL", 1),
        ("You are invited: One commitment", "REQUEST", 2),
    ]


def test_nobody_is_told_of_a_cancellation_who_was_never_told_of_the_workshop(
    ahead: Workshop, champion: Person
) -> None:
    WorkshopMail.owe(now())
    ahead.cancel(champion)
    mail_due()
    assert entries() == []
    assert [row.state for row in WorkshopMail.objects.all()] == ["suppressed"]


def test_a_workshop_that_is_over_is_told_to_nobody(champion: Person, member: Person) -> None:
    past = workshop_factory.workshop(champion, starts_at=now() - timedelta(hours=1))
    Participant.invite(champion, past, [member])
    mail_due()
    assert entries() == []


def test_a_guest_and_somebody_at_the_door_are_not_mailed(ahead: Workshop, observer: Person) -> None:
    workshop_factory.guest(ahead)
    Participant.come(ahead, observer)
    mail_due()
    assert [subject for subject, *_ in entries()] == ["You are invited: One commitment"]


def test_owing_asks_the_same_number_of_questions_for_one_and_three(
    ahead: Workshop,
    champion: Person,
    observer: Person,
    facilitator: Person,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    with django_assert_num_queries(2):
        WorkshopMail.owe(now())
    WorkshopMail.objects.all().delete()
    Participant.invite(champion, ahead, [observer, facilitator])
    with django_assert_num_queries(2):
        WorkshopMail.owe(now())

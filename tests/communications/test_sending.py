"""An edition on its way shows how far it is, is stopped after what has left, and goes on."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
import time_machine
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from changeprog.communications import tasks
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.communications.models.edition import HasLeft
from changeprog.communications.sending import how_far
from changeprog.programme.models import Event, Person
from tests import factory

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
Browse = Callable[[Person], Client]


class StoppedAfterTwo(BaseEmailBackend):
    """A mail server during whose second message somebody presses Stop."""

    taken: ClassVar[list[str]] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self.taken.append(message.to[0])
            if len(self.taken) == 2:
                found = Edition.objects.with_names().get()
                found.stop(factory.champion_of(found.procedure.programme))
        return len(email_messages)


@pytest.fixture
def edition(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> Edition:
    """One with something to tell five readers, whose hour strikes now."""
    for name in ("Ada", "Ben", "Cleo"):
        factory.make_person(procedure.programme, "member", name)
    factory.log_victory(member)
    clock.move_to(MONDAY)
    tasks.compose_due()
    return now_it_is()


@pytest.fixture
def stopped(edition: Edition, settings: LazySettings) -> Edition:
    """The same, stopped while its second message left."""
    StoppedAfterTwo.taken = []
    settings.EMAIL_BACKEND = "tests.communications.test_sending.StoppedAfterTwo"
    tasks.deliver_due()
    return now_it_is()


def now_it_is() -> Edition:
    return Edition.objects.with_names().with_counts().get()


def counts() -> dict[str, int]:
    return {state.value: number for state, number in now_it_is().counts}


def to(name: str, edition: Edition) -> str:
    return reverse(f"communications:{name}", args=[edition.procedure.programme.key, edition.pk])


def test_its_page_says_how_far_it_is_to_whom_it_concerns(
    edition: Edition, browse: Browse, champion: Person, member: Person
) -> None:
    Delivery.objects.filter(person=member).update(state="sent", sent_at=MONDAY, claimed_at=MONDAY)
    page = browse(champion).get(edition.get_absolute_url()).content.decode()
    assert "1 of 5 messages" in page
    assert "Stop the rest" in page
    assert "1 of 5 messages" in browse(champion).get(to("sending", edition)).content.decode()
    assert "of 5 messages" not in browse(member).get(edition.get_absolute_url()).content.decode()
    assert browse(member).get(to("sending", edition)).status_code == 403
    assert browse(member).post(to("stop", edition)).status_code == 403


def test_before_its_hour_and_once_all_have_left_there_is_no_bar(
    edition: Edition, clock: time_machine.Traveller, browse: Browse, champion: Person
) -> None:
    assert how_far(edition) is not None
    clock.move_to(MONDAY - timedelta(hours=1))
    assert how_far(now_it_is()) is None
    clock.move_to(MONDAY)
    tasks.deliver_due()
    assert how_far(now_it_is()) is None
    assert browse(champion).get(to("sending", edition))["HX-Refresh"] == "true"


def test_while_the_rest_waits_for_its_hour_it_is_asked_for_less_often(
    edition: Edition, clock: time_machine.Traveller
) -> None:
    Person.objects.filter(name="Ada").update(time_zone="America/New_York")
    tasks.deliver_due()
    clock.move_to(MONDAY + timedelta(minutes=2))
    work = how_far(now_it_is())
    assert work is not None
    assert (work.done, work.total, work.seconds) == (4, 5, 15)
    assert work.doing == "On its way; the rest waits for its hour"


def test_stopped_in_the_middle_what_has_left_has_left_and_nothing_else_does(
    stopped: Edition, clock: time_machine.Traveller
) -> None:
    assert len(StoppedAfterTwo.taken) == 2
    assert counts() == {"sent": 2, "suppressed": 3}
    clock.move_to(MONDAY + timedelta(hours=2))
    tasks.deliver_due()
    assert counts() == {"sent": 2, "suppressed": 3}


def test_what_the_mail_server_gave_back_after_stopping_stays_too(
    stopped: Edition, clock: time_machine.Traveller
) -> None:
    Delivery.objects.filter(pk__in=Delivery.objects.sent()[:1]).update(state="due", retry_at=MONDAY)
    clock.move_to(MONDAY + timedelta(hours=1))
    tasks.deliver_due()
    assert counts() == {"sent": 1, "suppressed": 4}


def test_the_rest_goes_on_once_and_reaches_everybody_once(
    stopped: Edition, browse: Browse, champion: Person
) -> None:
    page = browse(champion).get(stopped.get_absolute_url()).content.decode()
    assert "Send the rest to 3 readers" in page
    browse(champion).post(to("go_on", stopped))
    browse(champion).post(to("go_on", stopped))
    tasks.deliver_due()
    assert counts() == {"sent": 5}
    assert len(set(StoppedAfterTwo.taken)) == len(StoppedAfterTwo.taken) == 5
    assert Event.objects.about("edition.resumed").count() == 1


def test_stopping_is_said_in_the_journal_and_undone(
    edition: Edition, browse: Browse, champion: Person
) -> None:
    client = browse(champion)
    assert "Stopped. What has left has left" in (
        client.post(to("stop", edition), follow=True).content.decode()
    )
    stopped = Event.objects.about("edition.stopped").get()
    undo = reverse(
        "communications:desk_undo", args=[champion.programme.key, edition.pk, stopped.pk]
    )
    assert "The rest goes out after all." in client.post(undo, follow=True).content.decode()
    assert counts() == {"due": 5}


def test_what_is_stopped_before_any_of_it_left_can_still_be_skipped_and_come_back(
    edition: Edition, champion: Person
) -> None:
    edition.stop(champion)
    edition.skip(champion, "Not this week")
    assert counts() == {"suppressed": 5}
    edition.unskip(champion)
    edition.approve(champion)
    tasks.deliver_due()
    assert counts() == {"sent": 5}


def test_the_approval_of_what_has_left_is_not_taken_back_by_stopping(
    stopped: Edition, champion: Person
) -> None:
    with pytest.raises(HasLeft):
        stopped.take_approval_back(champion)
    assert now_it_is().stopped_at == MONDAY
    assert counts() == {"sent": 2, "suppressed": 3}

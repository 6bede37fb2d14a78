"""Escalation by the real worker, on a frozen clock: from the queue to the mail on its way."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from changeprog.accounts.models import Letter
from changeprog.communications.tasks import send_notices
from changeprog.programme.models import Event
from teams.tasks import escalate_due
from tests import factory
from tests.frozen import Worker, frozen_worker

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Worker]:
    with frozen_worker() as worker:
        yield worker


def told() -> list[tuple[str, datetime]]:
    events = Event.objects.filter(verb="barrier.escalated").order_by("pk")
    return [(event.facts["asked"], event.at) for event in events]


def test_the_worker_asks_the_chair_then_the_champion_each_once_and_in_one_mail(
    worker: Worker,
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        programme = factory.make_programme()
        champion = factory.champion_of(programme)
        chair = factory.make_person(programme, name="Cleo Chair")
        factory.seat(chair, factory.core_team(programme, "rollout"), chair=True)
        first = factory.log_barrier(champion, "No tablets")
        second = factory.log_barrier(champion, "No time")

    worker.beat(MONDAY + DAY - timedelta(seconds=1), escalate_due)
    assert told() == []
    worker.beat(MONDAY + DAY, escalate_due, escalate_due, send_notices)
    assert told() == [("Cleo Chair", MONDAY + DAY)] * 2
    assert Letter.objects.count() == 0

    morning = MONDAY + 2 * DAY - timedelta(hours=1)
    worker.beat(morning, send_notices, send_notices)
    assert [letter.to for letter in Letter.objects.all()] == [f"Cleo Chair <{chair.email}>"]
    text = Letter.objects.get().text
    assert (str(first) in text, str(second) in text) == (True, True)

    with time_machine.travel(morning, tick=False):
        first.take(chair)
    worker.beat(MONDAY + 3 * DAY, escalate_due, escalate_due)
    assert told()[2:] == [("Chris Champion", MONDAY + 3 * DAY)]
    worker.beat(MONDAY + 30 * DAY, escalate_due)
    assert len(told()) == 3

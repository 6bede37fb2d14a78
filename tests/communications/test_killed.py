"""A worker killed by SIGKILL in the middle of its deliveries, counted at a real SMTP server."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from threading import Semaphore
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db.models import F

from changeprog.communications.models import Delivery, Procedure
from changeprog.communications.models.posting import CLAIM_HOLDS
from tests import factory
from tests.addresses import database_url, free_port

PEOPLE = 12
KILLED_AFTER = 5


class Postbox:
    """Takes every message; after ``killed_after`` of them it kills the worker before answering.

    That is the worst moment: the server has the message, and the worker will never know.
    """

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.killed_after: int | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.ready = Semaphore(0)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        message = message_from_bytes(envelope.content)
        self.received.append((envelope.rcpt_tos[0], message["Message-ID"]))
        if len(self.received) == self.killed_after:
            self.ready.acquire(timeout=30)
            assert self.worker is not None
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait(30)
        return "250 Taken"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, str]]:
    box = Postbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


def start_worker(email_url: str) -> subprocess.Popen[bytes]:
    """Start a worker on the test's own database and the postbox."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.communications.worker"],
        cwd=settings.ROOT,
        env={**os.environ, "DATABASE_URL": database_url(), "EMAIL_URL": email_url}
        | {"DJANGO_SETTINGS_MODULE": "changeprog.settings"},
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_delivery_loses_nothing_and_repeats_only_what_is_in_doubt(
    postbox: tuple[Postbox, str],
) -> None:
    box, email_url = postbox
    programme = factory.make_programme()
    for _ in range(PEOPLE - 1):
        factory.make_person(programme)
    factory.make_milestone(programme)
    procedure = Procedure.objects.get(programme=programme)
    Procedure.objects.update(starts_at=datetime.now(UTC) - timedelta(days=8))
    edition = procedure.compose()
    assert edition is not None

    box.killed_after = KILLED_AFTER
    box.worker = start_worker(email_url)
    box.ready.release()
    assert box.worker.wait(60) == -signal.SIGKILL
    assert len(box.received) == KILLED_AFTER
    assert states() == {"sent": KILLED_AFTER - 1, "sending": 1, "due": PEOPLE - KILLED_AFTER}
    (doubtful,) = Delivery.objects.filter(state="sending").values_list("message_id", flat=True)

    assert start_worker(email_url).wait(60) == 0
    assert states() == {"sent": PEOPLE - 1, "sending": 1}
    assert len(box.received) == PEOPLE

    Delivery.objects.filter(state="sending").update(
        claimed_at=F("claimed_at") - CLAIM_HOLDS - timedelta(seconds=1)
    )
    assert start_worker(email_url).wait(60) == 0
    assert start_worker(email_url).wait(60) == 0
    assert states() == {"sent": PEOPLE}
    times = Counter(message_id for _, message_id in box.received)
    assert {message_id for message_id, count in times.items() if count > 1} == {doubtful}
    assert times[doubtful] == 2
    assert len({recipient for recipient, _ in box.received}) == PEOPLE


def states() -> dict[str, int]:
    return dict(Counter(Delivery.objects.values_list("state", flat=True)))

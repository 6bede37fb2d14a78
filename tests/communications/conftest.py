"""A programme under a frozen clock, and what its digests did."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import LazySettings

from changeprog.accounts.models import Letter
from changeprog.communications import tasks
from changeprog.communications.models import Delivery, Procedure
from changeprog.programme.models import Programme

START = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
"""A Wednesday noon: the first digest is due on Monday, 23 November."""


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Freeze the time at ``START``; a test moves it with ``move_to``."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def kept_mail(settings: LazySettings) -> None:
    """Keep the mail as a copy without a mail server does."""
    settings.EMAIL_BACKEND = "changeprog.accounts.mail.KeptBackend"


@pytest.fixture
def procedure(clock: time_machine.Traveller, programme: Programme) -> Procedure:
    """Return the weekly digest of a programme started at ``START``."""
    return Procedure.objects.select_related("programme").get(programme=programme)


def beat() -> list[str]:
    """Let one beat pass and return who was sent what by it, as "Name: day of the edition"."""
    before = set(Delivery.objects.sent().values_list("pk", flat=True))
    tasks.compose_due()
    tasks.deliver_due()
    new = Delivery.objects.sent().exclude(pk__in=before).select_related("person", "edition")
    return sorted(f"{each.person.name}: {each.edition.occurrence:%d %b}" for each in new)


def letters() -> int:
    """Return how many messages left this machine."""
    return Letter.objects.filter(subject__contains="Weekly digest").count()

"""A programme under a frozen clock, and what its digests did."""

from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
import time_machine
from django.conf import LazySettings

from changeprog.accounts.models import Letter
from changeprog.communications import tasks
from changeprog.communications.models import CalendarFeed, Delivery, Procedure, Webhook
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.communications import webhook_calls
from tests.communications.mail_server import Server
from tests.listener import Listener, listening

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


@pytest.fixture
def server(settings: LazySettings) -> Iterator[type[Server]]:
    settings.EMAIL_BACKEND = "tests.communications.mail_server.Server"
    Server.answers, Server.taken, Server.opened, Server.away = [], [], 0, None
    yield Server
    Server.away = None


@pytest.fixture
def world(procedure: Procedure, champion: Person, member: Person) -> Programme:
    """People around the world, with a victory to hear of."""
    zones = {
        "Nepal": "Asia/Kathmandu",
        "Newfoundland": "America/St_Johns",
        "Chatham": "Pacific/Chatham",
    }
    for name, zone in zones.items():
        factory.make_person(procedure.programme, "member", name, time_zone=zone)
    factory.log_victory(member)
    return procedure.programme


@pytest.fixture
def feed(member: Person) -> CalendarFeed:
    return CalendarFeed.offer(member)


@pytest.fixture
def listener(settings: LazySettings) -> Iterator[Listener]:
    """A server that this copy may call."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]
    settings.WEBHOOK_HTTP = True
    with listening() as made:
        yield made


@pytest.fixture
def chat(champion: Person, listener: Listener) -> Webhook:
    return webhook_calls.add(champion, listener)


@pytest.fixture
def system(champion: Person, listener: Listener) -> Webhook:
    return webhook_calls.add(champion, listener, kind=Webhook.Kind.SYSTEM, name="Data warehouse")

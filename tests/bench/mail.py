"""An edition for 10,000 people, delivered to a mail server here, against ``smtplib`` alone.

The ceiling sends the same bytes to the same people over one connection and does nothing else; it
is measured before and after the delivering, in the same run.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from smtplib import SMTP
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from psutil import Process

from changeprog.communications import delivering
from changeprog.communications.models import Delivery, Procedure
from changeprog.programme.models import Person, Programme
from tests import factory
from tests.post_office import post_office

READERS = 10_000
FEW = 1_300
"""Readers where fewer than ten rounds are asked for, to try it out."""
WARM, COUNTED = 200, 100
"""Messages sent before anything is measured, and those whose queries are counted."""
CEILING = 2_000
"""Messages of each half of the ceiling."""
ENOUGH = 10
ZONES = ["Europe/Berlin", "Europe/London", "America/Chicago", "Asia/Kolkata"]


def lines(rounds: int, tell: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Yield what composing and delivering took, and how that compares with the ceiling."""
    readers = READERS if rounds >= ENOUGH else FEW
    programme = scene(readers)
    procedure = Procedure.objects.digests().get(programme=programme)
    started = perf_counter()
    procedure.compose()
    yield {"case": "compose", "readers": readers, "seconds": round(perf_counter() - started, 2)}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with post_office() as port, smtp(port):
        yield delivered(port, readers, tell)


def scene(readers: int) -> Programme:
    """A programme with something to tell, and its readers, whose hour has struck everywhere."""
    programme = factory.make_programme()
    Procedure.objects.update(starts_at=now() - timedelta(days=8))
    champion = factory.champion_of(programme)
    for number in range(5):
        factory.make_milestone(programme, f"Milestone {number}")
        factory.log_victory(champion)
        factory.log_barrier(champion)
    Person.objects.bulk_create(
        Person(
            programme=programme,
            name=f"Person {number}",
            email=f"person{number}@example.org",
            role="member" if number % 5 else "observer",
            time_zone=ZONES[number % len(ZONES)],
        )
        for number in range(readers - 1)
    )
    return programme


def smtp(port: int) -> Any:
    """Send by the server on that port of this machine."""
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
    )


def delivered(port: int, readers: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Deliver everything and say how fast, beside how fast the ceiling was before and after."""
    Delivery.objects.update(retry_at=now() + timedelta(hours=1))
    some(WARM)
    with CaptureQueriesContext(connection) as asked:
        some(COUNTED)
    before, memory = ceiling(port), Process().memory_info().rss
    Delivery.objects.update(retry_at=None)
    tell("  delivering")
    started, worked = perf_counter(), process_time()
    delivering.deliver_due()
    took, computed = perf_counter() - started, process_time() - worked
    rest = readers - WARM - COUNTED
    grown = Process().memory_info().rss - memory
    rate, bare = rest / took, (before + ceiling(port)) / 2
    return {
        "case": "deliver",
        "messages": rest,
        "left": Delivery.objects.exclude(state=Delivery.State.SENT).count(),
        "bytes": len(bytes(Delivery.objects.sent()[0].source)),
        "messages_a_second": round(rate, 1),
        "smtplib_a_second": round(bare, 1),
        "ratio": round(rate / bare, 2),
        "cpu_ms_a_message": round(computed * 1000 / rest, 2),
        "queries_a_message": round(len(asked) / COUNTED, 2),
        "memory_grown_mb": round(grown / 1e6, 1),
    }


def some(count: int) -> None:
    """Deliver that many."""
    ready = Delivery.objects.filter(state=Delivery.State.DUE).values_list("pk", flat=True)
    Delivery.objects.filter(pk__in=list(ready[:count])).update(retry_at=None)
    delivering.deliver_due()


def ceiling(port: int) -> float:
    """Return how many messages a second ``smtplib`` alone sends over one connection."""
    source = bytes(Delivery.objects.sent()[0].source)
    started = perf_counter()
    with SMTP("127.0.0.1", port) as client:
        for number in range(CEILING):
            client.sendmail("us@example.org", [f"person{number}@example.org"], source)
    return CEILING / (perf_counter() - started)

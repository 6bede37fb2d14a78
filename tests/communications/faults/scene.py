"""A programme with readers whose hour has struck, its editions, and what beat would do in time."""

from datetime import UTC, datetime, timedelta

from django.db.models import F

from changeprog.communications.delivering import deliver_due
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.communications.models.posting import CLAIM_HOLDS
from changeprog.programme.models import Person
from tests import factory

A_WHILE = CLAIM_HOLDS + timedelta(seconds=1)


def programme_of(people: int) -> Procedure:
    """Return the weekly digest of a programme in which so many take part."""
    programme = factory.make_programme()
    factory.make_milestone(programme, due=datetime.now(UTC).date() + timedelta(days=3))
    Person.objects.bulk_create(
        Person(
            programme=programme,
            name=f"Reader {number}",
            email=f"reader{number}@example.org",
            role="member",
        )
        for number in range(people - 1)
    )
    Procedure.objects.update(starts_at=datetime.now(UTC) - timedelta(days=400))
    return Procedure.objects.select_related("programme").get(programme=programme)


def edition_of(procedure: Procedure, number: int = 0) -> Edition:
    """Make the edition of some day in the past, with a word to tell, due to everybody."""
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=2 + number)
    edition = Edition.objects.create(
        procedure=procedure, occurrence=day, since=now, until=now, word=f"Edition {number}"
    )
    Delivery.objects.bulk_create(edition.deliveries_for(procedure.readers()))
    return edition


def let_time_pass() -> None:
    """Have every wait be over: for the next attempt, and for the end of a claim."""
    Delivery.objects.exclude(retry_at=None).update(retry_at=F("retry_at") - timedelta(hours=2))
    claimed = Delivery.objects.filter(state=Delivery.State.SENDING)
    claimed.update(claimed_at=F("claimed_at") - A_WHILE)


def deliver(beats: int = 40) -> int:
    """Deliver in this process as often as beat would ask; return how often it took."""
    for beat in range(beats):
        if not Delivery.objects.filter(state__in=["due", "sending"]).exists():
            return beat
        let_time_pass()
        deliver_due()
    raise AssertionError(f"Still not delivered after {beats} questions of beat")


def states() -> dict[str, int]:
    """Return how many deliveries are in each state."""
    found: dict[str, int] = {}
    for state in Delivery.objects.order_by("state").values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def promised() -> set[tuple[str, str]]:
    """Return who was to be sent what: addresses with Message-IDs."""
    return set(Delivery.objects.values_list("person__email", "message_id"))

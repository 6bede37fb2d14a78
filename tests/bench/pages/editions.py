"""A year of editions of the weekly digest, each delivered to everybody, in bulk."""

from datetime import timedelta

from django.utils.timezone import localdate, now

from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.programme.models import Person, Programme

A_WEEK = timedelta(days=7)


def publish(programme: Programme, people: list[Person], count: int) -> list[Edition]:
    """Return ``count`` editions, the newest of this week, all of which say what this week's says.

    Each has a delivery that was sent to each of ``people``.
    """
    procedure = Procedure.objects.digests().get(programme=programme)
    told = [each.marked().as_json() for each in procedure.told(now() - A_WEEK, now())]
    editions = Edition.objects.bulk_create(
        Edition(
            procedure=procedure,
            occurrence=localdate() - number * A_WEEK,
            since=until - A_WEEK,
            until=until,
            composed_at=until,
            sections=told,
        )
        for number in range(count)
        for until in [now() - number * A_WEEK]
    )
    Delivery.objects.bulk_create(
        (
            Delivery(edition=edition, person=person, state="sent", sent_at=edition.until)
            for edition in editions
            for person in people
        ),
        batch_size=5_000,
    )
    return editions

"""What communications tell of workshops: what was committed to there, and which day each has."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from changeprog.communications import digest, moments
from changeprog.communications.digest import Line, PersonalSection, Section
from changeprog.communications.models.terms import Topic
from changeprog.communications.moments import Moment
from changeprog.communications.sections.window import in_words
from changeprog.programme.models import Person, Programme, Visibility
from workshops.models import Commitment, Workshop


def committed(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell members what people signed in the window, as far as a room has heard it."""
    signed = Commitment.objects.heard().filter(programme=programme)
    rows = signed.filter(signed_at__gte=since, signed_at__lt=until)
    return [
        Line(
            each.text,
            f"{by_when(each)}, committed to in “{each.workshop.title}”",
            each.workshop.get_absolute_url(),
            each.participant.name,
            Visibility.MEMBERS,
        )
        for each in rows.select_related("participant", "workshop__programme")
    ]


def promised(person: Person) -> list[Line]:
    """Remind ``person`` of what they committed to and have neither kept nor given up."""
    own = Commitment.objects.promised_by(person).filter(programme=person.programme_id)
    rows = own.standing().select_related("programme", "workshop")
    return [Line(each.text, by_when(each), each.get_absolute_url()) for each in rows]


def promisers(people: Collection[int]) -> Collection[int]:
    """Return who among ``people`` has a commitment that stands."""
    own = Commitment.objects.signed().filter(participant__person__in=people).standing()
    return own.values_list("participant__person", flat=True)


def by_when(commitment: Commitment) -> str:
    """Say by which day it is to be kept."""
    return f"By {in_words(commitment.due)}" if commitment.due else ""


def days_of(programme: Programme) -> list[Moment]:
    """Return the day of each workshop by the programme's clock: planned, or the one it had."""
    zone = ZoneInfo(programme.time_zone)
    rows = Workshop.objects.filter(programme=programme).exclude(status=Workshop.Status.CANCELLED)
    return [
        Moment(
            (row.opened_at or row.starts_at).astimezone(zone).date(),
            over=row.is_settled,
        )
        for row in rows.only("status", "starts_at", "opened_at")
    ]


def register() -> None:
    """Register it all."""
    digest.register(Section("committed", "What was promised", 29, committed, Topic.COMMITMENTS))
    digest.register_personal(
        PersonalSection("promised", "What you promised", 12, promised, promisers, Topic.COMMITMENTS)
    )
    moments.register("workshop", days_of)

"""Who may read the record of a workshop."""

from django.db.models import Q, QuerySet

from changeprog.programme.models import Person, Role
from workshops.models import Participant, Workshop


def may_read(workshop: Workshop, person: Person) -> bool:
    """Whether ``person`` may: who led or may lead it, and members who were asked or came to it.

    Guests have no account, so somebody hands it to them; observers read what was published.
    """
    if workshop.led_by(person):
        return True
    own = workshop.participants.filter(person=person).exclude(state=Participant.State.REMOVED)
    return person.may(Role.MEMBER) and own.exclude(state=Participant.State.WAITING).exists()


def readable_by(person: Person) -> "QuerySet[Workshop]":
    """Return the workshops of their programme whose record ``person`` may read."""
    rows = Workshop.objects.filter(programme=person.programme_id).order_by()
    if person.may(Role.FACILITATOR):
        return rows
    turned_away = [Participant.State.REMOVED, Participant.State.WAITING]
    own = Participant.objects.filter(person=person).exclude(state__in=turned_away)
    here = Q(facilitator=person) | Q(cofacilitator=person) | Q(pk__in=own.values("workshop"))
    return rows.filter(here) if person.may(Role.MEMBER) else rows.none()

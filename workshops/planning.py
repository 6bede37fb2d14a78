"""Planning a workshop: its agenda, and who is asked to come."""

from collections.abc import Iterable

from django.db import transaction

from changeprog.programme.models import Person, Programme, Team
from teams.models import Seat
from workshops.agendas import Agenda
from workshops.models import Activity, Participant, Workshop


def leadership(programme: Programme) -> list[Person]:
    """Return who holds a seat in the leadership team, by name: those who are usually asked."""
    seats = Seat.objects.held().filter(team__programme=programme, team__kind=Team.Kind.LEADERSHIP)
    people = Person.objects.present().with_role().select_related("function")
    return list(people.filter(pk__in=seats.values("person"), programme=programme))


@transaction.atomic
def plan(by: Person, workshop: Workshop, agenda: Agenda, people: Iterable[Person]) -> bool:
    """Plan a new workshop with its agenda and those invited; once per ``key``.

    Whoever facilitates it takes part in it like anybody.
    """
    if not workshop.plan(by):
        return False
    Activity.lay(workshop, agenda)
    leaders = [each for each in (workshop.facilitator, workshop.cofacilitator) if each]
    Participant.invite(by, workshop, {each.pk: each for each in [*people, *leaders]}.values())
    return True


def ask_leaders(by: Person, workshop: Workshop) -> None:
    """Invite whoever has become its facilitator or co-facilitator."""
    leaders = [each for each in (workshop.facilitator, workshop.cofacilitator) if each]
    Participant.invite(by, workshop, leaders)

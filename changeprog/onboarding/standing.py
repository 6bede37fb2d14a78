"""What a person is to an adopting team: one of it, who leads it, or neither."""

from django.db.models import Q

from changeprog.onboarding.models import Adoption
from changeprog.programme.models import Person, Role, Team
from teams.models import Seat


def own_teams(person: Person) -> list[Team]:
    """Return the adopting teams in which ``person`` holds a seat, by name."""
    seats = Seat.objects.held().filter(person=person, team__kind=Team.Kind.ADOPTING)
    return [seat.team for seat in seats.select_related("team__programme").order_by("team__name")]


def is_of(person: Person, team: Team) -> bool:
    """Whether ``person`` holds a seat in ``team``."""
    return Seat.objects.held().filter(person=person, team=team).exists()


def may_lead(person: Person, team: Team) -> bool:
    """Whether ``person`` may do what is given to who leads ``team``.

    That are the champions, its chairs and whoever was named to lead it on board.
    """
    if person.may(Role.CHAMPION):
        return True
    if not person.may(Role.MEMBER):
        return False
    chairs = Q(seats__in=Seat.objects.held().chairs().filter(person=person))
    led = Q(adoption__in=Adoption.objects.filter(lead=person))
    return Team.objects.filter(chairs | led, pk=team.pk).exists()

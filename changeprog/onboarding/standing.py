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
    return person.may(Role.MEMBER) and Team.objects.filter(_led(person), pk=team.pk).exists()


def led_by(person: Person) -> set[int] | None:
    """Return the numbers of the adopting teams that ``person`` is offered to lead.

    ``None`` means all of them; in a closed programme it is none.
    """
    if person.programme.closed_at:
        return set()
    if person.may(Role.CHAMPION):
        return None
    if not person.may(Role.MEMBER):
        return set()
    own = Team.objects.filter(_led(person), programme=person.programme_id).adopting()
    return set(own.order_by().values_list("pk", flat=True))


def is_offered_to_lead(person: Person, team: Team) -> bool:
    """Whether pages offer ``person`` what ``may_lead`` allows: no longer once all is over."""
    is_over = team.retired_at or team.programme.closed_at
    return not is_over and may_lead(person, team)


def _led(person: Person) -> Q:
    """Return the condition that ``person`` holds a chair of a team or was named to lead it."""
    chairs = Seat.objects.held().chairs().filter(person=person)
    led = Adoption.objects.filter(lead=person)
    return Q(pk__in=chairs.values("team")) | Q(pk__in=led.values("team"))

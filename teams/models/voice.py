"""Who has a say in how the teams work, and who decides it."""

from django.db import models

from changeprog.programme.models import Person, Programme, Role, Team
from teams.models.seat import Seat, leads


def on_teams(programme: Programme) -> models.QuerySet[Person]:
    """Return everybody who has a seat in a team of ``programme`` and takes part, by name."""
    seated = Seat.objects.held().filter(team__programme=programme).values("person")
    return Person.objects.present().filter(pk__in=seated)


def voices(programme: Programme) -> set[int]:
    """Return the keys of the people on the teams."""
    return set(on_teams(programme).order_by().values_list("pk", flat=True))


def decides(person: Person) -> bool:
    """Whether ``person`` decides what the teams agree on: a champion, or a chair of any team."""
    if person.may(Role.CHAMPION):
        return True
    chairs = Seat.objects.held().chairs()
    return chairs.filter(person=person, team__programme=person.programme_id).exists()


def may_seat(person: Person, team: Team) -> bool:
    """Whether ``person`` may give seats in ``team``: its chair, or the champion."""
    return person.may(Role.CHAMPION) or (person.may(Role.MEMBER) and leads(person, team))

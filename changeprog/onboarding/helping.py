"""Who helps whom: the mentors of a team, or, where nobody is named, those who lead it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from changeprog.onboarding.answering import Pace, pace
from changeprog.onboarding.models import Adoption, Mentorship, Question
from changeprog.onboarding.models.question import QuestionQuerySet
from changeprog.programme.models import Person, Role, Team
from teams.models import Seat

LOOKED_AT = timedelta(days=90)
"""How far back the pace of answers looks: what was slow long ago says nothing of today."""


def mentors_of(team: Team) -> list[Mentorship]:
    """Return who is a mentor of ``team``, by name."""
    return list(Mentorship.objects.held().filter(team=team).with_names())


def helpers(team: Team) -> list[Person]:
    """Return who is asked in ``team``, by name: its mentors; without any, its lead and its chairs.

    One query, whichever it is.
    """
    held = Mentorship.objects.held().filter(team=team)
    chairs = Seat.objects.held().chairs().filter(team=team)
    lead = Q(adoptions_led__team=team) | Q(pk__in=chairs.values("person"))
    asked = Q(pk__in=held.values("person")) | (lead & ~Exists(held))
    return list(Person.objects.present().filter(asked).distinct())


def helped_by(person: Person) -> QuerySet[Team]:
    """Return the teams whose people ask ``person``."""
    if not person.may(Role.MEMBER):
        return Team.objects.none()
    held = Mentorship.objects.held()
    own = Q(pk__in=held.filter(person=person).values("team"))
    led = Q(pk__in=Adoption.objects.filter(lead=person).values("team"))
    led |= Q(pk__in=Seat.objects.held().chairs().filter(person=person).values("team"))
    without = ~Exists(held.filter(team=OuterRef("pk")))
    teams = Team.objects.filter(programme=person.programme).adopting()
    return teams.filter(own | (led & Q(without)))


def readable_by(person: Person) -> QuestionQuerySet:
    """Return the questions that ``person`` may read: asked by them, or asked of them."""
    asked = Q(asker=person) | Q(answered_by=person)
    rows: QuestionQuerySet = Question.objects.filter(
        asked | Q(team__in=helped_by(person).values("pk")), programme=person.programme
    )
    return rows


def paces(teams: Collection[Team], at: datetime | None = None) -> dict[int, Pace]:
    """Return how fast each of ``teams`` is answered, by its number; one query."""
    until = at or now()
    rows = Question.objects.filter(team__in=teams, asked_at__range=(until - LOOKED_AT, until))
    took: dict[int, list[timedelta]] = {}
    waits: dict[int, list[timedelta]] = {}
    times: Iterable[tuple[int, datetime, datetime | None]]
    times = rows.order_by().values_list("team", "asked_at", "answered_at")
    for team, asked, answered in times:
        known = took if answered else waits
        known.setdefault(team, []).append((answered or until) - asked)
    found = {team: pace(took.get(team, []), waits.get(team, [])) for team in {*took, *waits}}
    return {team: known for team, known in found.items() if known}

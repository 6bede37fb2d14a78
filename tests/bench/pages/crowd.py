"""One large programme in which there is a lot of everything."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from changeprog.programme.models import Person, Programme
from stakeholders import charting, standing, web_room
from teams.models import Meeting
from tests import factory, objects
from tests.bench import direction, map, teams  # noqa: A004 -- a benchmark's name
from tests.bench.pages import editions, workshops
from tests.onboarding.crowd import crowd
from tests.team_crowd import team_crowd

TEAMS, PEOPLE_EACH = 40, 25
"""Adopting teams, and the people of each: a thousand."""
OF_THE_REST = 40
"""Hand-offs, duties, meetings, rules, resources and whatever else there is."""
MILESTONES = 300 - 2 * OF_THE_REST
TIES, EVENTS, WORKSHOPS, EDITIONS = 10_000, 20_000, 100, 52
BEGUN = timedelta(days=540)


def large(tell: Callable[[str], None]) -> tuple[Person, Person]:
    """Make the programme and return its champion and a member; ``tell`` hears what is made."""
    programme = factory.make_programme()
    Programme.objects.filter(pk=programme.pk).update(created_at=now() - BEGUN)
    champion = factory.champion_of(programme)
    tell("  people, teams, trials")
    with transaction.atomic():
        crowd(programme, TEAMS, PEOPLE_EACH)
        member = factory.make_person(programme, name="Mo Member")
        people = list(Person.objects.filter(programme=programme, name__startswith="Adopter"))
        tell("  everything else")
        team_crowd(programme, OF_THE_REST)
        _put_off(programme)
        tell("  objectives, milestones, victories, barriers")
        _work(programme, champion, people)
        tell("  map")
        map.put_on_map(programme, people, TIES)
        tell("  workshops")
        workshops.hold(programme, [champion, member], people, WORKSHOPS)
        tell("  editions")
        editions.publish(programme, [champion, member, *people], EDITIONS)
        objects.fill(programme)
    charting.draw_due(web_room.announce)
    standing.work_out_due()
    return champion, member


def _put_off(programme: Programme) -> None:
    """Have the one meeting with an agenda come before the others that are planned."""
    others = Meeting.objects.planned().filter(programme=programme, title__startswith="Meeting ")
    others.update(starts_at=F("starts_at") + timedelta(days=60))


def _work(programme: Programme, champion: Person, people: list[Person]) -> None:
    """Have objectives with readings, milestones, victories and barriers, and what was told."""
    objectives = direction.set_objectives(programme, people)
    milestones = direction.plan(programme, people, objectives, MILESTONES)
    direction.read(objectives, champion)
    direction.remember(programme, champion, objectives, milestones, EVENTS)
    direction.need(programme, milestones)
    won = teams.win(programme, people, objectives)
    teams.remember(programme, won, teams.block(programme, people))

"""Which object an address of bringing teams on board is about, in the walk of all addresses."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from changeprog.onboarding.models import Adoption, Stage
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory
from tests.onboarding import criteria, knowing, outside, pulse_factory, trial_factory

Maker = Callable[[Programme, Person | None], Any]


def adopting_team(programme: Programme, viewer: Person | None = None) -> Team:
    """A team that is being brought on board."""
    own = Team.objects.filter(programme=programme).adopting()
    return own.first() or Team.objects.create(programme=programme, name="Service desk")


def led_team(programme: Programme, viewer: Person | None = None) -> Team:
    """A team that the viewer leads on board; the champion where the viewer is a stranger."""
    team = adopting_team(programme, viewer)
    by = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    with transaction.atomic():
        Adoption.locked(team)
    Adoption.objects.filter(team=team).update(lead=by)
    return team


def moved(programme: Programme, viewer: Person | None = None) -> Event:
    """Something that the viewer has just done to a team, and may take back."""
    team = led_team(programme, viewer)
    adoption = Adoption.of(team)
    there = Stage.INVITED if adoption.stage == Stage.PREPARING else Stage.PREPARING
    adoption.move(adoption.lead or factory.champion_of(programme), there)
    return Event.objects.of(team).about("team.moved").latest("pk")


SUBJECTS: dict[str, Maker] = {
    "onboarding:trial": trial_factory.trial,
    "onboarding:trial_plan": trial_factory.own_team,
    "onboarding:trialnote": trial_factory.note,
    "onboarding:old_habit": trial_factory.old_habit,
    "onboarding:old_habit_new": trial_factory.own_team,
    **knowing.SUBJECTS,
    "onboarding:pulse_": pulse_factory.some_pulse,
    "onboarding:pulses_": led_team,
    "onboarding:reality_check": outside.some_check,
    "onboarding:remark": outside.some_remark,
    "onboarding:criterion": criteria.criterion,
    "onboarding:criterion_taking_back": criteria.accepted,
    "onboarding:evidence": criteria.evidence,
    "onboarding:team": adopting_team,
    "onboarding:team_": led_team,
    "onboarding:undoing": moved,
}
"""By the beginning of an address's name; an address takes the object's number as ``pk``."""

"""Factory functions for pulses: a team that is asked, what its people say, and how it is read."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import time_machine
from django.utils.timezone import localdate, now

from changeprog.onboarding import pulse_closing
from changeprog.onboarding.models import Adoption, Pulse, Slip, Stage
from changeprog.onboarding.pulse import Answer
from changeprog.onboarding.pulse_box import BELIEFS
from changeprog.programme.models import Person, Programme, Team
from tests import factory

YES, NOT_YET, LEFT_OUT = Answer.YES, Answer.NOT_YET, Answer.LEFT_OUT
NAMES = ("Ada", "Bo", "Cem", "Dora", "Eli", "Fritz", "Gita", "Hugo")


def team_of(programme: Programme, count: int = 6, name: str = "Service desk") -> Team:
    """An adopting team in which so many people have a seat, and which nobody leads."""
    team = Team.objects.create(programme=programme, name=name)
    for first in NAMES[:count]:
        sit(team, f"{first} {name}")
    return team


def sit(team: Team, name: str, **fields: Any) -> Person:
    """Somebody with a seat in ``team`` whom a mail reaches."""
    person = factory.make_person(team.programme, "member", name, **fields)
    factory.seat(person, team)
    return person


def led_by(team: Team, person: Person, stage: str = Stage.IN_TRIAL) -> Person:
    """Have ``person`` lead ``team``."""
    values = {"lead": person, "stage": stage, "programme": team.programme}
    Adoption.objects.update_or_create(team=team, defaults=values)
    return person


def ask(team: Team, days: int = 7, by: Person | None = None, **fields: Any) -> Pulse:
    """A pulse that runs for so many days from now."""
    pulse = Pulse.ask(team, by, localdate() + timedelta(days=days), **fields)
    return Pulse.objects.with_names().get(pk=pulse.pk)


def slips(pulse: Pulse) -> list[Slip]:
    """The slips of a pulse, by name."""
    related = pulse.slips.select_related("pulse__programme", "pulse__team", "person")
    return list(related.order_by("person__name"))


def say(pulse: Pulse, *answers: Answer) -> None:
    """Have the first people by name say the same to all six, each their own of ``answers``."""
    for slip, answer in zip(slips(pulse), answers, strict=False):
        slip.answer([answer] * len(BELIEFS))


def close(pulse: Pulse) -> Pulse:
    """Close a pulse just after its last day."""
    with time_machine.travel(pulse.closes_at + timedelta(minutes=1), tick=False):
        pulse_closing.close_all_due()
    return Pulse.objects.with_names().get(pk=pulse.pk)


def read(team: Team, *answers: Answer, **fields: Any) -> Pulse:
    """A pulse that was answered like this, and read."""
    pulse = ask(team, **fields)
    say(pulse, *answers)
    return close(pulse)


def fifths(pulse: Pulse) -> list[int | None]:
    """What a pulse tells of the six."""
    return list(pulse.findings.values_list("fifths", flat=True))


def made_public(pulse: Pulse) -> Pulse:
    """Let a pulse be over for longer than its team reads it alone."""
    Pulse.objects.filter(pk=pulse.pk).update(closed_at=now() - timedelta(days=30))
    return Pulse.objects.with_names().get(pk=pulse.pk)


def some_pulse(programme: Programme, viewer: Person | None = None) -> Pulse:
    """A pulse that runs in a team which the viewer leads."""
    known = Pulse.objects.filter(programme=programme).first()
    if known is None:
        team = team_of(programme, name="Asked team")
        known = ask(team, key=UUID(int=8))
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    led_by(known.team, own)
    return known

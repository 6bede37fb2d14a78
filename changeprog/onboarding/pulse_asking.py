"""Asking by itself: which teams have come to a moment at which they are asked, each once."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min, Prefetch, Q
from django.utils.timezone import localdate

from changeprog.onboarding import pulse_moments
from changeprog.onboarding.models import Adoption, Pulse
from changeprog.onboarding.models.pulse import DAYS_OPEN, CannotAsk
from changeprog.onboarding.pulse_keys import KeyAway
from changeprog.programme.models import Programme


def ask_due() -> None:
    """Ask every team that has come to a moment; what hinders one team holds up no other."""
    for adoption, moment, today in due():
        closes_on = today + timedelta(days=DAYS_OPEN)
        with suppress(CannotAsk, KeyAway):
            Pulse.ask(adoption.team, None, closes_on, moment=moment)


def due() -> Iterator[tuple[Adoption, str, date]]:
    """Yield the teams that have come to a moment, which, and the day by their programme."""
    known = Prefetch("team__pulses", Pulse.objects.only("team", "moment"), to_attr="asked")
    going_on = Programme.going_on("programme__")
    ways: Any = Adoption.objects.filter(going_on, team__retired_at=None)
    begun = Min("team__trials__starts_on", filter=Q(team__trials__removed_at=None))
    for way in ways.with_names().annotate(begun=begun).prefetch_related(known):
        today = localdate(timezone=ZoneInfo(way.programme.time_zone))
        begins = way.begun or way.starts_on
        moments = {pulse.moment for pulse in way.team.asked}
        if begins and (moment := pulse_moments.due(begins, way.stage, today, moments)):
            yield way, moment, today

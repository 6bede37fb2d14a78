"""Who is in which team: the app that seats people says so, and whoever filters by team asks."""

from collections.abc import Callable

from changeprog.programme.models import Programme

Members = dict[int, set[int]]
"""Numbers of people by the number of their team."""
Provider = Callable[[Programme], Members]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Have ``provider`` asked who is in which team; registering one twice changes nothing."""
    if provider not in _providers:
        _providers.append(provider)


def members(programme: Programme) -> Members:
    """Return who is in each team of the programme that has anybody."""
    known: Members = {}
    for provider in _providers:
        for team, people in provider(programme).items():
            known.setdefault(team, set()).update(people)
    return known

"""What stands in a team's way and what it has won, on its own page."""

from typing import Any

from django.db.models import Q

from changeprog.onboarding import team_page
from changeprog.onboarding.team_page import Section
from changeprog.programme.models import Person, Role, Team
from teams.models import Barrier, Victory

SHOWN = 5
"""Rows of each kind; the lists have the others."""
STALE = ("barrier.", "victory.", "person.removed", "person.renamed")


def of_team(team: Team, viewer: Person) -> dict[str, Any]:
    """Return the oldest barriers and the newest victories of ``team``, and how many there are."""
    mine = Q(affected_team=team) | Q(affected_team=None, team=team)
    barriers = Barrier.objects.filter(mine, programme=team.programme_id).standing().with_names()
    victories = Victory.objects.filter(team=team).with_names()
    standing, won = list(barriers[: SHOWN + 1]), list(victories[: SHOWN + 1])
    return {
        "barriers": standing[:SHOWN],
        "more_barriers": len(standing) > SHOWN,
        "victories": won[:SHOWN],
        "more_victories": len(won) > SHOWN,
        "may_log": viewer.may(Role.MEMBER) and not team.programme.closed_at,
    }


def register() -> None:
    """Show both on every team's page."""
    team_page.register(Section(60, "onboarding/team/_in_the_way.html", of_team, STALE))

"""Two columns of the board: how big the change is for a team, and what stands in its way."""

from django.db.models import Count, Min
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models import Judgement
from changeprog.direction.sizes import Size, size
from changeprog.onboarding import columns
from changeprog.onboarding.columns import Cell, Cells, Column
from changeprog.programme.models import Person, Programme
from changeprog.programme.words import days
from teams.models import Barrier
from teams.models.barrier import OLD

SHORT = {Size.SMALL: "Too small", Size.DIGESTIBLE: "Digestible", Size.BIG: "Too big"}
"""How big a change is, where there is little room; the detail says more."""


def sizes(programme: Programme, _viewer: Person) -> Cells:
    """Return how big the change looks for each team that somebody has judged; one query."""
    page = reverse("direction:size", args=[programme.key])
    newest = Judgement.objects.filter(programme=programme, team__isnull=False).newest()
    rows = newest.values_list("team", "share", "weeks")
    return {team: _size(share, weeks, page) for team, share, weeks in rows}


def _size(share: int, weeks: int, page: str) -> Cell:
    found = size(share, weeks)
    over = f"{share} % of the day over {weeks} week{'' if weeks == 1 else 's'}"
    return Cell(SHORT[found], page, found.tone.removeprefix("is-"), over)


def barriers(programme: Programme, _viewer: Person) -> Cells:
    """Return how much stands in the way of each team; one query.

    A barrier stands in the way of the team that it affects, or else of the one it was logged for.
    """
    page = reverse("teams:barriers", args=[programme.key])
    standing = Barrier.objects.filter(programme=programme).standing().order_by()
    whose = standing.annotate(whose=Coalesce("affected_team_id", "team_id")).exclude(whose=None)
    rows = whose.values_list("whose").annotate(count=Count("pk"), oldest=Min("logged_at"))
    return {
        team: _barriers(count, (now() - oldest).days, f"{page}?team={team}")
        for team, count, oldest in rows
    }


def _barriers(count: int, age: int, page: str) -> Cell:
    tone = "bad" if age >= OLD else "warn"
    return Cell(f"{count} open", page, tone, f"the oldest for {days(age)}" if age else "new")


def register() -> None:
    """Have the board show both."""
    columns.register(
        Column(10, "Size", sizes, ("size.",)),
        Column(30, "Barriers", barriers, ("barrier.",)),
    )

"""Business as usual, live: the page of a programme, a team's section, a column of the board."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from changeprog.onboarding import columns, team_page, usual_grid
from changeprog.onboarding.columns import Cell, Cells, Column
from changeprog.onboarding.criteria import Standing, Tally, may_write, standings
from changeprog.onboarding.models import Adoption, Criterion
from changeprog.onboarding.team_page import Section
from changeprog.programme.models import Person, Programme, Role, Team
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

STALE = ("criterion.", "evidence.", "objective.", "team.")
"""What happens to criteria, to what shows them, to the figures, and to the teams."""


def page(programme: Programme, _: Role) -> dict[str, Any]:
    """Return the criteria of the programme and the grid of its teams; four queries."""
    known = standings(Criterion.objects.filter(programme=programme).still().with_names())
    own = [each for each in known if each.criterion.team_id is None]
    teams = [(team, _page_of(programme, team)) for team in _teams(programme)]
    kinds = usual_grid.kinds([each for each in known if each.criterion.team_id])
    rows = usual_grid.rows(teams, _stages(programme), _by_team(known), kinds)
    return {
        "standings": own,
        "tally": Tally.of(each.progress for each in own),
        "kinds": kinds,
        "rows": rows,
        "usual": sum(row.tally.usual for row in rows),
        "without": sum(not row.tally.all for row in rows),
        "slipped": [each for each in known if each.slipped],
    }


def section(team: Team, viewer: Person) -> dict[str, Any]:
    """Return the criteria of one team; two queries, and one about the viewer."""
    own = standings(Criterion.objects.filter(team=team).with_names())
    return {
        "standings": own,
        "tally": Tally.of(each.progress for each in own),
        "may_write": may_write(viewer, team),
    }


def column(programme: Programme, _: Person) -> Cells:
    """Tell of each team how many of its criteria are accepted; one query."""
    accepted = Count("pk", filter=~Q(accepted_at=None))
    own = Criterion.objects.filter(programme=programme).of_teams().order_by()
    counted = own.values_list("team").annotate(of=Count("pk"), accepted=accepted)
    return {team: _told(programme, team, accepted, of) for team, of, accepted in counted}


def _told(programme: Programme, team: int, accepted: int, of: int) -> Cell:
    tone = "good" if accepted == of else ""
    page = reverse("onboarding:team", args=[programme.key, team])
    return Cell(f"{accepted} of {of}", f"{page}#usual", tone, f"{accepted} of {of} accepted")


def _teams(programme: Programme) -> list[Team]:
    return list(Team.objects.filter(programme=programme).adopting().active().in_order())


def _page_of(programme: Programme, team: Team) -> str:
    return reverse("onboarding:team", args=[programme.key, team.pk])


def _stages(programme: Programme) -> dict[int, str]:
    return dict(Adoption.objects.of(programme).order_by().values_list("team", "stage"))


def _by_team(known: list[Standing]) -> dict[int, list[Standing]]:
    found: dict[int, list[Standing]] = defaultdict(list)
    for each in known:
        if each.criterion.team_id:
            found[each.criterion.team_id].append(each)
    return found


ROOM = ProgrammeRoom("usual")
PAGE = ProgrammeRegion("usual-criteria", "onboarding/criteria/_usual.html", STALE, page)
COLUMN = Column(70, "Business as usual", column)
SECTION = Section(80, "onboarding/criteria/_team.html", section, STALE)


def register() -> None:
    """Open the room, and add the section and the column."""
    ROOM.add(PAGE)
    ROOM.open()
    columns.register(COLUMN)
    team_page.register(SECTION)

"""Teams by what has to be true for them: the grid of a programme, computed purely."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from changeprog.onboarding.criteria import Progress, Standing, Tally, worst
from changeprog.onboarding.models import Criterion, Stage
from changeprog.programme.models import Team


@dataclass(frozen=True)
class Cell:
    """What one team has of one kind of criteria; nothing where ``progress`` is none."""

    kind: str
    progress: Progress | None = None
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    """One team: its stage in words, its cells in the order of the columns, how many are met."""

    team: Team
    stage: str
    url: str
    cells: tuple[Cell, ...]
    tally: Tally


def kinds(standings: Collection[Standing]) -> list[Criterion.Kind]:
    """Return the kinds of which there is a criterion, in the order in which they are told."""
    used = {each.criterion.kind for each in standings}
    return [kind for kind in Criterion.Kind if kind.value in used]


def rows(
    teams: Collection[tuple[Team, str]],
    stages: Mapping[int, str],
    of_team: Mapping[int, Collection[Standing]],
    columns: Collection[Criterion.Kind],
) -> list[Row]:
    """Return a row for each of ``teams``, which come with the address of their own page.

    ``stages`` has the stage of a team by its number, ``of_team`` its criteria.
    """
    return [
        Row(
            team=team,
            stage=Stage(stages.get(team.pk, Stage.NOT_YET)).label,
            url=url,
            cells=tuple(_cell(kind, own, url) for kind in columns),
            tally=Tally.of(each.progress for each in own),
        )
        for team, url in teams
        for own in [of_team.get(team.pk, ())]
    ]


def _cell(kind: Criterion.Kind, own: Collection[Standing], page: str) -> Cell:
    """Say how far the least of a team's criteria of one kind is."""
    found = [each for each in own if each.criterion.kind == kind]
    least = worst([each.progress for each in found])
    if least is None:
        return Cell(kind.label)
    if len(found) == 1:
        return Cell(kind.label, least, least.short, found[0].criterion.get_absolute_url())
    tally = Tally.of(each.progress for each in found)
    return Cell(kind.label, least, f"{tally.words} accepted", f"{page}#usual")

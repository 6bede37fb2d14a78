"""The onboarding board, live: every team by its stage, and what the columns say of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from changeprog.onboarding import columns
from changeprog.onboarding.board_filter import on_their_way
from changeprog.onboarding.columns import Cell
from changeprog.onboarding.models import Adoption, Stage
from changeprog.onboarding.standing import led_by
from changeprog.programme.models import Person, Role, Team
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

SHOWN = 8
"""Teams of a stage on the board; the table has the others."""
MANY = 12
"""With more teams than that, the stages in which nothing is under way begin folded."""
AT_REST = (Stage.NOT_YET, Stage.USING, Stage.USUAL)
STALE = ("team.", "person.removed", "person.renamed", "person.returned", "person.changed")
MEANINGS = {
    Stage.NOT_YET: "Their turn comes",
    Stage.INVITED: "They have been asked",
    Stage.PREPARING: "They choose where to begin",
    Stage.IN_TRIAL: "They try it for a month",
    Stage.USING: "They work this way",
    Stage.USUAL: "Nobody speaks of it any more",
}


@dataclass(frozen=True)
class Card:
    """One team as the board shows it, with what the columns say of it by their labels."""

    team: Team
    adoption: Adoption
    cells: list[tuple[str, Cell | None]]
    may_lead: bool

    @property
    def said(self) -> list[tuple[str, Cell]]:
        """What there is to say, without the columns that are silent."""
        return [(label, cell) for label, cell in self.cells if cell]


@dataclass(frozen=True)
class StageColumn:
    """The teams of one stage: the first of them, and how many there are."""

    stage: Stage
    cards: list[Card]
    count: int
    unfolded: bool

    @property
    def meaning(self) -> str:
        return MEANINGS[self.stage]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def adoption_of(team: Team) -> Adoption:
    """Return how far ``team``, of ``on_their_way``, has come; unsaved where nobody moved it."""
    known: Adoption = getattr(team, "adoption", None) or Adoption(team=team)
    known.programme_id = team.programme_id
    return known


def cards(viewer: Person, teams: Iterable[Team]) -> list[Card]:
    """Return a card for each of ``teams``; as many queries as there are columns, and one."""
    said, led = columns.read(viewer.programme, viewer), led_by(viewer)
    return [
        Card(
            team=team,
            adoption=adoption_of(team),
            cells=[(column.label, cells.get(team.pk)) for column, cells in said],
            may_lead=led is None or team.pk in led,
        )
        for team in teams
    ]


def by_stage(viewer: Person, teams: Iterable[Team], *, all_stages: bool) -> list[StageColumn]:
    """Return ``teams``, which come in their order, by stage; empty stages if ``all_stages``."""
    found: dict[Stage, list[Team]] = {stage: [] for stage in Stage}
    for team in teams:
        found[Stage(adoption_of(team).stage)].append(team)
    count = sum(map(len, found.values()))
    shown = cards(viewer, [team for own in found.values() for team in own[:SHOWN]])
    known = {card.team.pk: card for card in shown}
    return [
        StageColumn(
            stage=stage,
            cards=[known[team.pk] for team in own[:SHOWN]],
            count=len(own),
            unfolded=bool(own) and (count <= MANY or stage not in AT_REST),
        )
        for stage, own in found.items()
        if own or all_stages
    ]


def seen_by(person: Person) -> dict[str, Any]:
    """Return the whole board as ``person`` sees it."""
    teams = list(on_their_way(person))
    return {
        "stages": by_stage(person, teams, all_stages=True),
        "count": len(teams),
        "may_add": person.may(Role.CHAMPION) and not person.programme.closed_at,
    }


class BoardRegion(ProgrammeRegion):
    """A region that goes stale with its teams and with any of its columns."""

    def is_stale_after(self, verb: str) -> bool:
        return super().is_stale_after(verb) or columns.is_stale_after(verb)


BOARD = BoardRegion(
    "onboarding-board", "onboarding/board/_board.html", STALE, personal_context=seen_by
)
ROOM = ProgrammeRoom("onboarding")


def register() -> None:
    """Open the room."""
    ROOM.add(BOARD)
    ROOM.open()

"""The size of the change as a live picture: a field of share by weeks with everybody in it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from changeprog.direction import sizes
from changeprog.direction.models import Judgement
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Function, Programme, Role, Team
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

LEFT, RIGHT = 14, 100
TOP, BOTTOM = 0, 88
WIDE, HIGH = (RIGHT - LEFT) / len(sizes.WEEKS), (BOTTOM - TOP) / len(sizes.SHARES)
"""Of a cell."""
SHARES = sorted(sizes.SHARES, reverse=True)
"""From the top."""
ZONES = {(1, 100): sizes.Size.BIG, (26, 100): sizes.Size.DIGESTIBLE, (1, 0): sizes.Size.SMALL}
"""Where the name of each zone is written, by weeks and share."""


@dataclass(frozen=True)
class Sized:
    """A function or team with the judgement that holds; ``None`` where nobody has judged."""

    about: Function | Team
    judgement: Judgement | None

    @property
    def is_function(self) -> bool:
        return isinstance(self.about, Function)

    @property
    def mark(self) -> str:
        """A letter or two, by which the picture names it."""
        if isinstance(self.about, Function):
            return self.about.letter
        return "".join(word[0] for word in self.about.name.split()[:2]).upper() + "."

    @property
    def size(self) -> sizes.Size | None:
        judged = self.judgement
        return sizes.size(judged.share, judged.weeks) if judged else None

    @property
    def advice(self) -> sizes.Advice | None:
        judged = self.judgement
        return sizes.advice(judged.share, judged.weeks) if judged else None

    @property
    def share_words(self) -> str:
        return sizes.SHARES.get(self.judgement.share, "") if self.judgement else ""

    @property
    def weeks_words(self) -> str:
        return sizes.WEEKS.get(self.judgement.weeks, "") if self.judgement else ""


@dataclass(frozen=True)
class Cell:
    """A step of share and weeks in the picture; places and lengths are per cent of it."""

    x: str
    y: str
    width: str
    height: str
    size: sizes.Size
    marks: str
    name: str
    """What the zone is called, in the one cell where that is written."""


@dataclass(frozen=True)
class Mark:
    """A word on an axis."""

    place: str
    words: str


@dataclass(frozen=True)
class Field:
    cells: list[Cell]
    shares: list[Mark]
    weeks: list[Mark]


def sized(programme: Programme) -> list[Sized]:
    """Return every function and team, each with the judgement that holds."""
    holding = list(Judgement.objects.of(programme).newest())
    of_functions = {each.function_id: each for each in holding if each.function_id}
    of_teams = {each.team_id: each for each in holding if each.team_id}
    functions = Function.objects.filter(programme=programme)
    teams = Team.objects.filter(programme=programme)
    return [
        *(Sized(function, of_functions.get(function.pk)) for function in functions),
        *(Sized(team, of_teams.get(team.pk)) for team in teams),
    ]


def field(known: list[Sized]) -> Field:
    """Return the picture: suddenness from left to right, share from bottom to top."""
    marks: dict[tuple[int, int], list[str]] = defaultdict(list)
    for each in known:
        if each.judgement:
            marks[_nearest(each.judgement)].append(each.mark)
    rows, columns = list(enumerate(SHARES)), list(enumerate(sizes.WEEKS))
    return Field(
        cells=[
            _cell(row, share, column, weeks, " ".join(marks[weeks, share]))
            for row, share in rows
            for column, weeks in columns
        ],
        shares=[Mark(f"{TOP + (row + 0.5) * HIGH:.2f}%", f"{share} %") for row, share in rows],
        weeks=[Mark(f"{LEFT + (at + 0.5) * WIDE:.2f}%", str(weeks)) for at, weeks in columns],
    )


def _cell(row: int, share: int, column: int, weeks: int, marks: str) -> Cell:
    """Return the cell of a step of ``share`` and one of ``weeks``, with whose ``marks`` it has."""
    zone = ZONES.get((weeks, share))
    return Cell(
        x=f"{LEFT + column * WIDE:.2f}%",
        y=f"{TOP + row * HIGH:.2f}%",
        width=f"{WIDE:.2f}%",
        height=f"{HIGH:.2f}%",
        size=sizes.size(share, weeks),
        marks=marks,
        name=zone.words if zone else "",
    )


def _nearest(judgement: Judgement) -> tuple[int, int]:
    """Return the step of weeks and of share at which a judgement is drawn."""
    weeks = min(sizes.WEEKS, key=lambda step: abs(step - judgement.weeks))
    return weeks, min(sizes.SHARES, key=lambda step: abs(step - judgement.share))


def picture(programme: Programme, _: Role) -> dict[str, Any]:
    """Return the field with everybody who was judged in it, and the same as rows."""
    known = sized(programme)
    return {
        "field": field(known),
        "sized": known,
        "judged": sum(1 for each in known if each.judgement),
    }


SIZE = ProgrammeRoom("size")
PICTURE = ProgrammeRegion(
    "size-picture",
    "direction/_size_region.html",
    ("size.", "function.", "team.", "person."),
    picture,
)


def register() -> None:
    """Name what can happen, open the room, add the chapter of the demo."""
    journal.register(
        Verb("size.judged", "judged the size of the change"),
        Verb("size.taken_back", "took a judgement of the size back"),
    )
    SIZE.add(PICTURE)
    SIZE.open()
    demo.register(28, "changeprog.direction.demo_size.tell")

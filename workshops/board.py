"""The board: the notes of one collection as they are laid out, read in three questions."""

from dataclasses import dataclass, field

from django.urls import reverse

from workshops import phases
from workshops.models import Activity, Dot, Group, Note
from workshops.phases import Phase
from workshops.ranking import Ranked, ranked

DENSITIES = [(8, "few"), (16, "some"), (28, "many")]
"""Up to how many notes they are written how large; beyond that, they are packed."""


@dataclass
class Card:
    """A note as it lies on the board, with those merged into it."""

    note: Note
    parts: list["Card"] = field(default_factory=list)

    @property
    def target(self) -> str:
        """How votes name it."""
        return self.note.target

    @property
    def title(self) -> str:
        """What it says."""
        return self.note.text

    @property
    def cards(self) -> list["Card"]:
        """What is read beneath its title."""
        return self.parts

    @property
    def source(self) -> Note:
        """The row that it shows."""
        return self.note

    @property
    def draft_url(self) -> str:
        """Where it is said what it becomes in the programme."""
        return _draft_url("note", self.note)

    @property
    def all_parts(self) -> list[Note]:
        """Every note merged into it, and into those."""
        return [note for part in self.parts for note in (part.note, *part.all_parts)]


@dataclass
class Column:
    """A group with its notes."""

    group: Group
    cards: list[Card] = field(default_factory=list)

    @property
    def target(self) -> str:
        """How votes name it."""
        return self.group.target

    @property
    def title(self) -> str:
        """Its name."""
        return str(self.group)

    @property
    def source(self) -> Group:
        """The row that it shows."""
        return self.group

    @property
    def draft_url(self) -> str:
        """Where it is said what it becomes in the programme."""
        return _draft_url("group", self.group)


Candidate = Column | Card
"""What is voted for and may go to the programme: a group, or a note in none."""


@dataclass
class Board:
    """Columns, notes in none of them, and notes in the parking lot."""

    columns: list[Column]
    loose: list[Card]
    parked: list[Card]

    @property
    def candidates(self) -> list[Candidate]:
        """Groups that have notes, then notes in none."""
        return [*(column for column in self.columns if column.cards), *self.loose]

    @property
    def count(self) -> int:
        """How many notes lie on it."""
        return len(self.loose) + sum(len(column.cards) for column in self.columns)

    @property
    def density(self) -> str:
        """How large notes are written, so that all of them are seen at once."""
        return next((name for most, name in DENSITIES if self.count <= most), "packed")


def _draft_url(noun: str, row: Note | Group) -> str:
    return reverse(f"workshops:{noun}_draft", args=[row.programme.key, row.pk])


def board_of(activity: Activity) -> Board:
    """Return the board of an activity. It must not be shown while notes are hidden."""
    groups = {group.pk: Column(group) for group in activity.groups.all()}
    cards = {note.pk: Card(note) for note in activity.notes.standing().select_related("author")}
    rows: list[Note | Group] = [*(each.group for each in groups.values())]
    rows += [each.note for each in cards.values()]
    for row in rows:
        row.activity, row.programme = activity, activity.programme
    board = Board(list(groups.values()), [], [])
    for card in cards.values():
        _lay(board, groups, cards, card)
    return board


def _lay(board: Board, groups: dict[int, Column], cards: dict[int, Card], card: Card) -> None:
    note = card.note
    head = cards.get(note.merged_into_id or 0)
    column = groups.get(note.group_id or 0)
    if head:
        head.parts.append(card)
    elif note.parked_at:
        board.parked.append(card)
    elif column:
        column.cards.append(card)
    else:
        board.loose.append(card)


def result_of(activity: Activity, board: Board) -> list[Ranked[Candidate]]:
    """Return the candidates by their dots; before the vote has ended all have none."""
    ended = phases.phase_of(activity) == Phase.DONE
    return ranked(
        board.candidates, Dot.objects.filter(activity=activity).by_target() if ended else {}
    )

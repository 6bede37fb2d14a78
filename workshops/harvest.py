"""The harvest: what a workshop has to give to its programme, piece by piece, before it is given."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format

from changeprog.direction.models import Resource, Vision
from changeprog.programme.models import Person
from changeprog.programme.words import figure
from teams.models import Action, Barrier
from workshops import drafting, parking
from workshops.consensus import people
from workshops.models import Activity, LeftOut, OutputKind, Proposal, Round, Subject, Workshop
from workshops.models.output import name_of

Making = Callable[[Person], Model]
"""Makes it in the programme, once however often it is called."""

NO_NUMBERS = "It is agreed in words. Set it by hand, with its numbers, its day and its owner."
NO_VISION = "There is no vision yet that this end state could belong to."
ANOTHER = "The end state was agreed in a round, in other words."


@dataclass(frozen=True)
class Piece:
    """One thing that may go to the programme.

    ``words`` say what it is, ``detail`` with which numbers and names, ``came`` from which part of
    the workshop. ``missing`` says why it cannot go as it is, ``mending`` is the address at which
    that can be put right. ``make`` is empty for the vision and its end state, which become one
    version together. ``out`` is what the facilitator left out.
    """

    kind: OutputKind
    source: Model
    activity: Activity | None
    words: str
    detail: str = ""
    came: str = ""
    held: Round | None = None
    missing: str = ""
    mending: str = field(default="", compare=False)
    make: Making | None = field(default=None, compare=False)
    out: bool = False

    @property
    def name(self) -> str:
        """How forms name it."""
        return name_of(self.source)

    @property
    def goes(self) -> bool:
        """Whether it goes to the programme."""
        return not self.out and not self.missing


def pieces(workshop: Workshop) -> list[Piece]:
    """Return everything that ``workshop`` has to give, in the order of its kinds."""
    order = list(OutputKind)
    out = LeftOut.names(workshop)
    found = [*_agreed(workshop), *_collected(workshop), *_placed(workshop)]
    found.sort(key=lambda piece: order.index(piece.kind))
    marked = [replace(piece, out=piece.name in out) for piece in found]
    return _with_vision(workshop, marked)


def digest(workshop: Workshop, shown: Iterable[Piece]) -> str:
    """Return a text that differs when the preview looks different, or the vision is another."""
    vision = Vision.current(workshop.programme)
    rows = [(p.name, p.kind, p.words, p.detail, p.missing, p.out) for p in shown]
    told = repr((vision.version if vision else 0, rows))
    return sha256(told.encode()).hexdigest()[:16]


def _agreed(workshop: Workshop) -> Iterator[Piece]:
    """Yield what was agreed in rounds; of several agreed visions the last one holds."""
    rows = Proposal.objects.agreed().filter(activity__workshop=workshop)
    last: dict[str, Piece] = {}
    for proposal in rows.select_related("activity", "agreed_round", "programme"):
        piece = _of_proposal(proposal)
        if piece and piece.kind in {OutputKind.VISION, OutputKind.END_STATE}:
            last[piece.kind] = piece
        elif piece:
            yield piece
    yield from last.values()


def _of_proposal(proposal: Proposal) -> Piece | None:
    subject, held = proposal.activity.subject, proposal.agreed_round
    if subject == Subject.NONE:
        return None
    words = proposal.newest().text
    piece = Piece(
        kind=OutputKind(subject),
        source=proposal,
        activity=proposal.activity,
        words=words,
        came=_round_in_words(proposal.activity, held),
        held=held,
    )
    if subject == Subject.BARRIER:
        return replace(piece, make=lambda by: Barrier.log(by, proposal.key, words[:500]))
    makes_version = piece.kind in {OutputKind.VISION, OutputKind.END_STATE}
    return piece if makes_version else replace(piece, missing=NO_NUMBERS)


def _round_in_words(activity: Activity, held: Round | None) -> str:
    if held is None:
        return f"Agreed in “{activity.title}”"
    answered = people(sum(held.outcome.get("levels", {}).values()))
    return f"Agreed in “{activity.title}”, round {held.number}, by {answered}"


def _collected(workshop: Workshop) -> Iterator[Piece]:
    """Yield what was collected and drafted."""
    for outcome in drafting.outcomes(workshop):
        dots = "1 dot" if outcome.dots == 1 else f"{outcome.dots} dots"
        kind = OutputKind(outcome.subject)
        yield Piece(
            kind=kind,
            source=outcome.source,
            activity=outcome.source.activity,
            words=_named(outcome),
            detail=_in_words(workshop, kind, outcome.values),
            came=f"Collected in “{outcome.source.activity.title}” · {dots}",
            missing=" ".join(outcome.missing),
            mending=_draft_url(outcome),
            make=None if kind == OutputKind.END_STATE else outcome.form.make,
        )


def _draft_url(outcome: drafting.Outcome) -> str:
    source = outcome.source
    return reverse(f"workshops:{source.NOUN}_draft", args=[source.programme.key, source.pk])


def _named(outcome: drafting.Outcome) -> str:
    fields = ("measure", "name", "what", "end_state")
    said = [outcome.values[name] for name in fields if name in outcome.values]
    return str(said[0]) if said else outcome.text


def _in_words(workshop: Workshop, kind: OutputKind, values: Mapping[str, Any]) -> str:
    """Return the numbers, the day and the owner of what was drafted."""
    if not values:
        return ""
    if kind == OutputKind.RESOURCE:
        needed = Resource(programme=workshop.programme, kind=values["kind"])
        parts = [needed.in_words(values["amount"]), f"by {date_format(values['needed_by'])}"]
    else:
        parts = [_measured(values)] if kind == OutputKind.OBJECTIVE else []
        parts += [f"by {date_format(values['due'])}"] if "due" in values else []
        parts += [str(values["owner"])] if values.get("owner") else []
    return " · ".join(parts)


def _measured(values: Mapping[str, Any]) -> str:
    unit = values["unit"]
    if values.get("low") is not None:
        return f"Between {figure(values['low'])} and {figure(values['high'])} {unit}"
    return f"From {figure(values['baseline'])} to {figure(values['target'])} {unit}"


def _placed(workshop: Workshop) -> Iterator[Piece]:
    """Yield what points of view go on as; only the facilitator's words for them."""
    for placed in parking.outcomes(workshop):
        kind = OutputKind.BARRIER if placed.is_barrier else OutputKind.ACTION
        yield Piece(
            kind=kind,
            source=placed.point,
            activity=None,
            words=placed.text,
            came="From the parking lot, in the facilitator's words",
            make=_barrier_of(placed) if placed.is_barrier else _action_of(workshop, placed),
        )


def _barrier_of(placed: parking.Placed) -> Making:
    return lambda by: Barrier.log(by, placed.point.key, placed.text)


def _action_of(workshop: Workshop, placed: parking.Placed) -> Making:
    def make(by: Person) -> Action:
        action = Action(programme=workshop.programme, key=placed.point.key, text=placed.text)
        action.agree(by)
        return action

    return make


def _with_vision(workshop: Workshop, found: list[Piece]) -> list[Piece]:
    """Hold back each end state that no version of the vision would have."""
    return [
        replace(piece, missing=piece.missing or _why_no_version(workshop, piece, found))
        if piece.kind == OutputKind.END_STATE
        else piece
        for piece in found
    ]


def _why_no_version(workshop: Workshop, piece: Piece, found: list[Piece]) -> str:
    going = [each for each in found if each.goes and isinstance(each.source, Proposal)]
    kinds = {each.kind for each in going}
    if OutputKind.END_STATE in kinds and not isinstance(piece.source, Proposal):
        return ANOTHER
    written = Vision.objects.filter(programme=workshop.programme).exists()
    return "" if written or OutputKind.VISION in kinds else NO_VISION

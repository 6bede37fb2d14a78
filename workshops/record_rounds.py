"""Proposals and their rounds in the record: nothing of a round before it is revealed."""

from collections.abc import Iterator

from django.template.loader import render_to_string

from workshops import record, rounds
from workshops.consensus import NO_FUNCTION
from workshops.gradients import gradient
from workshops.models import Position, Proposal, Round, Workshop
from workshops.outcomes import Outcome, reasons
from workshops.record import Chapter, Row


def proposals(workshop: Workshop) -> list[Row]:
    """Return each round on each proposal; one that is not revealed tells only that it was held."""
    return [_row(proposal, held) for proposal in _of(workshop) for held in _rounds(proposal)]


def _of(workshop: Workshop) -> list[Proposal]:
    on_agenda = workshop.activities.values("pk")
    rows = Proposal.objects.filter(activity__in=on_agenda).select_related("activity")
    found = list(rows.order_by("activity__place", "pk"))
    for each in found:
        each.programme, each.activity.workshop = workshop.programme, workshop
        each.activity.programme = workshop.programme
    return found


def _rounds(proposal: Proposal) -> list[Round | None]:
    """Return the rounds of a proposal, or one gap for one without any."""
    held = list(proposal.rounds.select_related("version").order_by("number"))
    for each in held:
        each.proposal, each.programme = proposal, proposal.programme
    return [*held] or [None]


def _row(proposal: Proposal, held: Round | None) -> Row:
    shown = held if held and held.is_shown else None
    outcome = Outcome.of(shown) if shown else None
    return {
        "Activity": proposal.activity.title,
        "Proposal": held.version.text if held else proposal.newest().text,
        "Proposal is": proposal.get_state_display(),
        "Round": held.number if held else None,
        "How": ("anonymous" if held.anonymous else "named") if held else "",
        "Round is": held.get_status_display() if held else "not held",
        "Answered": outcome.answered if outcome else None,
        "Invited": outcome.invited if outcome else None,
        "Levels": _levels(outcome) if outcome else "",
        "Rule": " ".join(each.words for each in outcome.verdict.clauses) if outcome else "",
        "Note": held.note if held else "",
    }


def _levels(outcome: Outcome) -> str:
    return ", ".join(
        f"{count} at {gradient(level)}" for level, count in outcome.levels.items() if count
    )


def positions(workshop: Workshop) -> list[Row]:
    """Return who stands where in revealed named rounds, and the reasons of anonymous ones."""
    return [
        row
        for proposal in _of(workshop)
        for held in _rounds(proposal)
        if held and held.is_shown
        for row in (_unnamed(held) if held.anonymous else _named(held))
    ]


def _named(held: Round) -> Iterator[Row]:
    for row in named(held):
        function = row.function.name if row.function else NO_FUNCTION
        yield _position(held, row.participant.name, function, str(gradient(row.level)), row.reason)


def named(held: Round) -> list[Position]:
    """Return where everybody stands in a revealed named round, the best first."""
    if held.anonymous or not held.is_shown:
        return []
    rows = Position.objects.filter(round=held).exclude(participant__state="removed")
    return list(rows.select_related("participant", "function"))


def _unnamed(held: Round) -> Iterator[Row]:
    for each in reasons(held):
        for _, why in each.said:
            yield _position(held, "without a name", "", str(each.gradient), why)


def _position(held: Round, who: str, function: str, level: str, reason: str) -> Row:
    return {
        "Activity": held.proposal.activity.title,
        "Round": held.number,
        "Who": who,
        "Function": function,
        "Stands at": level,
        "Reason": reason,
    }


def draw(workshop: Workshop) -> str:
    """Draw the proposals, each with its rounds, pictures and words."""
    shown = [
        {
            "proposal": proposal,
            "newest": proposal.newest(),
            "rounds": [_drawn(held) for held in _rounds(proposal) if held],
        }
        for proposal in _of(workshop)
    ]
    return render_to_string("workshops/record/_rounds.html", {"proposals": shown})


def _drawn(held: Round) -> dict[str, object]:
    if not held.is_shown:
        return {"held": held}
    stands = [{"position": row, "gradient": gradient(row.level)} for row in named(held)]
    return {**rounds.of_result(held), "named": stands}


def nothing(_workshop: Workshop) -> str:
    """Draw nothing: the picture of each round says it already."""
    return ""


def register() -> None:
    """Add both chapters to every record."""
    record.register(
        Chapter(50, "rounds", "Proposals and rounds", proposals, draw),
        Chapter(51, "positions", "Positions", positions, nothing),
    )

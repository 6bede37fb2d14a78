"""A hundred workshops with what people said in them, in bulk and without the journal."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate, now

from changeprog.programme.models import Person, Programme
from workshops import outcomes
from workshops.consensus import Rule
from workshops.models import (
    Activity,
    Commitment,
    FollowUp,
    Group,
    Note,
    Participant,
    Position,
    Proposal,
    ProposalVersion,
    Round,
    Workshop,
)

A_DAY = timedelta(days=1)
TAKING_PART, NOTES, GROUPS = 40, 40, 6
AGENDA = ["arrive", "park", "collect", "consensus", "commit", "close"]
ANSWERS = ["kept", "under_way", "in_trouble", "given_up"]


def hold(
    programme: Programme, leaders: Sequence[Person], people: list[Person], count: int
) -> list[Workshop]:
    """Return ``count`` workshops, led by ``leaders`` in turn; the last ones are going on."""
    workshops = _plan(programme, leaders, count)
    activities = _agenda(programme, workshops)
    present = _arrive(programme, workshops, people)
    _collect(programme, activities, present)
    _agree(programme, workshops, activities, present)
    _commit(programme, workshops, present)
    return workshops


def _save(rows: Sequence[Any]) -> list[Any]:
    made: list[Any] = type(rows[0])._base_manager.bulk_create(rows, batch_size=2_000)
    return made


def _plan(programme: Programme, leaders: Sequence[Person], count: int) -> list[Workshop]:
    """Return workshops three days apart, one for each leader going on today."""
    over = count - len(leaders)
    return _save(
        [
            Workshop(
                programme=programme,
                number=number + 1,
                title=f"One commitment in region {number}",
                purpose="To agree on what everybody does first.",
                place="Room 3",
                starts_at=begins,
                facilitator=leaders[number % len(leaders)],
                rule=Rule().to_json(),
                status="closed" if number < over else "open",
                opened_at=begins,
                closed_at=begins + timedelta(hours=2) if number < over else None,
            )
            for number in range(count)
            for begins in [now() - 3 * (count - number) * A_DAY]
        ]
    )


def _agenda(programme: Programme, workshops: list[Workshop]) -> dict[str, list[Activity]]:
    """Return the activities of all workshops by their kind."""
    return {
        kind: _save(
            [
                Activity(
                    programme=programme,
                    workshop=workshop,
                    kind=kind,
                    title=kind.capitalize(),
                    subject="barrier" if kind == "collect" else "",
                    settings={"phase": "group"} if kind == "collect" else {},
                    minutes=20,
                    place=place,
                    started_at=workshop.opened_at,
                    ended_at=workshop.closed_at,
                )
                for workshop in workshops
            ]
        )
        for place, kind in enumerate(AGENDA)
    }


def _arrive(
    programme: Programme, workshops: list[Workshop], people: list[Person]
) -> list[list[Participant]]:
    """Return who takes part in each workshop: people of the programme, other ones each time."""
    made = _save(
        [
            Participant(
                programme=programme,
                workshop=workshop,
                person=person,
                name=person.name,
                function_id=person.function_id,
                state="in",
                arrived_at=workshop.opened_at,
                word="Patience",
            )
            for number, workshop in enumerate(workshops)
            for place in range(TAKING_PART)
            for person in [people[(7 * number + place) % len(people)]]
        ]
    )
    return [made[begin : begin + TAKING_PART] for begin in range(0, len(made), TAKING_PART)]


def _collect(
    programme: Programme, activities: dict[str, list[Activity]], present: list[list[Participant]]
) -> None:
    """Have every participant write a note, and put the notes into groups."""
    groups = _save(
        [
            Group(
                programme=programme,
                key=uuid4(),
                activity=activity,
                name=f"Theme {place}",
                place=place,
            )
            for activity in activities["collect"]
            for place in range(GROUPS)
        ]
    )
    _save(
        [
            Note(
                programme=programme,
                key=uuid4(),
                activity=activity,
                author=present[number][place % TAKING_PART],
                text=f"Bonuses pull the other way, reason {place}",
                group=groups[number * GROUPS + place % GROUPS],
                written_at=activity.started_at,
            )
            for number, activity in enumerate(activities["collect"])
            for place in range(NOTES)
        ]
    )


def _agree(
    programme: Programme,
    workshops: list[Workshop],
    activities: dict[str, list[Activity]],
    present: list[list[Participant]],
) -> None:
    """Have a proposal in each workshop, and a round on it that is revealed."""
    rounds = _rounds(programme, workshops, activities["consensus"])
    _save(
        [
            Position(
                round=held,
                participant=one,
                level=1 + (number + place) % 6,
                reason="It costs me my quarter." if place % 4 == 0 else "",
                function_id=one.function_id,
            )
            for number, held in enumerate(rounds)
            for place, one in enumerate(present[number])
        ]
    )
    for held in rounds:
        held.outcome = outcomes.draw(held)
        held.status, held.revealed_at = "revealed", held.opened_at
    Round.objects.bulk_update(rounds, ["outcome", "status", "revealed_at"])


def _rounds(
    programme: Programme, workshops: list[Workshop], activities: list[Activity]
) -> list[Round]:
    proposals = _save(
        [
            Proposal(programme=programme, key=uuid4(), activity=activity, **_settled(workshop))
            for activity, workshop in zip(activities, workshops, strict=True)
        ]
    )
    versions = _save(
        [
            ProposalVersion(proposal=each, number=1, text="One list of customers for all.")
            for each in proposals
        ]
    )
    return _save(
        [
            Round(
                programme=programme,
                key=uuid4(),
                proposal=proposal,
                version=version,
                number=1,
                rule=Rule().to_json(),
                opened_at=workshop.opened_at or now(),
            )
            for proposal, version, workshop in zip(proposals, versions, workshops, strict=True)
        ]
    )


def _settled(workshop: Workshop) -> dict[str, Any]:
    over = workshop.closed_at is not None
    return {"state": "left", "settled_at": workshop.closed_at} if over else {}


def _commit(
    programme: Programme, workshops: list[Workshop], present: list[list[Participant]]
) -> None:
    """Have everybody commit to something, and be asked a week later where that was over."""
    own = {"programme": programme}
    _save(
        [
            Commitment(
                **own,
                workshop=workshop,
                participant=one,
                text="I sit in on two calls a week",
                due=localdate() + (place - 20) * A_DAY,
                heard_at=workshop.opened_at,
                signed_at=workshop.opened_at,
            )
            for workshop, room in zip(workshops, present, strict=True)
            for place, one in enumerate(room)
        ]
    )
    _save(
        [
            FollowUp(
                **own,
                workshop=workshop,
                participant=one,
                occasion="week",
                asked_at=workshop.closed_at,
                answered_at=workshop.closed_at,
                level=1 + place % 6,
                kept=ANSWERS[place % len(ANSWERS)],
            )
            for workshop, room in zip(workshops, present, strict=True)
            if workshop.closed_at
            for place, one in enumerate(room)
        ]
    )

"""The live pages of the way to the end: the steps, and what is open."""

from typing import Any

from changeprog.closing import chapters, chapters_direction, chapters_people, last_edition
from changeprog.closing.models import Closing
from changeprog.closing.steps import groups, steps
from changeprog.communications import digest, inbox
from changeprog.communications.inbox import Kind
from changeprog.programme import demo, journal, settings_ways
from changeprog.programme.journal import Verb
from changeprog.programme.models import Programme, Role
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom

OPEN_VERBS = (
    "handover.",
    "closing.",
    "milestone.",
    "objective.",
    "benefit.",
    "side_effect.",
    "barrier.",
    "action.",
    "hand_off.",
    "commitment.",
    "trial.",
    "gap.",
    "material.",
    "criterion.",
)
"""What changes the list of what is open."""


def how_far(programme: Programme, _: Role) -> dict[str, Any]:
    """Return how far the programme is on the way to its end."""
    closing = Closing.of(programme)
    return {"closing": closing, "steps": None if closing.is_over else steps(closing)}


def what_is_open(programme: Programme, _: Role) -> dict[str, Any]:
    """Return what is open by kind, and how much of it somebody has in hand and is undecided."""
    closing = Closing.of(programme)
    found = groups(closing)
    kept = sum(
        1 for group in found for item in group.items if item.thing.owner and not item.handover
    )
    left = sum(group.left for group in found)
    return {"closing": closing, "groups": found, "kept": kept, "left": left}


STEPS = ProgrammeRegion(
    "closing-steps",
    "closing/_steps.html",
    (*OPEN_VERBS, "chapter.", "edition.", "meeting.", "workshop.", "programme."),
    how_far,
    least=Role.CHAMPION,
)
OPEN_THINGS = ProgrammeRegion(
    "closing-open-things",
    "closing/_open_things.html",
    OPEN_VERBS,
    what_is_open,
    least=Role.CHAMPION,
)
WAY = settings_ways.Way(
    10,
    "The end of the programme",
    "What came of it is written down, what is open gets an owner, everybody is told; then it is "
    "only read.",
    "Bring it to its end",
    "flag",
    "closing:overview",
)
ROOM = ProgrammeRoom("closing", least=Role.CHAMPION)


VERBS = (
    Verb("closing.begun", "began to bring the programme to its end"),
    Verb("closing.edition_named", "prepared the last edition"),
    Verb("closing.edition_left_out", "decided to do without a last edition"),
    Verb("closing.closed", "closed the programme"),
    Verb("closing.reopened", "opened the programme again"),
    Verb("chapter.written", "wrote in the review"),
    Verb("chapter.changed", "wrote anew in the review"),
    Verb("handover.made", "said who goes on with something open"),
    Verb("handover.let_go", "let something open go"),
    Verb("handover.taken_back", "took back who goes on with something open"),
    Verb("handover.handed_back", "handed something open back"),
)


def register() -> None:
    """Add the verbs, the chapters, the last edition's section and the way here; open the room."""
    journal.register(*VERBS)
    chapters.register(*chapters_direction.CHAPTERS, *chapters_people.CHAPTERS)
    digest.register(last_edition.SECTION)
    inbox.describe(
        Kind("closing", "The programme's end", "lock"),
        Kind("handover", "The programme's end", "lock"),
    )
    settings_ways.register(WAY)
    ROOM.add(STEPS)
    ROOM.add(OPEN_THINGS)
    ROOM.open()
    demo.register(92, "changeprog.closing.demo_closing.tell")

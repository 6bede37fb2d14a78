"""Conflicts as they are followed live by the three, found on home, and asked about later."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now

from changeprog import liveness
from changeprog.communications import notices
from changeprog.programme import demo, home, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person
from changeprog.programme.object_rooms import ObjectRegion, ObjectRoom
from changeprog.programme.rooms import ProgrammeRegion
from teams.conflict_page import seen_by
from teams.models.conflict import Conflict, ConflictQuerySet

VERB = "conflict."
BEGUN, CHECK = "conflict.begun", "conflict.check"
"""Kinds of notices; none carries a word of what is private."""


def of(person: Person) -> ConflictQuerySet:
    """Return the conflicts that ``person`` may know of."""
    return Conflict.objects.filter(programme=person.programme_id).involving(person).with_names()


def find(programme_key: str, number: int) -> Conflict | None:
    """Return the conflict with that number in the programme with that key."""
    own = Conflict.objects.filter(programme__key=programme_key, pk=number)
    return own.with_names().first()


def audience(conflict: Conflict, person: Person) -> str:
    """Let in the three, and nobody else."""
    return "involved" if person in conflict.involved else ""


def shown(conflict: Conflict, person: Person) -> dict[str, Any]:
    """Return what ``person`` sees; nothing for somebody who has just ceased to be involved."""
    seen = seen_by(conflict, person) if person in conflict.involved else None
    return {"seen": seen, "conflict": conflict if seen else None}


CONFLICT = ObjectRegion(
    "conflict", "teams/conflicts/_conflict.html", (VERB,), personal_context=shown
)
ROOM: ObjectRoom[Conflict] = ObjectRoom(
    "conflict", find=find, audience=audience, admitting=(VERB, "person.changed")
)
ROOM.add(CONFLICT)


def register() -> None:
    """Add verbs, the room and the panel on home; called once, when the app is ready."""
    journal.register(
        Verb("conflict.begun", "began the diagnosis of a conflict"),
        Verb("conflict.changed", "worked on the diagnosis of a conflict"),
    )
    ROOM.open()
    home.register(home.Panel(25, HOME))
    demo.register(38, "teams.demo_conflict.tell")
    liveness.register("checks of agreements", wait_to_be_asked)


def wait_to_be_asked(since: datetime) -> bool:
    """Whether an agreement that was to be asked about by then still waits for that."""
    return Conflict.objects.to_check(localdate(since)).exists()


def mine(person: Person) -> dict[str, Any]:
    """Return the open conflicts of ``person``, for nobody else's eyes."""
    own = Conflict.objects.filter(programme=person.programme_id).involving(person).open()
    return {"conflicts": own.select_related("programme", "barrier"), "person": person}


HOME = ProgrammeRegion(
    name="home-conflicts",
    template="teams/conflicts/_home.html",
    verbs=(VERB,),
    personal_context=mine,
)


def invite(conflict: Conflict, by: Person) -> None:
    """Tell the others of the three that they are asked; runs in the verb's transaction."""
    for person in conflict.involved:
        if person != by:
            notices.tell(
                person,
                BEGUN,
                str(conflict.pk),
                text=f"{by.name} asks you to help with something that is in the way",
                detail="Only those who are part of it and the one who mediates can open the page.",
                path=conflict.get_absolute_url(),
                at_once=True,
                private=True,
            )


def ask_whether_it_holds() -> None:
    """Ask the three of every agreement that is two weeks old, once."""
    for conflict in Conflict.objects.to_check(localdate()).with_names():
        _ask(conflict)


@transaction.atomic
def _ask(conflict: Conflict) -> None:
    if not conflict.asked_to_check(now()):
        return
    for person in conflict.involved:
        notices.tell(
            person,
            CHECK,
            f"{conflict.pk}/{conflict.agreement_version}",
            text="Two weeks ago you agreed on something. Does it hold?",
            path=conflict.get_absolute_url(),
            private=True,
        )

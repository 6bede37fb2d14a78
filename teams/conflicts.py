"""Conflicts as they are followed live by the three, found on home, and asked about later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, now

from changeprog import live, liveness
from changeprog.communications import notices
from changeprog.programme import demo, home, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person
from changeprog.programme.rooms import (
    JournalRegion,
    JournalRoom,
    ProgrammeRegion,
    person_of_session,
)
from teams.conflict_page import seen_by
from teams.models.conflict import Conflict, ConflictQuerySet

VERB = "conflict."
BEGUN, CHECK = "conflict.begun", "conflict.check"
"""Kinds of notices; none carries a word of what is private."""


def of(person: Person) -> ConflictQuerySet:
    """Return the conflicts that ``person`` may know of."""
    return Conflict.objects.filter(programme=person.programme_id).involving(person).with_names()


@dataclass(frozen=True)
class ConflictRegion(JournalRegion):
    """One conflict, drawn for one of the three."""

    def render(self, conflict: Conflict, person: Person) -> SafeString:
        """Return the whole element as only ``person`` sees it."""
        with timezone.override(person.zone):
            seen = seen_by(conflict, person)
            shown = {"seen": seen, "conflict": conflict, "programme": conflict.programme}
            return self.element(render_to_string(self.template, shown))


@dataclass
class ConflictRoom(JournalRoom[ConflictRegion]):
    """The live page of one conflict; its key is the programme's and the conflict's."""

    def _admit(self, session_key: str | None, key: str) -> live.Admission | None:
        programme_key, _, pk = key.partition(".")
        person = person_of_session(session_key, programme_key)
        if person is None or not pk.isdecimal() or not of(person).filter(pk=pk).exists():
            return None
        return live.Admission(audience="involved", person=str(person.pk))

    def _live_region(self, region: ConflictRegion) -> live.Region:
        return live.Region(region.name, lambda key, pk: _draw(region, key, pk), personal=True)


def _draw(region: ConflictRegion, key: str, person_pk: str) -> str:
    people = Person.objects.present().select_related("programme")
    programme_key, _, pk = key.partition(".")
    person = people.get(programme__key=programme_key, pk=person_pk)
    found = of(person).filter(pk=pk).first()
    return region.render(found, person) if found else region.element("")


CONFLICT = ConflictRegion("conflict", "teams/conflicts/_conflict.html", verbs=(VERB,))
ROOM = ConflictRoom("conflict")
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
    return {"seen": [seen_by(conflict, person) for conflict in of(person).open()]}


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
        )

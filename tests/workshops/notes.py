"""What the tests of collecting share: notes, phases, and what each audience sees."""

from typing import Any
from uuid import uuid4

from django.test import Client

from changeprog.programme.models import Person
from tests import workshop_factory
from workshops import phases
from workshops.kinds import FACILITATOR, PARTICIPANT, SCREEN
from workshops.models import Activity, Note, Participant, Workshop
from workshops.room import ROOM

AUDIENCES = (FACILITATOR, PARTICIPANT, SCREEN)


def write(activity: Activity, author: Participant, *texts: str) -> list[Note]:
    """Let ``author`` write notes."""
    return [Note.write(activity, author, uuid4(), text) for text in texts]


def notes_of_guests(activity: Activity, count: int) -> list[Note]:
    """Let ``count`` guests write a note each."""
    return [
        write(activity, workshop_factory.guest(activity.workshop, f"Guest {n}"), f"Note {n}")[0]
        for n in range(count)
    ]


def go(activity: Activity, by: Person, *to: str) -> Activity:
    """Go through the phases ``to``, one after another; return the activity as it is then."""
    for each in to:
        assert phases.go(activity, by, phases.phase_of(activity), each) is True
    return Activity.objects.with_workshop().get(pk=activity.pk)


def seen(workshop: Workshop) -> dict[str, str]:
    """Return all bytes that the room sends each audience."""
    fresh = Workshop.objects.with_names().get(pk=workshop.pk)
    return {
        audience: "".join(r.render_for(fresh, audience) for r in ROOM.regions.values())
        for audience in AUDIENCES
    }


def room(activity: Activity, rest: str = "") -> str:
    """Return an address of a participant's."""
    base = f"/room/{activity.programme.key}/{activity.workshop_id}/"
    return f"{base}collections/{activity.pk}/{rest}" if rest else base


def lead(activity: Activity, rest: str) -> str:
    """Return an address of whoever leads."""
    return f"/p/{activity.programme.key}/workshops/{rest}"


def say(client: Client, activity: Activity, rest: str, **said: Any) -> Any:
    """Post as a phone does, by htmx."""
    return client.post(room(activity, rest), said, headers={"HX-Request": "true"})

"""The live pages of a workshop: for who leads it, for each phone in the room, for the projector."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.utils.safestring import mark_safe
from django.utils.timezone import now

from changeprog import live
from changeprog.programme.models import Person
from changeprog.programme.object_rooms import ObjectRegion, ObjectRoom
from changeprog.programme.signed_in import person_of_session
from workshops import joining, kinds, pace, presence, revisions, room_news
from workshops.access import find, guest_of, guests_of, participant_of
from workshops.kinds import FACILITATOR, PARTICIPANT, SCREEN
from workshops.models import Activity, ActivityKind, Participant, Workshop

OF_WORKSHOP = ("workshop.", "activity.")
EXTENSIONS = [(1, "+"), (5, "5")]
"""Minutes by which one press gives more time, and the keys that press it."""


class WorkshopRoom(ObjectRoom[Workshop]):
    """A room with votes and notes, which are no events, and with guests, who are no persons.

    Everybody in it sees the bytes of their audience; nothing in it is drawn for one person.
    """

    def revision(self, key: str) -> str:
        return revisions.revision(key)

    def _admit(self, session_key: str | None, key: str) -> live.Admission | None:
        programme_key = key.partition(".")[0]
        workshop = self._subject(key)
        person = person_of_session(session_key, programme_key) if workshop else None
        if workshop is None:
            return None
        if person and (audience := self.audience(workshop, person)):
            self._touch(workshop, f"person-{person.pk}")
            return live.Admission(audience, str(person.pk))
        return self._admit_guest(workshop, session_key)

    def _admit_all(self, session_keys: Collection[str], key: str) -> live.Admissions:
        """Return who of a crowd is surely let in; whoever else is asked about alone."""
        workshop = self._subject(key)
        if workshop is None:
            return {}
        people = {who: let for who, let in super()._admit_all(session_keys, key).items() if let}
        for admission in people.values():
            self._touch(workshop, f"person-{admission.person}")
        return {**people, **self._admit_guests(workshop, set(session_keys) - people.keys())}

    def _admit_guests(self, workshop: Workshop, session_keys: Collection[str]) -> live.Admissions:
        guests = guests_of(session_keys, workshop) if self.name == PHONE.name else {}
        return {who: self._admission_of(guest, workshop) for who, guest in guests.items()}

    def _admission_of(self, guest: Participant, workshop: Workshop) -> live.Admission:
        self._touch(workshop, presence.name_of(guest))
        return live.Admission(PARTICIPANT, f"guest-{guest.pk}")

    def audiences(self, subject: Workshop, people: Collection[Person]) -> dict[int, str]:
        if self.name != PHONE.name:
            return super().audiences(subject, people)
        own = subject.participants.filter(person__in=people).taking_part()
        inside = set(own.values_list("person", flat=True))
        return {person.pk: PARTICIPANT if person.pk in inside else "" for person in people}

    def _admit_guest(self, workshop: Workshop, session_key: str | None) -> live.Admission | None:
        guest = guest_of(SessionStore(session_key), workshop) if session_key else None
        if guest is None or guest.state != Participant.State.IN or self.name != PHONE.name:
            return None
        return self._admission_of(guest, workshop)

    def _touch(self, workshop: Workshop, name: str) -> None:
        """Note that somebody is here; a wall is nobody."""
        if self.name != WALL.name and presence.touch(workshop.pk, name):
            room_news.tell(workshop, ["presence."])


def who_leads(workshop: Workshop, person: Person) -> str:
    """Let in whoever may lead the workshop."""
    return FACILITATOR if workshop.led_by(person) else ""


def who_takes_part(workshop: Workshop, person: Person) -> str:
    """Let in participants; who leads takes part like anybody, on a phone of their own."""
    own = participant_of(workshop, person)
    return PARTICIPANT if own and own.state != Participant.State.WAITING else ""


def who_projects(workshop: Workshop, person: Person) -> str:
    """Let the projector be opened by whoever may lead the workshop."""
    return SCREEN if workshop.led_by(person) else ""


def state(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return whether the workshop is planned, going on or over."""
    return {"workshop": workshop, "audience": seen_as}


def agenda(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return the agenda, and how it stands to the clock."""
    rows = list(workshop.activities.all())
    place = next((i for i, row in enumerate(rows) if row.pk == workshop.current_id), -1)
    planned = pace.slots(workshop, rows)
    now_at = planned[place] if workshop.is_open and place >= 0 else None
    return {
        "workshop": workshop,
        "rows": list(zip(rows, planned, strict=True)),
        "place": place + 1,
        "on": rows[place] if place >= 0 else None,
        "back": rows[place - 1] if place > 0 else None,
        "next": rows[place + 1] if 0 <= place < len(rows) - 1 else None,
        "total": sum(row.minutes for row in rows),
        "slot": [int(each.timestamp() * 1000) for each in now_at] if now_at else None,
        "late": pace.late(now_at, now()) if now_at else 0,
        "pace": pace.words(pace.late(now_at, now())) if now_at else "",
        "extensions": EXTENSIONS,
        "audience": seen_as,
    }


def _on(workshop: Workshop) -> Activity | None:
    """Return the activity the room is at, with its workshop."""
    on = workshop.current if workshop.is_open else None
    if on:
        on.workshop, on.programme = workshop, workshop.programme
    return on


def stage(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return what the activity that is on shows."""
    on = _on(workshop)
    drawn = mark_safe(kinds.stage(on, seen_as)) if on else ""
    return {"workshop": workshop, "activity": on, "stage": drawn, "audience": seen_as}


def progress(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return what changes in it from moment to moment."""
    on = _on(workshop)
    drawn = mark_safe(kinds.progress(on, seen_as)) if on else ""
    return {"workshop": workshop, "activity": on, "progress": drawn, "audience": seen_as}


def people(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return how many are here; for who leads it, who is, who is expected, who stands outside."""
    shown = {"workshop": workshop, "audience": seen_as}
    if seen_as == FACILITATOR:
        return shown | _everybody(workshop)
    here = workshop.participants.filter(state=Participant.State.IN).count()
    return shown | {"here": here} | (way_in(workshop) if seen_as == SCREEN else {})


def _everybody(workshop: Workshop) -> dict[str, Any]:
    rows = list(workshop.participants.with_names())
    seen = presence.seen(workshop.pk)
    for row in rows:
        row.is_present = seen.get(presence.name_of(row))
    by_state = {each: [row for row in rows if row.state == each] for each in Participant.State}
    return {
        "here": by_state[Participant.State.IN],
        "expected": by_state[Participant.State.INVITED],
        "invited": len(by_state[Participant.State.IN]) + len(by_state[Participant.State.INVITED]),
        "waiting": by_state[Participant.State.WAITING],
    }


def way_in(workshop: Workshop) -> dict[str, Any]:
    """Return what the wall says to those who come: a picture at first, later the code."""
    if not joining.is_joined(workshop):
        return {}
    on = workshop.current if workshop.is_open else None
    is_coming = on is None or on.kind == ActivityKind.ARRIVE
    picture = joining.qr_code(workshop) if is_coming else ""
    return {
        "code": joining.shown_code(workshop),
        "join_at": joining.shown_address(),
        "qr_code": picture,
    }


def timer(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return when the time is over, in milliseconds since 1970, which every screen knows alike."""
    ends = workshop.timer_ends_at
    return {
        "workshop": workshop,
        "ends": int(ends.timestamp() * 1000) if ends else 0,
        "audience": seen_as,
    }


ADMITTING = ("workshop.changed", "workshop.handed_over", "person.")
"""Verbs after which somebody may lead who did not, or the other way round."""
ROOM = WorkshopRoom("workshop", find=find, audience=who_leads, admitting=ADMITTING)
PHONE = WorkshopRoom(
    "workshop-phone", find=find, audience=who_takes_part, admitting=ADMITTING, framed=False
)
WALL = WorkshopRoom(
    "workshop-screen", find=find, audience=who_projects, admitting=ADMITTING, framed=False
)
ROOMS = (ROOM, PHONE, WALL)
"""The same regions for three audiences, each with a page and a stream of its own."""

Context = Callable[[Workshop, str], dict[str, Any]]


def open_rooms() -> None:
    """Open the rooms, once all kinds are known."""
    regions: list[tuple[str, tuple[str, ...], Context]] = [
        ("state", OF_WORKSHOP, state),
        ("agenda", OF_WORKSHOP, agenda),
        ("stage", (*OF_WORKSHOP, *kinds.stage_verbs()), stage),
        ("progress", (*OF_WORKSHOP, *kinds.progress_verbs()), progress),
        ("people", (*OF_WORKSHOP, "participant.", "person.", "presence."), people),
        ("timer", (*OF_WORKSHOP, "timer."), timer),
        ("controls", (*OF_WORKSHOP, "timer."), agenda),
    ]
    for room in ROOMS:
        for name, verbs, context in regions:
            template = f"workshops/room/_{name}.html"
            room.add(ObjectRegion(f"workshop-{name}", template, verbs, context=context))
        room.open()
    revisions.register(presence.revision)

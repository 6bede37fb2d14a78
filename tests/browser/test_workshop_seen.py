"""Every activity of a workshop on its three pages: by day and by night, small and wide."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, ViewportSize, expect

from changeprog.programme.models import Person
from tests import workshop_factory
from tests.browser.conftest import Visit
from tests.browser.look import AXE, LIGHTS, Looker, overflow
from tests.browser.workshop_room import Room, entered, held
from workshops import phases
from workshops.models import (
    Activity,
    Commitment,
    HardQuestion,
    Note,
    Participant,
    PointOfView,
    Workshop,
    feedback,
)

pytestmark = pytest.mark.browser

SMALL_WALL: ViewportSize = {"width": 1280, "height": 720}
"""What the smallest projectors show; nobody scrolls on a wall."""


def found_on(page: Page) -> list[str]:
    """Return what axe finds on the page in every light, and by how much it is too wide."""
    page.evaluate(AXE)
    looker = Looker()
    found = [each for light in LIGHTS for each in looker.examine(page, light)]
    return found + [f"too wide by {pixels}" for pixels in [overflow(page)] if pixels > 0]


def seen(room: Room, title: str) -> dict[str, list[str]]:
    """Return what is found at an activity, by who looks at it."""
    room.is_at(title)
    pages = {"desk": room.desk, "wall": room.wall, "phone": room.phones[0]}
    return {f"{title}, {name}": found_on(page) for name, page in pages.items()}


def go(workshop: Workshop, by: Person, title: str) -> Activity:
    """Have the room go on to the activity called ``title``."""
    workshop.refresh_from_db()
    to = workshop.activities.get(title=title)
    if workshop.current_id != to.pk:
        workshop.turn(by, workshop.current_id, to)
    return Activity.objects.with_workshop().get(pk=to.pk)


@pytest.fixture
def guests(visit: Visit, champion: Person) -> tuple[Room, Workshop, list[Participant]]:
    """A room that is open, with its pages, and three who take part."""
    workshop, people = held(champion, phones=1)
    room = entered(visit, workshop, champion, people)
    known = [Participant.of_person(workshop, people[0])]
    known += [workshop_factory.guest(workshop, name) for name in ("Gil Guest", "Ada Alone")]
    for each in known:
        each.workshop = workshop
    return room, workshop, known


def test_axe_finds_nothing_where_people_arrive_park_and_collect(
    guests: tuple[Room, Workshop, list[Participant]], champion: Person
) -> None:
    room, workshop, known = guests
    known[0].arrive("Curious")
    found = seen(room, "Arrive")
    go(workshop, champion, "Park agendas")
    PointOfView.park(known[0], uuid4(), side="fear", text="My region", lot="named")
    HardQuestion.put_own(workshop, uuid4(), "Who goes first?")
    found |= seen(room, "Park agendas")
    activity = go(workshop, champion, "Objectives")
    for each in known:
        Note.write(activity, each, uuid4(), f"A thought of {each}")
    for phase in ("group", "vote", "done"):
        phases.go(activity, champion, phases.phase_of(activity), phase)
        expect(room.phones[0].locator(f"[data-phase={phase}]")).to_be_visible()
        found |= {f"{phase}: {name}": each for name, each in seen(room, "Objectives").items()}
    assert {name: each for name, each in found.items() if each} == {}


def test_axe_finds_nothing_where_people_agree_commit_and_close(
    guests: tuple[Room, Workshop, list[Participant]], champion: Person
) -> None:
    room, workshop, known = guests
    title = "Consensus on the vision"
    proposal = workshop_factory.proposal(go(workshop, champion, title), champion)
    one = workshop_factory.open_round(proposal, champion)
    for each, level in zip(known, (2, 5, 7), strict=True):
        one.take(each, level, "It says nothing of service.")
    expect(room.wall.get_by_text("3 of ").first).to_be_visible()
    found = seen(room, title)
    one.reveal(champion)
    expect(room.wall.get_by_text("Where 3 of")).to_be_visible()
    found |= {f"revealed: {name}": each for name, each in seen(room, title).items()}
    room.wall.set_viewport_size(SMALL_WALL)
    for part in ("What the rule says", "Where 3 of 3 stand"):
        expect(room.wall.get_by_role("region", name=part)).to_be_in_viewport(ratio=1)
    proposal.leave(champion)
    go(workshop, champion, "Commitments")
    promise = Commitment.write(known[0], uuid4(), "I sit in", localdate() + timedelta(days=7))
    promise.read_out(None)
    found |= seen(room, "Commitments")
    go(workshop, champion, "Close")
    for each in known:
        feedback.give(each, 4, "For once we heard each other out.")
    found |= seen(room, "Close")
    assert {name: each for name, each in found.items() if each} == {}

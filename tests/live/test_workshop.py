"""What the live pages of a workshop promise, seen from their streams."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from django.test import Client

from changeprog.live import announce
from changeprog.live.announce import Announcer
from changeprog.live.aside import Aside
from changeprog.live.hub import Hub
from changeprog.live.stream import Stream
from changeprog.programme.models import Person, Programme
from tests import factory, workshop_factory
from tests.live.browserless import Follower
from tests.live.conftest import COOKIE
from tests.live.valkey import Valkey
from workshops import kinds
from workshops.models import Activity, Participant, Workshop

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 24
FEW = 6
"""Drawings: a region may be drawn once more, for whoever was late; never once for each."""


@pytest.fixture(autouse=True)
def announcer(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Announce to the Valkey that the hub of this test listens to."""
    own = Announcer(valkey.url, patience=1, rest=0.2)
    monkeypatch.setattr(announce, "announcer", lambda: own)


@pytest.fixture
def crowd(programme: Programme, champion: Person) -> Workshop:
    """An open workshop with many people in the room, the champion leading."""
    made = workshop_factory.workshop(champion, ["arrive", "park", "close"])
    for number in range(CROWD):
        person = factory.make_person(programme, name=f"Person {number}")
        Participant.of_person(made, person)
    made.open(champion)
    return made


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """Count how often a stage and a progress are drawn, by audience."""
    counted: Counter[tuple[str, str]] = Counter()

    def counting(name: str, draw: Any) -> Any:
        def drawn(activity: Activity, audience: str) -> str:
            counted[name, audience] += 1
            return str(draw(activity, audience))

        return drawn

    for name in ("stage", "progress"):
        monkeypatch.setattr(kinds, name, counting(name, getattr(kinds, name)))
    return counted


def signed_in(person: Person) -> str:
    """Return the key of a session of that person's."""
    client = Client()
    assert person.user
    client.force_login(person.user)
    return client.cookies["sessionid"].value


def sessions(workshop: Workshop) -> list[str]:
    people = Person.objects.filter(workshops_attended__workshop=workshop)
    return [signed_in(person) for person in people.select_related("user").order_by("pk")]


def follower(
    stream: Stream, workshop: Workshop, session: str, room: str, **headers: str
) -> Follower:
    path = f"/live/{room}/{workshop.programme.key}.{workshop.pk}/"
    return Follower(stream, path, cookie=f"{COOKIE}={session}", **headers)


@pytest.fixture
def stream(hub: Hub) -> Stream:
    return Stream(hub, cookie=COOKIE, limit=CROWD + 5)


@pytest.fixture
def aside() -> Iterator[Aside]:
    """A thread in which the test itself asks the database while its loop goes on."""
    thread = Aside(1, "test")
    yield thread
    thread.close()


def arrive(workshop: Workshop, number: int) -> None:
    everybody = Participant.objects.filter(workshop=workshop).select_related("workshop__programme")
    everybody.order_by("pk")[number].arrive(f"Word {number}")


async def test_a_crowd_costs_no_more_drawings_than_one_listener(
    crowd: Workshop, stream: Stream, aside: Aside, drawings: Counter[tuple[str, str]]
) -> None:
    keys = await aside.run(sessions, crowd)
    async with AsyncExitStack() as stack:
        phones = [
            await stack.enter_async_context(follower(stream, crowd, key, "workshop-phone"))
            for key in keys
        ]
        for phone in phones:
            await phone.sees("workshop-stage", "Arrive")
        drawings.clear()
        await aside.run(arrive, crowd, 0)
        for phone in phones:
            await phone.sees("workshop-progress", "Word 0")
        assert {audience for _, audience in drawings} == {kinds.PARTICIPANT}
        assert drawings.total() < FEW
        drawings.clear()
        await aside.run(turn, crowd)
        for phone in phones:
            await phone.sees("workshop-stage", "Park")
        assert {audience for _, audience in drawings} == {kinds.PARTICIPANT}
        assert drawings.total() < FEW


def turn(workshop: Workshop) -> None:
    found = Workshop.objects.with_names().get(pk=workshop.pk)
    assert found.facilitator
    found.turn(found.facilitator, found.current_id, found.activities.get(kind="park"))


async def test_with_redis_gone_the_room_goes_on_and_every_screen_follows(
    crowd: Workshop, stream: Stream, aside: Aside, valkey: Valkey, champion: Person
) -> None:
    phone_key = (await aside.run(sessions, crowd))[0]
    leader = await aside.run(signed_in, champion)
    phone = follower(stream, crowd, phone_key, "workshop-phone")
    wall = follower(stream, crowd, leader, "workshop-screen")
    async with phone, wall:
        for each in (phone, wall):
            await each.sees("workshop-stage", "Arrive")
        valkey.stop()
        await aside.run(arrive, crowd, 1)
        for each in (phone, wall):
            await each.sees("workshop-progress", "Word 1")
        await aside.run(turn, crowd)
        for each in (phone, wall):
            await each.sees("workshop-stage", "Park")


async def test_who_comes_back_sees_what_the_database_says(
    crowd: Workshop, stream: Stream, aside: Aside
) -> None:
    key = (await aside.run(sessions, crowd))[0]
    async with follower(stream, crowd, key, "workshop-phone") as phone:
        await phone.sees("workshop-stage", "Arrive")
        mark = phone.messages[-1].mark
    await aside.run(turn, crowd)
    again = follower(stream, crowd, key, "workshop-phone", last_event_id=mark)
    async with again:
        await again.sees("workshop-stage", "Park")


async def test_who_was_removed_from_the_room_is_shown_out(
    crowd: Workshop, stream: Stream, aside: Aside
) -> None:
    key = (await aside.run(sessions, crowd))[0]
    async with follower(stream, crowd, key, "workshop-phone") as phone:
        await phone.sees("workshop-stage", "Arrive")
        await aside.run(remove_first, crowd)
        await phone.until(lambda: phone.ended)


def remove_first(workshop: Workshop) -> None:
    first = Participant.objects.filter(workshop=workshop).order_by("pk")[:1]
    Participant.objects.filter(pk__in=first).update(state=Participant.State.REMOVED)


async def test_nobody_else_is_let_in(
    crowd: Workshop, stream: Stream, aside: Aside, observer: Person
) -> None:
    strange = await aside.run(signed_in, observer)
    member = (await aside.run(sessions, crowd))[0]
    rooms = [(strange, "workshop-phone"), (member, "workshop"), (member, "workshop-screen")]
    statuses = []
    for key, room in rooms:
        async with follower(stream, crowd, key, room) as knocking:
            statuses.append(knocking.status)
    assert len(set(statuses)) == 1
    assert statuses[0] >= 400

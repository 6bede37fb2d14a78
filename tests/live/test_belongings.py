"""What people have in the frame of every page: drawn for a crowd at once, in whatever room."""

from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest

from changeprog.live import belongings, rooms
from changeprog.live.announce import AT_ONCE
from changeprog.live.belongings import Belonging
from changeprog.live.hub import Hub
from changeprog.live.news import Kind, News
from changeprog.live.stream import Stream
from tests.live.browserless import Follower
from tests.live.conftest import COOKIE, QUICK, Follow
from tests.live.house import KEY, House


@dataclass
class Bells:
    """Counts what each person has not read, and how often it was asked for whom."""

    unread: Counter[str] = field(default_factory=Counter)
    asked: list[set[str]] = field(default_factory=list)
    broken: bool = False

    def draw(self, people: Collection[str]) -> Mapping[str, str]:
        self.asked.append(set(people))
        if self.broken:
            raise RuntimeError("the bell is broken, on purpose")
        return {who: f'<div id="bell">{who}: {self.unread[who]}</div>' for who in people}


@pytest.fixture
def bells(house: House, monkeypatch: pytest.MonkeyPatch) -> Bells:
    """The bell that everybody has in a house with frames."""
    monkeypatch.setattr(belongings, "_belongings", {})
    monkeypatch.setattr(rooms, "_rooms", {})
    bells = Bells()
    belongings.carry(Belonging("bell", bells.draw))
    rooms.register(replace(house.room(), framed=True))
    rooms.register(replace(house.room(), name="wall"))
    return bells


def tell(house: House, *people: str) -> None:
    house.announcer.announce(News(Kind.TOLD, person=" ".join(people)))


async def test_who_is_told_something_sees_it_and_nobody_else_is_drawn(
    house: House, bells: Bells, follow: Follow
) -> None:
    house.invite("ann-phone", person="ann")
    async with follow("ann") as ann, follow("ann-phone") as phone, follow("ben") as ben:
        for one in (ann, phone, ben):
            await one.sees("bell", ": 0")
        bells.asked.clear()
        bells.unread["ann"] = 3
        tell(house, "ann", "nobody-here")
        await ann.sees("bell", "ann: 3")
        await phone.sees("bell", "ann: 3")

    assert [people for people in bells.asked if people != {"ann", "ben"}] == [{"ann"}]
    assert b"ann" not in ben.body.replace(b"ann-phone", b"")


async def test_a_belonging_leaves_the_mark_of_the_room_as_it_was(
    house: House, bells: Bells, follow: Follow
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        await ann.sees("bell", "ann: 0")

    by_region = {name: said for said in ann.messages for name in said.regions}
    assert by_region["bell"].mark == ""
    mark = by_region["won"].mark
    assert mark
    async with follow("ann", last_event_id=mark) as back:
        await back.sees("bell", "ann: 0")
    assert "won" not in back.shown


async def test_a_page_without_a_frame_brings_none(
    house: House, bells: Bells, stream: Stream
) -> None:
    house.name = "wall"
    cookie = f"{COOKIE}=ann"
    async with Follower(stream, f"/live/wall/{KEY}/", cookie=cookie) as wall:
        await wall.sees("won", "nothing")
        tell(house, "ann")
        house.change("won", "a victory")
        await wall.sees("won", "a victory")

    assert "bell" not in wall.shown
    assert bells.asked == []


async def test_what_came_out_the_same_is_not_sent_again(
    house: House, bells: Bells, follow: Follow
) -> None:
    async with follow("ann") as ann:
        await ann.sees("bell", "ann: 0")
        tell(house, "ann")
        await ann.until(lambda: ann.named("live:beat"))
        house.change("won", "a victory")
        await ann.sees("won", "a victory")

    assert len([said for said in ann.messages if "bell" in said.regions]) == 1


@pytest.mark.parametrize("pace", [replace(QUICK, repair=0.1)], ids=["repairs often"])
async def test_what_was_not_announced_is_found_at_the_next_look(
    house: House, bells: Bells, follow: Follow
) -> None:
    bells.broken = True
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        bells.broken = False
        await ann.sees("bell", "ann: 0")
        bells.unread["ann"] = 1
        await ann.sees("bell", "ann: 1")


async def test_everybody_who_leaves_is_forgotten(
    house: House, bells: Bells, hub: Hub, stream: Stream
) -> None:
    async with AsyncExitStack() as stack:
        for who in ("ann", "ben", "fay"):
            path = f"/live/{house.name}/{KEY}/"
            one = await stack.enter_async_context(Follower(stream, path, cookie=f"{COOKIE}={who}"))
            await one.sees("bell", f"{who}: 0")
        assert set(hub._belongings._listeners) == {"ann", "ben", "fay"}
    assert not hub._belongings._listeners


def test_a_crowd_is_announced_in_entries_of_bounded_length() -> None:
    from changeprog.live import announce  # noqa: PLC0415

    said: list[News] = []

    class Heard:
        def announce(self, *news: News) -> bool:
            said.extend(news)
            return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announce, "announcer", Heard)
        announce.told([str(number) for number in range(AT_ONCE + 1)])
    assert [len(news.person.split()) for news in said] == [AT_ONCE, 1]
    assert {news.kind for news in said} == {Kind.TOLD}

"""Who gets what when something changes, and how often it is drawn."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from changeprog.live import rooms
from changeprog.live.hub import Hub
from changeprog.live.news import Kind, News
from changeprog.live.stream import Stream
from tests.live.browserless import Follower
from tests.live.conftest import COOKIE, QUICK, Follow
from tests.live.house import KEY, House


async def test_a_change_reaches_everybody_and_is_drawn_once_for_each_audience(
    house: House, follow: Follow
) -> None:
    async with follow("ann") as ann, follow("ben") as ben, follow("fay") as fay:
        for one in (ann, ben, fay):
            await one.sees("won", "nothing")
        house.drawn.clear()
        house.change("won", "a victory")
        for one in (ann, ben, fay):
            await one.sees("won", "a victory")

    assert dict(house.drawn) == {("won", "member"): 1, ("won", "facilitator"): 1}
    assert ann.messages[-1].mark == ben.messages[-1].mark != fay.messages[-1].mark
    assert ann.messages[-1].regions == {"won": '<div id="won">member: a victory</div>'}


async def test_a_burst_is_drawn_a_few_times_and_ends_with_the_last(
    house: House, follow: Follow
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        house.drawn.clear()
        began = asyncio.get_running_loop().time()
        for number in range(300):
            house.change("won", f"number {number}.")
        await ann.sees("won", "number 299.")
        took = asyncio.get_running_loop().time() - began

    assert house.drawn["won", "member"] <= took / 0.03 + 2


async def test_what_came_out_the_same_is_not_sent(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        house.announce([])
        house.change("blocked", "a barrier")
        await ann.sees("blocked", "a barrier")

    assert [set(said.regions) for said in ann.messages] == [{"won", "blocked"}, {"blocked"}]


async def test_other_rooms_and_unknown_regions_disturb_nobody(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        house.drawn.clear()
        house.announcer.announce(News(Kind.CHANGED, house.name, "another", frozenset()))
        house.announcer.announce(News(Kind.CHANGED, "attic", KEY, frozenset()))
        house.announce(["no-such-region"])
        house.change("won", "a victory")
        await ann.sees("won", "a victory")

    assert house.drawn == {("won", "member"): 1}


async def test_news_of_a_key_is_news_of_what_lies_below_it(
    house: House, hub: Hub, stream: Stream
) -> None:
    house.open_to_keys = True
    cookie = f"{COOKIE}=ann"
    async with AsyncExitStack() as stack:
        below, beside = [
            await stack.enter_async_context(
                Follower(stream, f"/live/{house.name}/{key}/", cookie=cookie)
            )
            for key in (f"{KEY}.7", f"{KEY}7")
        ]
        for one in (below, beside):
            await one.sees("won", "nothing")
        house.change("won", "a victory")
        await below.sees("won", "a victory")
        house.commit("blocked", "a barrier")
        house.announcer.announce(News(Kind.CHANGED, house.name, f"{KEY}7", frozenset({"blocked"})))
        await beside.sees("blocked", "a barrier")

    assert "a victory" not in beside.shown["won"]


async def test_who_reads_slowly_gets_the_newest_of_each_region_only(
    house: House, follow: Follow
) -> None:
    async with follow("ann") as slow, follow("ben") as quick:
        await slow.sees("won", "nothing")
        slow.stall()
        for number in range(20):
            house.change("won", f"number {number}.")
            await quick.sees("won", f"number {number}.")
        house.change("blocked", "a barrier")
        await quick.sees("blocked", "a barrier")
        slow.resume()
        await slow.sees("blocked", "a barrier")

    assert "number 19." in slow.shown["won"]
    assert len(slow.messages) <= 3  # the first, the one it was stuck in, and the newest
    assert slow.messages[-1].mark == quick.messages[-1].mark


async def test_a_personal_region_reaches_that_person_only(house: House, stream: Stream) -> None:
    house.name = "private-house"
    rooms.register(house.room(personal=True))
    house.invite("ann-phone", person="ann")
    async with AsyncExitStack() as stack:
        path = f"/live/{house.name}/{KEY}/"
        ann, phone, ben = [
            await stack.enter_async_context(Follower(stream, path, cookie=f"{COOKIE}={who}"))
            for who in ("ann", "ann-phone", "ben")
        ]
        for one in (ann, phone, ben):
            await one.sees("mine", "")
        house.drawn.clear()
        house.words["mine"] = "a secret"
        house.announce(["mine"])
        for one in (ann, phone, ben):
            await one.sees("mine", "a secret")

    assert ann.shown["mine"] == phone.shown["mine"] == '<div id="mine">ann: a secret</div>'
    assert ben.shown["mine"] == '<div id="mine">ben: a secret</div>'
    assert b"ben" not in ann.body
    assert b"ann" not in ben.body
    assert house.drawn == {("mine", "ann"): 1, ("mine", "ben"): 1}


@pytest.mark.parametrize("pace", [replace(QUICK, repair=0.1)], ids=["repairs often"])
async def test_a_broken_region_stops_no_other_and_comes_back_by_itself(
    house: House, follow: Follow
) -> None:
    house.broken.add("won")
    async with follow("ann") as ann:
        await ann.sees("blocked", "nothing")
        assert "won" not in ann.shown
        assert ann.messages[-1].mark == ""
        house.change("blocked", "a barrier")
        await ann.sees("blocked", "a barrier")
        house.broken.clear()
        await ann.sees("won", "nothing")

    assert ann.messages[-1].mark != ""


async def test_every_connection_has_a_heartbeat(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.until(lambda: len(ann.named("live:beat")) == 3)


async def test_who_lost_the_right_is_shown_out_at_the_next_heartbeat(
    house: House, follow: Follow
) -> None:
    async with follow("ann") as ann, follow("ben") as ben:
        await ann.sees("won", "nothing")
        del house.guests["ann"]
        await ann.until(lambda: ann.ended)
        house.change("won", "a secret")
        await ben.sees("won", "a secret")

    assert [said.name for said in ann.said if said.name != "live:beat"][-1] == "live:refused"
    assert b"secret" not in ann.body


@pytest.mark.parametrize(
    "news",
    [News(Kind.REMOVED, person="ann"), News(Kind.RECHECK, "house", KEY)],
    ids=["removed", "recheck"],
)
async def test_who_was_removed_is_shown_out_at_once(
    house: House, follow: Follow, hub: Hub, news: News
) -> None:
    async with follow("ann") as ann, follow("ben") as ben:
        await ann.sees("won", "nothing")
        for listener in hub.listeners:
            listener.due = float("inf")  # no heartbeat comes first
        del house.guests["ann"]
        house.announcer.announce(news)
        await ann.until(lambda: ann.ended)
        house.change("won", "a secret")
        await ben.sees("won", "a secret")

    assert ann.named("live:refused")
    assert b"secret" not in ann.body


async def test_who_got_another_role_sees_what_that_role_sees(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "member: nothing")
        house.invite("ann", "observer")
        house.announcer.announce(News(Kind.REMOVED, person="ann"))
        await ann.sees("won", "observer: nothing")
        await ann.sees("blocked", "observer: nothing")


async def test_a_door_out_of_order_throws_nobody_out(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        house.closed = True
        await ann.until(lambda: len(ann.named("live:beat")) == 2)
        house.change("won", "a victory")
        await ann.sees("won", "a victory")


async def test_a_closing_hub_asks_everybody_back_at_another_moment(
    house: House, follow: Follow, hub: Hub
) -> None:
    async with follow("ann") as ann, follow("ben") as ben:
        await ann.sees("won", "nothing")
        await ben.sees("won", "nothing")
        hub.close()
        await ann.until(lambda: ann.ended)
        await ben.until(lambda: ben.ended)
        async with follow("fay") as fay:
            assert fay.status == 503

    waits = [one.named("live:bye")[0].retry for one in (ann, ben)]
    assert all(wait is not None and 0 < wait <= 4000 for wait in waits)
    assert waits[0] != waits[1]


async def test_nothing_is_kept_when_everybody_has_left(
    house: House, follow: Follow, hub: Hub
) -> None:
    async with follow("ann") as ann, follow("fay"):
        await ann.sees("won", "nothing")
        assert len(hub.listeners) == 2

    assert hub.listeners == []
    assert hub._feeds == {}

"""Redis away, back, hanging or emptied: screens follow all the same, and no page waits."""

import time
from dataclasses import replace

import pytest
from redis import Redis

from changeprog.live.announce import Announcer
from changeprog.live.hub import Hub
from changeprog.live.news import STREAM, Kind, News
from tests.live.conftest import QUICK, Follow
from tests.live.house import House
from tests.live.valkey import Valkey

NEWS = News(Kind.CHANGED, "house", "k3y")


async def test_screens_follow_without_redis_and_again_with_it(
    house: House, follow: Follow, hub: Hub, valkey: Valkey
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        valkey.stop()
        house.change("won", "while it was away")
        await ann.sees("won", "while it was away")
        house.change("blocked", "still away")
        await ann.sees("blocked", "still away")

        house.commit("won", "just before it came back")
        valkey.start()
        await ann.sees("won", "just before it came back")
        await hub.hearing()
        house.change("won", "told again")
        await ann.sees("won", "told again")


@pytest.mark.parametrize("pace", [replace(QUICK, look=60)], ids=["looks never"])
async def test_what_happened_meanwhile_is_drawn_when_redis_is_back(
    house: House, follow: Follow, hub: Hub, valkey: Valkey
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        valkey.stop()
        valkey.start()
        house.commit("won", "while it was away")
        await hub.hearing()
        await ann.sees("won", "while it was away")


async def test_a_redis_that_hangs_counts_as_away(
    house: House, follow: Follow, valkey: Valkey
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        valkey.freeze()
        house.change("won", "while it hung")
        await ann.sees("won", "while it hung")


async def test_an_emptied_redis_is_heard_as_before(
    house: House, follow: Follow, valkey: Valkey
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        house.change("won", "before")
        await ann.sees("won", "before")
        with Redis.from_url(valkey.url) as redis:
            redis.flushall()
        house.change("won", "after")
        await ann.sees("won", "after")


@pytest.mark.parametrize("pace", [replace(QUICK, repair=0.1)], ids=["repairs often"])
async def test_what_was_never_announced_is_repaired(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        house.commit("won", "unannounced")
        await ann.sees("won", "unannounced")


@pytest.mark.parametrize("pace", [replace(QUICK, repair=0.1)], ids=["repairs often"])
async def test_a_region_that_was_not_named_is_repaired_too(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        house.commit("blocked", "not named")
        house.change("won", "named")
        await ann.sees("won", "named")
        await ann.sees("blocked", "not named")


async def test_who_enters_while_redis_is_away_sees_no_older_state_than_their_page(
    house: House, follow: Follow, hub: Hub, valkey: Valkey
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
        valkey.stop()
        hub._lost()
        house.commit("won", "on the page of ben")
        async with follow("ben") as ben:
            await ben.sees("won", "on the page of ben")

    assert "nothing" not in ben.messages[0].regions["won"]


def test_announcing_to_nobody_is_quick_and_then_quicker(valkey: Valkey) -> None:
    announcer = Announcer(valkey.url, patience=0.2, rest=60)
    assert announcer.announce(NEWS)
    valkey.freeze()

    began = time.monotonic()
    assert not announcer.announce(NEWS)
    first = time.monotonic() - began
    for _ in range(100):
        assert not announcer.announce(NEWS)
    rest = time.monotonic() - began - first

    assert first < 0.5
    assert rest < 0.05


def test_announcing_begins_again_after_a_rest(valkey: Valkey) -> None:
    announcer = Announcer(valkey.url, rest=0)
    valkey.stop()
    assert not announcer.announce(NEWS)
    valkey.start()
    assert announcer.announce(NEWS)


def test_the_stream_of_news_does_not_grow_for_ever(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("changeprog.live.announce.KEPT", 100)
    announcer = Announcer(valkey.url)
    for _ in range(1000):
        announcer.announce(NEWS)
    with Redis.from_url(valkey.url) as redis:
        assert redis.xlen(STREAM) < 300


def test_news_of_a_newer_release_is_passed_over() -> None:
    assert News.read({"kind": "promoted", "person": "ann"}) is None
    assert News.read(NEWS.fields()) == NEWS

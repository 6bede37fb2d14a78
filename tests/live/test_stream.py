"""What a browser is answered when it asks to follow a room."""

import pytest

from changeprog.live.stream import Stream
from tests.live.browserless import Follower
from tests.live.conftest import COOKIE, Follow
from tests.live.house import KEY, House

HERE = f"/live/house/{KEY}/"


async def test_a_guest_gets_the_whole_room_at_once(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")

    assert ann.status == 200
    assert ann.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert ann.headers["cache-control"] == "no-store"
    assert ann.headers["x-accel-buffering"] == "no"
    assert [said.regions for said in ann.messages] == [
        {
            "won": '<div id="won">member: nothing</div>',
            "blocked": '<div id="blocked">member: nothing</div>',
        }
    ]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/live/attic/k3y/", 404),
        ("/live/house/", 404),
        ("/live/house/k3y", 404),
        ("/live/house/k3y/more/", 404),
        ("/live/house/other/", 403),
    ],
)
async def test_there_is_nothing_at_other_addresses(
    house: House, stream: Stream, path: str, status: int
) -> None:
    async with Follower(stream, path, cookie=f"{COOKIE}=ann") as ann:
        assert ann.status == status


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=", f"{COOKIE}=otto", "who", "=;;\xff"])
async def test_a_stranger_is_refused(house: House, stream: Stream, cookie: str) -> None:
    async with Follower(stream, HERE, cookie=cookie) as otto:
        assert otto.status == 403


async def test_a_stream_can_only_be_read(house: House, follow: Follow) -> None:
    async with follow("ann", method="POST") as ann:
        assert ann.status == 405
        assert ann.headers["allow"] == "GET"


async def test_the_sixth_of_five_is_asked_back_later(house: House, follow: Follow) -> None:
    async with follow("ann"), follow("ann"), follow("ann"), follow("ben"):
        async with follow("ben"), follow("fay") as fay:
            assert fay.status == 503
            assert 4 <= int(fay.headers["retry-after"]) <= 12
        async with follow("fay") as fay:
            assert fay.status == 200


async def test_a_door_out_of_order_asks_back_later(house: House, follow: Follow) -> None:
    house.closed = True
    async with follow("ann") as ann:
        assert ann.status == 503
        assert "retry-after" in ann.headers
        assert b"purpose" not in ann.body


async def test_line_ends_of_any_kind_arrive_as_one_element(house: House, follow: Follow) -> None:
    house.words["won"] = "one\ntwo\r\nthree\rfour\n\nid: forged\n\ndata: six"
    async with follow("ann") as ann:
        await ann.sees("won", "six")

    assert "one\ntwo\nthree\nfour\n\nid: forged\n\ndata: six" in ann.shown["won"]
    assert "forged" not in ann.messages[0].mark


async def test_nothing_stands_beside_the_element(house: House, follow: Follow) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")

    assert b'hx-swap="outerMorph"><div id="won">' in ann.body
    assert b"</div></hx-partial>\n" in ann.body


async def test_who_comes_back_with_what_is_shown_gets_only_what_is_new(
    house: House, follow: Follow
) -> None:
    async with follow("ann") as ann, follow("ben") as ben:
        await ann.sees("won", "nothing")
        await ben.sees("won", "nothing")
        mark = ann.messages[-1].mark
        async with follow("ann", last_event_id=mark) as again:
            house.change("won", "a victory")
            await again.sees("won", "a victory")

        assert [set(said.regions) for said in again.messages] == [{"won"}]
        async with follow("ann", last_event_id=mark) as late:
            await late.sees("won", "a victory")

        assert [set(said.regions) for said in late.messages] == [{"won", "blocked"}]


async def test_a_mark_holds_in_another_process_and_for_the_same_audience_only(
    house: House, follow: Follow
) -> None:
    async with follow("ann") as ann:
        await ann.sees("won", "nothing")
    mark = ann.messages[-1].mark

    async with follow("ben", last_event_id=mark) as ben:
        await ben.until(lambda: ben.named("live:beat"))
    async with follow("fay", last_event_id=mark) as fay:
        await fay.sees("won", "facilitator: nothing")

    assert ben.messages == []
    assert len(house.drawn) == 4

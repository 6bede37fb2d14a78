"""Voting: from the POST of a vote until every open page shows that it has been counted.

The k-th vote that was sent is on the pages when they say k or more. Pages draw many votes at once,
so who it was cannot be told; but nobody can have waited for less, and the mean is exact.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, NamedTuple
from urllib.parse import urlencode

from redis.asyncio import Redis

from tests.bench.live.contenders import BARE, WORKSHOP, Program
from tests.bench.live.figures import percentiles
from tests.bench.live.following import Following
from tests.bench.live.poll import Poll, open_poll
from tests.bench.live.server import RefusalError, Server
from tests.bench.live.tally import AT

COUNT = '"consensus-count"><strong>([0-9]+)<'
"""Finds in the workshop's progress how many have answered."""


TAKEN = {200, 204}
"""Statuses of a vote that counts; another one refuses it, 0 is no answer."""


Line = dict[str, Any]


class Sent(NamedTuple):
    """One vote: when it was sent (ns), after how long it was answered (ms), with what status."""

    at: int
    took: float
    status: int


class Task(NamedTuple):
    """So many votes within so many seconds, while so many connections are open."""

    connections: int
    votes: int
    seconds: float


class Shown(NamedTuple):
    """A count of votes, and when (ns) the last page showed it."""

    votes: int
    came: int


class Watched(NamedTuple):
    """A stream, the cookies of who follows it, and what finds the count in it."""

    path: str
    cookies: list[str]
    pattern: str = AT


def voting(task: Task, redis_url: str, told: Callable[[str], None]) -> list[Line]:
    """Hold the same vote with the bare program and in a workshop, and return a line for each."""
    told(f"live: {task.votes} votes in {task.seconds:.0f} s, {task.connections} connections")
    poll = open_poll(max(task.votes, task.connections))
    try:
        ceiling = asyncio.run(bare(task, redis_url))
        found, sent = asyncio.run(workshop(task, redis_url, poll))
    except RefusalError as error:
        return [{"case": "votes", **task._asdict(), "refused": str(error)}]
    found |= compared(poll, sent)
    for line in (ceiling, found):
        line["ratio_to_bare"] = round(line["p95_ms"] / (ceiling["p95_ms"] or 1), 2)
    return [{"case": "votes, bare", **ceiling}, {"case": "votes, workshop", **found}]


async def bare(task: Task, redis_url: str) -> Line:
    """Let the bare program count the votes, and return the figures."""
    async with Redis.from_url(redis_url) as redis:
        await redis.delete("votes")
    everybody = Watched("/", ["sessionid=ann"] * task.connections)
    forms = [{"path": "/", "session": "ann", "body": "level=1"}] * task.votes
    async with open_pages(BARE, redis_url, [everybody]) as (server, crowds):
        return figures(task, *await vote(server, crowds[0], task, forms))


async def workshop(task: Task, redis_url: str, poll: Poll) -> tuple[Line, list[Sent]]:
    """Let the workshop take the votes, and return the figures and the votes.

    Every participant follows on a phone; on the wall and where it is led it is followed too.
    """
    forms = [
        {"path": poll.vote, "session": session, "body": urlencode({"level": poll.level(number)})}
        for number, session in enumerate(poll.sessions[: task.votes])
    ]
    phones = [f"sessionid={session}" for session in poll.sessions[: task.connections]]
    leader = [f"sessionid={poll.leader}"]
    rooms = [
        Watched(f"/live/workshop-phone/{poll.key}/", phones, COUNT),
        Watched(f"/live/workshop-screen/{poll.key}/", leader, COUNT),
        Watched(f"/live/workshop/{poll.key}/", leader, COUNT),
    ]
    async with open_pages(WORKSHOP, redis_url, rooms) as (server, crowds):
        before, computed = await drawn(redis_url), server.computed
        sent, shown = await vote(server, crowds[0], task, forms)
        line = figures(task, sent, shown)
        line["cpu_s"] = round(server.computed - computed, 2)
        line["renderings"] = await drawn(redis_url) - before
    return line, sent


@asynccontextmanager
async def open_pages(
    program: Program, redis_url: str, rooms: Sequence[Watched]
) -> AsyncIterator[tuple[Server, list[Following]]]:
    """Start the program and have everybody follow their room; end all of it afterwards."""
    async with AsyncExitStack() as stack:
        server = Server(program, redis_url)
        stack.push_async_callback(server.stop)
        await server.start()
        crowds = [Following(server.port, *room) for room in rooms]
        for crowd in crowds:
            stack.push_async_callback(crowd.stop)
            await crowd.start()
        yield server, crowds


async def vote(
    server: Server, crowd: Following, task: Task, forms: list[Any]
) -> tuple[list[Sent], list[Shown]]:
    """Have everybody vote, and wait until the crowd sees all that was accepted."""
    sent = await cast(server.port, task.seconds, forms)
    shown: list[Shown] = []
    with suppress(RefusalError):
        async for votes, came in crowd.changes():
            shown.append(Shown(votes, came))
            if votes >= accepted(sent):
                break
    return sent, shown


async def cast(port: int, seconds: float, forms: list[Any]) -> list[Sent]:
    """Start the voters, and return what became of each vote in the order of sending."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.live.voters", str(port), str(seconds)),
        stdin=PIPE,
        stdout=PIPE,
    )
    said, _ = await process.communicate(json.dumps(forms).encode())
    return [Sent(*one) for one in json.loads(said)]


async def drawn(redis_url: str) -> int:
    """Return how many regions the workshop's program has drawn so far."""
    async with Redis.from_url(redis_url) as redis:
        return int(await redis.get("drawn") or 0)


def accepted(sent: Sequence[Sent]) -> int:
    return sum(one.status in TAKEN for one in sent)


def figures(task: Task, sent: list[Sent], shown: list[Shown]) -> Line:
    """Say how long votes took to their answer, and to everybody's page."""
    taken = [one for one in sent if one.status in TAKEN]
    lasted = max(one.at / 1e9 + one.took / 1e3 for one in sent) - min(one.at for one in sent) / 1e9
    posts = percentiles([one.took for one in taken])
    return {
        **task._asdict(),
        "accepted": len(taken),
        "accepted_per_s": round(len(taken) / lasted, 1),
        **{f"post_{name}": took for name, took in posts.items()},
        **percentiles(waits(taken, shown)),
        "shown": shown[-1].votes if shown else 0,
    }


def waits(taken: list[Sent], shown: list[Shown]) -> list[float]:
    """Return for each vote that was accepted after how many milliseconds everybody saw it."""
    found, steps = [], iter(shown)
    step = next(steps, None)
    for number, at in enumerate(sorted(one.at for one in taken), 1):
        while step and step.votes < number:
            step = next(steps, None)
        if step is None:
            break
        found.append((step.came - at) / 1e6)
    return found


def compared(poll: Poll, sent: list[Sent]) -> Line:
    """Compare the votes that were accepted with those that the database holds."""
    kept = poll.kept()
    levels = [kept.get(each.pk, []) for each in poll.participants[: len(sent)]]
    lost = sum(
        one.status in TAKEN and poll.level(number) not in levels[number]
        for number, one in enumerate(sent)
    )
    return {"lost": lost, "double": sum(len(each) > 1 for each in levels)}

"""The fan-out: how long a committed change takes to the last of many connections.

Changeprog's hub, a bare program that is the ceiling, and what else could have been taken are up
at the same time and take turns, so that a busy moment of the machine meets all of them.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from tests.bench.live.contenders import BARE, CHANNELS, EVENTS, HUB, Contender
from tests.bench.live.server import RefusalError
from tests.bench.live.trial import Trial

CONTENDERS = (BARE, HUB, CHANNELS, EVENTS)
WARMING_UP = 3
"""Turns of each that do not count."""
BREATH = 0.04
"""Seconds between two turns; the hub draws a room at most every 50 ms."""
MOST = 20.0
"""Seconds after which somebody so slow gets no more turns."""

Line = dict[str, Any]
Told = Callable[[str], None]


async def fan_out(
    size: int, rounds: int, redis_url: str, told: Told, contenders: Sequence[Contender] = CONTENDERS
) -> list[Line]:
    """Measure each contender with ``size`` connections, ``rounds`` times; return their lines."""
    trials = [Trial(one, size, redis_url) for one in contenders if not one.lacking]
    async with ended(trials):
        for trial in trials:
            told(f"live: {size} connections to {trial.contender.name}")
            await tried(trial, trial.begin())
        await take_turns(trials, WARMING_UP)
        for trial in going(trials):
            trial.count()
        await take_turns(trials, rounds)
        found = {trial.contender: await line(trial) for trial in trials}
    return [rated(one, size, found) for one in contenders]


@asynccontextmanager
async def ended(trials: list[Trial]) -> AsyncIterator[None]:
    """End every process, whatever happens."""
    try:
        yield
    finally:
        await asyncio.gather(*(trial.stop() for trial in trials))


async def take_turns(trials: list[Trial], rounds: int) -> None:
    for _ in range(rounds):
        for trial in going(trials):
            if trial.spent < MOST:
                await tried(trial, trial.turn())
                await asyncio.sleep(BREATH)


async def tried(trial: Trial, doing: Any) -> None:
    """Await what the trial does; when it cannot, that is its result."""
    try:
        await doing
    except RefusalError as error:
        trial.refused = str(error)


def going(trials: list[Trial]) -> list[Trial]:
    return [trial for trial in trials if not trial.refused]


async def line(trial: Trial) -> Line:
    if not trial.refused:
        try:
            return await trial.end()
        except RefusalError as error:
            trial.refused = str(error)
    return {"refused": trial.refused, "changes": len(trial.times)}


def rated(contender: Contender, size: int, found: dict[Contender, Line]) -> Line:
    """Name the line, and compare its 95th percentile with the ceiling's of the same run."""
    named: Line = {"case": contender.name, "connections": size}
    if contender.lacking:
        return {**named, "skipped": f"not installed: {', '.join(contender.lacking)}"}
    figures, ceiling = found[contender], found[BARE].get("p95_ms")
    if ceiling and "p95_ms" in figures:
        figures = {**figures, "ratio_to_bare": round(figures["p95_ms"] / ceiling, 2)}
    return named | figures

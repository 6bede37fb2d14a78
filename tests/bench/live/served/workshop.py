"""Changeprog itself, and how often it has drawn each region of a workshop's rooms.

``/bench/drawn/`` tells that, as JSON.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from changeprog.asgi import application as changeprog
from changeprog.live.stream import Message, Receive, Send
from workshops.room import ROOMS

drawn: Counter[str] = Counter()


def counted(name: str, render: Callable[[str, str], str]) -> Callable[[str, str], str]:
    def render_and_count(key: str, viewer: str) -> str:
        drawn[name] += 1
        return render(key, viewer)

    return render_and_count


for room in ROOMS:
    for name, region in list(room._followed.items()):
        room._followed[name] = replace(region, render=counted(f"{room.name} {name}", region.render))


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope.get("path") != "/bench/drawn/":
        await changeprog(scope, receive, send)
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(drawn).encode()})

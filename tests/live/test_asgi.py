"""Pages and streams on one port."""

from typing import Any
from unittest.mock import Mock

import pytest

from changeprog import asgi


@pytest.mark.parametrize(
    ("scope", "program"),
    [
        ({"type": "lifespan"}, "streams"),
        ({"type": "http", "path": "/live/home/k3y/"}, "streams"),
        ({"type": "websocket", "path": "/live/home/k3y/"}, "streams"),
        ({"type": "http", "path": "/"}, "pages"),
        ({"type": "http", "path": "/p/live/"}, "pages"),
        ({"type": "http", "path": "/lively/"}, "pages"),
    ],
)
async def test_each_request_reaches_the_program_it_is_for(
    scope: dict[str, Any], program: str, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    reached: list[str] = []
    for name in ("streams", "pages"):
        monkeypatch.setattr(asgi, name, noting(name, reached))

    await asgi.application(scope, Mock(), Mock())

    assert reached == [program]


def noting(name: str, reached: list[str]) -> Any:
    async def program(*_: Any) -> None:
        reached.append(name)

    return program

"""What a browser that has loaded nothing before loads to open a page, as production serves it."""

import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # no stubs
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.test import Client

from changeprog.stylesheets import ENTRY, folded

STATIC = re.compile(
    r'<(?:link[^>]*\brel="(?P<rel>[\w -]+)"[^>]*\bhref|(?:script|img)\b[^>]*\bsrc)="'
    + re.escape(settings.STATIC_URL)
    + r'(?P<name>[^"?]+)"'
)
NOT_YET = {"apple-touch-icon", "manifest"}
"""What a browser loads only for a home screen."""
TEXT = {".css", ".js", ".svg"}
"""What is compressed on its way."""


@dataclass(frozen=True)
class Loaded:
    """Bytes over the wire, without headers: the page, styles, scripts, and pictures and fonts."""

    html: int
    css: int
    js: int
    rest: int

    @property
    def bytes(self) -> int:
        """All together."""
        return self.html + self.css + self.js + self.rest

    def line(self) -> dict[str, int]:
        """Return the figures to print."""
        return {"bytes": self.bytes, **asdict(self)}


def load(client: Client, url: str) -> Loaded:
    """Open ``url``, which has to answer 200, and weigh it with all static files that it names."""
    answer = client.get(url, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.status_code == 200, (url, answer.status_code)
    sent = len(answer.content)
    page = client.get(url).content.decode()
    sizes = {name: weight(name) for name in named(page)}

    def of(kind: str) -> int:
        return sum(size for name, size in sizes.items() if name.endswith(kind))

    css, js = of(".css"), of(".js")
    return Loaded(sent, css, js, sum(sizes.values()) - css - js)


def named(page: str) -> set[str]:
    """Return the static files that a page names and a browser loads with it."""
    found = STATIC.finditer(page)
    return {match["name"] for match in found if match["rel"] not in NOT_YET}


@cache
def weight(name: str) -> int:
    """Return the bytes that a static file has on its way; the stylesheet has its imports in it.

    ``AssertionError`` where there is no such file.
    """
    path = finders.find(name)
    assert isinstance(path, str), name
    content = stylesheet() if name == ENTRY else Path(path).read_bytes()
    if Path(name).suffix not in TEXT:
        return len(content)
    return min(len(content), len(brotli.compress(content)))


def stylesheet() -> bytes:
    """Return the stylesheet that production serves."""
    storage = FileSystemStorage(Path(settings.ROOT) / "static")
    folder = Path(storage.location)
    names = [str(path.relative_to(folder)) for path in folder.rglob("*.css")]
    return folded({name: (storage, name) for name in names}).encode()

"""Static files in production: hashed, compressed, and one stylesheet instead of forty."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

ENTRY = "css/main.css"
IMPORT = re.compile(r'^@import url\("(?P<name>[\w./-]+\.css)"\);$', re.MULTILINE)

Paths = dict[str, tuple[Storage, str]]


def folded(paths: Paths) -> str:
    """Return the text of ``ENTRY`` with each imported file in the place of its import.

    Every file keeps its rules in a cascade layer, so that putting them together changes nothing.
    A missing file raises ``KeyError``.
    """

    def text(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())

    def imported(match: re.Match[str]) -> str:
        return text(str(PurePosixPath(ENTRY).parent / match["name"]))

    return IMPORT.sub(imported, text(ENTRY))


class FoldedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no stubs
    """Whitenoise's storage, with the imports of ``ENTRY`` folded into one request."""

    def post_process(self, paths: Paths, *args: Any, **options: Any) -> Iterator[Any]:
        """Replace the stylesheet by its folded text, then hash and compress all files."""
        if ENTRY in paths:
            memory = InMemoryStorage()
            memory.save(ENTRY, ContentFile(folded(paths).encode()))
            paths = {**paths, ENTRY: (memory, ENTRY)}
        yield from super().post_process(paths, *args, **options)

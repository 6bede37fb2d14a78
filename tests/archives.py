"""Archives as tests read them."""

import io
import json
from typing import Any
from zipfile import ZipFile

from changeprog.programme.archive import packing
from changeprog.programme.models import Person


def pack(person: Person) -> ZipFile:
    """Return the archive that ``person`` would get now."""
    out = io.BytesIO()
    packing.pack(Person.objects.select_related("programme").get(pk=person.pk), out, lambda _: None)
    return ZipFile(out)


def read(zipped: ZipFile, name: str) -> str:
    """Return the text of the file whose path ends like that."""
    path = next(each for each in zipped.namelist() if each.endswith(f"/{name}"))
    return zipped.read(path).decode()


def rows(zipped: ZipFile, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    return list(json.loads(read(zipped, f"json/{table}.json")))


def tables(zipped: ZipFile) -> dict[str, int]:
    """Return how many rows each table has by its own account."""
    told = json.loads(read(zipped, "archive.json"))["tables"]
    return {each["name"]: each["rows"] for each in told}


def holding(zipped: ZipFile, *words: str) -> set[str]:
    """Return which of ``words`` stand in any file of the archive."""
    texts = [zipped.read(name) for name in zipped.namelist() if not name.endswith(".css")]
    return {word for word in words if any(word.encode() in text for text in texts)}

"""The stylesheet that production serves is every file in one."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from changeprog.stylesheets import ENTRY, IMPORT, Paths, folded

CSS = Path(settings.ROOT) / "static" / "css"


def source() -> Paths:
    storage = FileSystemStorage(CSS.parent)
    names = [str(path.relative_to(CSS.parent)) for path in CSS.rglob("*.css")]
    return {name: (storage, name) for name in names}


def test_every_stylesheet_is_imported_once() -> None:
    imported = IMPORT.findall((CSS / "main.css").read_text())

    assert sorted(imported) == sorted(
        str(path.relative_to(CSS)) for path in CSS.rglob("*.css") if path.name != "main.css"
    )


def test_the_folded_stylesheet_has_every_rule_and_no_import() -> None:
    text = folded(source())

    assert "@import" not in text
    assert all(path.read_text() in text for path in CSS.rglob("*.css") if path.name != "main.css")


def test_every_rule_is_in_a_layer() -> None:
    for path in CSS.rglob("*.css"):
        bare = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL).strip()
        assert bare.startswith("@layer "), path.name


def test_a_stylesheet_that_is_not_there_is_noticed() -> None:
    paths = source()
    del paths["css/base.css"]

    with pytest.raises(KeyError):
        folded(paths)


def test_the_entry_exists() -> None:
    assert ENTRY in source()

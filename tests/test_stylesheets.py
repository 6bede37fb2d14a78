"""The stylesheet that production serves is every file in one."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from changeprog.specimens import COMPONENTS, SHOWN, components
from changeprog.stylesheets import ENTRY, IMPORT, Paths, folded

ROOT = Path(settings.ROOT)
CSS, TEMPLATES = ROOT / "static" / "css", ROOT / "templates"
SOURCES = [
    *TEMPLATES.rglob("*.*"),
    *(ROOT / "static" / "js").rglob("*.js"),
    *(
        path
        for app in ("changeprog", "teams", "workshops", "stakeholders")
        for path in (ROOT / app).rglob("*.py")
    ),
]
DRAWN_BY_OTHERS = {"mark", "avatar", "field", "dialog"}
"""Specimens that are drawn by a template or a widget of the product itself."""
BUILT = (
    "field-",
    "htmx-",
    "ink-",
    "is-",
    "mark-",
    "missing-",
    "needed-",
    "size-",
    "support-",
    "tie-",
    "tint-",
)
"""Beginnings of classes that are put together from a value, such as ``support-3``."""


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


def test_every_specimen_is_shown_once_and_styled_by_its_own_file() -> None:
    specimens = sorted(path.stem for path in (TEMPLATES / "style").glob("*.html"))
    assert sorted(SHOWN) == specimens
    assert not set(SHOWN) - {path.stem for path in COMPONENTS.glob("*.css")}
    for name in set(SHOWN) - DRAWN_BY_OTHERS:
        css = (COMPONENTS / f"{name}.css").read_text()
        shown = (TEMPLATES / "style" / f"{name}.html").read_text()
        styled = set(re.findall(r"[.\[]([a-z][\w-]*)", css))
        assert styled & set(re.findall(r"[a-z][\w-]*", shown)), name


def test_every_component_says_what_it_is() -> None:
    assert [each.name for each in components().values() if len(each.words) < 20] == []


def test_no_class_is_styled_that_nothing_has() -> None:
    text = "\n".join(path.read_text() for path in SOURCES)
    words = set(re.findall(r"[A-Za-z][\w-]*", text))
    assert sorted(name for name in classes() - words if not name.startswith(BUILT)) == []


def classes() -> set[str]:
    """Return the names of all classes that any stylesheet mentions in a selector."""
    found: set[str] = set()
    for path in CSS.rglob("*.css"):
        bare = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for selector in re.findall(r"([^{};]+)\{", bare):
            found.update(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
    return found


def test_mails_have_the_colours_of_the_pages_in_both_themes() -> None:
    tokens = set(re.findall(r"#[0-9a-f]{6}", (CSS / "tokens.css").read_text()))
    mails = set(re.findall(r"#[0-9a-f]{6}", (TEMPLATES / "mail" / "_style.css").read_text()))
    assert mails - tokens == set()

"""The stylesheet that production serves is every file in one."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import Client
from django.urls import reverse

from changeprog.specimens import COMPONENTS, FRAMES, SHOWN, components
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
        assert bare(path).strip().startswith("@layer "), path.name


def test_a_stylesheet_that_is_not_there_is_noticed() -> None:
    paths = source()
    del paths["css/base.css"]

    with pytest.raises(KeyError):
        folded(paths)


def test_the_entry_exists() -> None:
    assert ENTRY in source()


def test_every_component_has_a_specimen_or_is_a_frame() -> None:
    framed = [name for _, parts in FRAMES.values() for name in parts]
    assert sorted([*SHOWN, *framed]) == sorted(path.stem for path in COMPONENTS.glob("*.css"))
    assert sorted(SHOWN) == sorted(path.stem for path in (TEMPLATES / "style").glob("*.html"))


def test_every_specimen_shows_what_its_file_defines(client: Client) -> None:
    shown = specimens(client)
    assert sorted(shown) == sorted(SHOWN)
    missed = [name for name in SHOWN if not defined(COMPONENTS / f"{name}.css") & shown[name]]
    assert missed == []


@pytest.mark.parametrize("frame", FRAMES)
def test_the_style_page_stands_in_each_frame(client: Client, frame: str) -> None:
    page = client.get(reverse("style"), {"frame": frame}).content.decode()
    _, parts = FRAMES[frame]
    assert [name for name in parts if not defined(COMPONENTS / f"{name}.css") & used(page)] == []


def test_no_specimen_needs_the_stylesheet_of_a_page(client: Client) -> None:
    everywhere = set[str]().union(*map(defined, [*COMPONENTS.glob("*.css"), *CSS.glob("*.css")]))
    needed = set[str]().union(*specimens(client).values()) - everywhere - {"specimen-words"}
    assert {
        path.stem: sorted(defined(path) & needed)
        for path in (CSS / "pages").glob("*.css")
        if defined(path) & needed
    } == {}


def test_pages_and_components_keep_to_their_layers() -> None:
    for folder in ("components", "pages"):
        for path in (CSS / folder).glob("*.css"):
            layers = set(re.findall(r"^@layer (\w+)", path.read_text(), re.MULTILINE))
            assert layers <= {folder, "utilities"}, path.name


def test_every_component_says_what_it_is() -> None:
    assert [each.name for each in components().values() if len(each.words) < 20] == []


def test_no_class_is_styled_that_nothing_has() -> None:
    text = "\n".join(path.read_text() for path in SOURCES)
    words = set(re.findall(r"[A-Za-z][\w-]*", text))
    assert sorted(name for name in classes() - words if not name.startswith(BUILT)) == []


def specimens(client: Client) -> dict[str, set[str]]:
    """Return what each specimen on the style page uses, by the name of its component."""
    page = client.get(reverse("style")).content.decode()
    parts = re.split(r'<section class="panel" aria-labelledby="style-([\w-]+)">', page)
    found = {name: used(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}
    return {name: names for name, names in found.items() if name not in {"frame", "colour"}}


def used(page: str) -> set[str]:
    """Return the classes and the data attributes of a page's elements."""
    lists = re.findall(r'\bclass="([^"]*)"', page)
    return {name for each in lists for name in each.split()} | set(
        re.findall(r"\b(data-[\w-]+)=", page)
    )


def defined(path: Path) -> set[str]:
    """Return the classes and attributes that the outermost selectors of a stylesheet begin with."""
    begin = re.compile(r"(?:^|,)\s*(?:[a-z]+|:is\()?[.\[]([a-z][\w-]*)")
    found, around = set[str](), list[str]()
    for before, sign in re.findall(r"([^{};]*)([{};])", bare(path)):
        opened = before.strip()
        if sign == "{":
            if all(each.startswith("@") for each in around):
                found.update(begin.findall(opened))
            around.append(opened)
        elif sign == "}":
            around.pop()
    return found


def classes() -> set[str]:
    """Return the names of all classes that any stylesheet mentions in a selector."""
    found: set[str] = set()
    for path in CSS.rglob("*.css"):
        for selector in re.findall(r"([^{};]+)\{", bare(path)):
            found.update(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
    return found


def bare(path: Path) -> str:
    """Return a stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def test_mails_have_the_colours_of_the_pages_in_both_themes() -> None:
    tokens = set(re.findall(r"#[0-9a-f]{6}", (CSS / "tokens.css").read_text()))
    mails = set(re.findall(r"#[0-9a-f]{6}", (TEMPLATES / "mail" / "_style.css").read_text()))
    assert mails - tokens == set()

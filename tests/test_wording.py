"""The same thing has the same name on every page, and a day is written in one of few ways."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from changeprog.up import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
DAY = re.compile(r"""\|date:["']([^"']+)["']""")
NOT_OURS = {
    r"\blog(ged)? ?(in|out)\b": "Sign in, sign out",
    r"click": "say what happens, for a thumb as for a mouse",
    r"\bdelete\b": "Take it away; a person is removed",
    r"submit": "the verb of what is done",
    r"e-?mails?\b(?! address)": "mail",
    r"(?<!-)\busers?\b": "people, members, or who it is",
    r"\(optional\)|\(if you like\)": "the form says optional by itself",
    r"convene": "Plan",
    r"are you sure": "do it, and offer Undo",
    r"successful": "say what was done",
}
"""What no page says, and what it says instead; docs/design.md has the list with its reasons."""
DAYS = {
    *("j M", "j M Y", "j M, H:i", "j M Y, H:i"),
    *("j F", "j F Y", "j F, H:i", "j F Y, H:i"),
    *("l j F", "l j F Y", "l j F, H:i", "l j F Y, H:i"),
    *("M Y", "F Y", "H:i"),
    *("c", "Y-m-d"),
}
"""Short in rows, long in sentences, with its weekday where somebody has to be there."""


def words(path: Path) -> str:
    """Return what a reader of a page reads, as far as it stands in its template."""
    return " ".join(TAG.sub(" ", CODE.sub(" ", path.read_text())).split())


def said(pattern: str) -> Iterator[str]:
    """Return where a page says what ``pattern`` finds."""
    for path in TEMPLATES:
        for found in re.finditer(pattern, words(path), re.IGNORECASE):
            yield f"{path.relative_to(ROOT)}: {found[0]}"


@pytest.mark.parametrize(("pattern", "instead"), NOT_OURS.items())
def test_no_page_says_it_in_words_that_are_not_ours(pattern: str, instead: str) -> None:
    assert list(said(pattern)) == [], instead


def test_days_are_written_in_one_of_few_ways() -> None:
    others = {
        f"{path.relative_to(ROOT)}: {written}"
        for path in TEMPLATES
        for written in DAY.findall(path.read_text())
        if written not in DAYS
    }
    assert others == set()

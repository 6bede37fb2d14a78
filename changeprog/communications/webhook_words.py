"""What a webhook says: as a chat shows it, and as a system reads it.

Nobody knows who reads along, so it says only what everybody in the programme may read.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.text import Truncator

from changeprog.accounts.lines import one_line
from changeprog.communications.digest import Line, Passage
from changeprog.communications.letter import absolute
from changeprog.communications.models import Edition, WebhookDelivery
from changeprog.programme.models import Programme, Visibility

TEXT, HEADER, SECTION, BLOCKS = 3_900, 150, 2_900, 50
"""Slack's own bounds, in characters and blocks, with a little room."""
LINE, DETAIL = 200, 140
LINES = 12
"""Lines under one heading; a chat is no archive."""
VERSION = 1
"""Of what a system is sent; it is raised when something it may rely on changes."""


def body(delivery: WebhookDelivery) -> str | None:
    """Return the body of ``delivery`` in JSON, or ``None`` when there is nothing to tell."""
    programme, edition = delivery.webhook.programme, delivery.edition
    if edition is not None and not edition.word and not for_everybody(edition):
        return None
    write = system if delivery.webhook.signs else slack
    message = write(programme, edition) | ({"id": str(delivery.key)} if write is system else {})
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def for_everybody(edition: Edition) -> list[Passage]:
    """Return what everybody may read of the edition, without empty headings."""
    open_to_all = (
        Passage(each.name, each.title, each.order, tuple(filter(is_open, each.lines)))
        for each in edition.passages
    )
    return [passage for passage in open_to_all if passage.lines]


def is_open(line: Line) -> bool:
    """Whether everybody may read it, and nobody has left it out."""
    return line.visibility == Visibility.EVERYONE and not line.left_out


def system(programme: Programme, edition: Edition | None) -> dict[str, Any]:
    """Return what a system is sent."""
    about = {"key": programme.key, "name": programme.name, "url": home(programme)}
    if edition is None:
        return {"version": VERSION, "type": "test", "programme": about}
    return {
        "version": VERSION,
        "type": "edition",
        "programme": about,
        "edition": {
            "title": str(edition),
            "day": edition.occurrence.isoformat(),
            "url": absolute(edition.get_absolute_url()),
            "word": edition.word,
        },
        "sections": [
            {"name": each.name, "title": each.title, "lines": [_plain(line) for line in each.lines]}
            for each in for_everybody(edition)
        ],
    }


def _plain(line: Line) -> dict[str, str]:
    return {
        "text": line.text,
        "detail": line.detail,
        "by": line.by,
        "url": absolute(line.path) if line.path else "",
    }


def slack(programme: Programme, edition: Edition | None) -> dict[str, Any]:
    """Return what a chat is sent: blocks, and the same as text for whatever knows no blocks."""
    title = f"{programme.name}: {edition or 'a test'}"
    link = absolute(edition.get_absolute_url()) if edition else home(programme)
    sections = list(_sections(edition)) if edition else ["If you can read this, it works."]
    cut = [Truncator(one_line(title)).chars(HEADER)]
    text = "\n\n".join([f"*{escaped(cut[0])}*", *sections])
    blocks = [_block("header", cut[0]), *(_block("section", words) for words in sections)]
    blocks = [*blocks[: BLOCKS - 1], _block("context", f"<{link}|Read it in Changeprog>")]
    return {"text": whole_lines(text, TEXT), "blocks": blocks}


def _sections(edition: Edition) -> Iterator[str]:
    if edition.word:
        author = f"\n_{escaped(edition.word_by.name)}_" if edition.word_by else ""
        yield whole_lines(escaped(edition.word), SECTION - len(author)) + author
    for passage in for_everybody(edition):
        shown = [f"*{escaped(passage.title)}*", *map(_bullet, passage.lines[:LINES])]
        more = len(passage.lines) - LINES
        yield whole_lines("\n".join([*shown, *([f"and {more} more"] if more > 0 else [])]), SECTION)


def _bullet(line: Line) -> str:
    text = escaped(Truncator(one_line(line.text)).chars(LINE))
    linked = f"<{absolute(line.path)}|{text}>" if line.path else text
    told = Truncator(one_line(line.detail)).chars(DETAIL)
    after = " · ".join(escaped(part) for part in (told, line.by) if part)
    return f"• {linked}" + (f": {after}" if after else "")


def _block(kind: str, words: str) -> dict[str, Any]:
    if kind == "header":
        return {"type": kind, "text": {"type": "plain_text", "text": words, "emoji": False}}
    text = {"type": "mrkdwn", "text": words, "verbatim": True}
    return {"type": kind, "elements": [text]} if kind == "context" else {"type": kind, "text": text}


def escaped(words: str) -> str:
    """Return ``words`` so that a chat takes nothing in them for a link, a name or a command."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def whole_lines(text: str, longest: int) -> str:
    """Return as many lines of ``text`` as fit, so that no link and no ``&amp;`` is cut through."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1].rpartition("\n")[0]
    return (kept or text[: longest - 1].rpartition(" ")[0]) + "\n…"


def home(programme: Programme) -> str:
    return absolute(programme.get_absolute_url())

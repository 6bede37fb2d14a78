"""Arranging an edition: its passages and lines moved, left out and taken back. Pure.

An act says what is to be the case, so doing it twice is doing it once; and each has an opposite.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from changeprog.communications.digest import Line, Passage

MOVE, LEAVE_OUT, TAKE_BACK = "move", "leave_out", "take_back"
KINDS = (MOVE, LEAVE_OUT, TAKE_BACK)
Part = TypeVar("Part", bound=Line | Passage)


class NotThere(Exception):  # noqa: N818 -- told in words
    """The edition has no such passage or line any more."""


@dataclass(frozen=True)
class Act:
    """One act on the passage named ``section``, or on its line of that ``mark``.

    What is moved comes to stand before the passage or line called ``before``, or else at the end.
    """

    kind: str
    section: str
    mark: str = ""
    before: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "section": self.section,
            "mark": self.mark,
            "before": self.before,
        }


def arranged(passages: Sequence[Passage], act: Act) -> list[Passage]:
    """Return ``passages`` after ``act``; raises ``NotThere``."""
    if not act.mark:
        return _after(passages, act, act.section, _name)
    return [
        replace(passage, lines=tuple(_after(passage.lines, act, act.mark, _mark)))
        if passage is found
        else passage
        for found in [_find(passages, act.section, _name)]
        for passage in passages
    ]


def opposite(passages: Sequence[Passage], act: Act) -> Act:
    """Return what takes ``act`` back once it is done to ``passages``; raises ``NotThere``."""
    if act.kind != MOVE:
        return replace(act, kind=TAKE_BACK if act.kind == LEAVE_OUT else LEAVE_OUT)
    if not act.mark:
        return replace(act, before=_next(passages, act.section, _name))
    lines = _find(passages, act.section, _name).lines
    return replace(act, before=_next(lines, act.mark, _mark))


def carried_over(old: Sequence[Passage], fresh: Sequence[Passage]) -> list[Passage]:
    """Return what was composed anew in the order of before, and without what was left out.

    A line is the same when it says the same of the same thing; what is new comes last.
    """
    known = {passage.name: passage for passage in old}
    places = {name: place for place, name in enumerate(known)}
    following = sorted(fresh, key=lambda passage: places.get(passage.name, len(places)))
    return [_like(known.get(passage.name), passage) for passage in following]


def _like(old: Passage | None, fresh: Passage) -> Passage:
    if old is None:
        return fresh
    known = {_said(line): line for line in old.lines}
    places = {said: place for place, said in enumerate(known)}
    lines = sorted(fresh.lines, key=lambda line: places.get(_said(line), len(places)))
    kept = (replace(line, left_out=_is_out(known.get(_said(line)))) for line in lines)
    return replace(fresh, lines=tuple(kept), left_out=old.left_out)


def _is_out(line: Line | None) -> bool:
    return line is not None and line.left_out


def _said(line: Line) -> tuple[str, str]:
    return line.text, line.path


def _name(passage: Passage) -> str:
    return passage.name


def _mark(line: Line) -> str:
    return line.mark


def _after(parts: Sequence[Part], act: Act, name: str, of: Callable[[Part], str]) -> list[Part]:
    """Return ``parts`` after ``act`` on the one called ``name``."""
    part = _find(parts, name, of)
    if act.kind != MOVE:
        changed = replace(part, left_out=act.kind == LEAVE_OUT)
        return [changed if each is part else each for each in parts]
    if act.before == name:
        return list(parts)
    others: list[Part] = [each for each in parts if each is not part]
    place: int = others.index(_find(others, act.before, of)) if act.before else len(others)
    return [*others[:place], part, *others[place:]]


def _find(parts: Sequence[Part], name: str, of: Callable[[Part], str]) -> Part:
    for part in parts:
        if of(part) == name:
            return part
    raise NotThere(name)


def _next(parts: Sequence[Part], name: str, of: Callable[[Part], str]) -> str:
    """Return the name of the part after the one called ``name``; nothing for the last."""
    following = parts[parts.index(_find(parts, name, of)) + 1 :]
    return of(following[0]) if following else ""


@dataclass(frozen=True)
class Place:
    """A passage or line on the desk, and before which other it comes by going up or down.

    An empty name is the end; ``None`` that it cannot go there.
    """

    part: Passage | Line
    up: str | None
    down: str | None
    lines: tuple["Place", ...] = ()


def places(passages: Sequence[Passage]) -> list[Place]:
    """Return where each of ``passages``, as somebody sees them, and each line can go."""
    return [
        replace(place, lines=tuple(_places(passage.lines, _mark)))
        for place, passage in zip(_places(passages, _name), passages, strict=True)
    ]


def _places(parts: Sequence[Part], of: Callable[[Part], str]) -> list[Place]:
    names = [of(part) for part in parts]
    after = [*names[2:], "", None][: len(parts)]
    if len(parts) == 1:
        after = [None]
    return [
        Place(part, above, below)
        for part, above, below in zip(parts, [None, *names], after, strict=False)
    ]

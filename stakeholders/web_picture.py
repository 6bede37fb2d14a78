"""The drawing of one view of the web, as the strings that its template puts into the SVG."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from stakeholders import web_marks
from stakeholders.layout import NAMED
from stakeholders.web import Web

STRONGEST = 3
"""Lines to other groups that are drawn for each group."""


@dataclass(frozen=True)
class Lines:
    """Ties of one kind: one path, and the heads of its arrows where there is room for them."""

    relation: str
    path: str
    heads: str
    is_far: bool = False


@dataclass(frozen=True)
class Picture:
    """What is drawn, from behind to the front."""

    width: int
    height: int
    outlines: SafeString
    lines: list[Lines]
    marks: SafeString


def draw(web: Web, to_person: str, to_group: str) -> Picture:
    """Return the drawing; the addresses have {} where the number of a person or group goes."""
    if web.kind == "groups":
        marks = web_marks.discs(web.groups, to_group)
        return Picture(web.width, web.height, mark_safe(""), [_between_groups(web)], marks)
    marks = web_marks.people(web.marks, to_person)
    return Picture(web.width, web.height, _outlines(web), _lines(web), marks)


def _outlines(web: Web) -> SafeString:
    """Return the outlines of the groups, where more than one is drawn."""
    points: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for mark in web.marks:
        if mark.group:
            points[mark.group].append(mark.place)
    if len(points) < 2:  # noqa: PLR2004 -- one group needs no outline
        return mark_safe("")
    drawn = (web_marks.outline(number, points[number]) for number in sorted(points))
    return mark_safe("".join(drawn))


def _lines(web: Web) -> list[Lines]:
    """Return the ties, those of the person in focus apart and in front."""
    marks = {mark.person: mark for mark in web.marks}
    focus = web.focus.person if web.focus else None
    parts: dict[tuple[bool, str], list[tuple[int, int]]] = defaultdict(list)
    for source, target, relation in web.ends:
        is_far = focus is not None and focus not in (source, target)
        parts[not is_far, relation].append((source, target))
    drawn = []
    for (is_near, relation), ends in sorted(parts.items()):
        pairs = [(marks[source], marks[target]) for source, target in ends]
        has_heads = is_near and (focus is not None or len(marks) <= NAMED)
        drawn.append(
            Lines(
                relation,
                web_marks.lines((one.place, other.place) for one, other in pairs),
                web_marks.heads(pairs) if has_heads else "",
                not is_near,
            )
        )
    return drawn


def _between_groups(web: Web) -> Lines:
    """Return lines from each group to those it has most ties with."""
    places = {group.number: group.place for group in web.groups}
    strongest: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other, count in web.chart.outline["between"]:
        strongest[one].append((count, other))
        strongest[other].append((count, one))
    pairs = {
        (min(number, other), max(number, other))
        for number, others in strongest.items()
        for _, other in sorted(others, reverse=True)[:STRONGEST]
    }
    ends = [(places[a], places[b]) for a, b in sorted(pairs) if a in places and b in places]
    return Lines("all", web_marks.lines(ends), "")

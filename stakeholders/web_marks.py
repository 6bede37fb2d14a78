"""The web as SVG: people, ties, outlines of groups, and groups as discs.

Each thing is written as one string, since a template that draws five hundred people takes longer
than all that it is drawn from. What is text goes through ``format_html``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot, pi, sqrt

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from stakeholders.hulls import hull
from stakeholders.spacing import Point
from stakeholders.support import Support

SMALLEST, GROWTH = 9.0, 13.0
"""Radius of somebody to whom nobody turns, and what the most influential one has more."""
UNIT = 11.0
"""Radius of the shapes that ``templates/stakeholders/web/_shapes.html`` defines."""
HIT = 22
"""Radius around somebody within which a finger or a pointer finds them."""
UNDER = 15.0
"""From the edge of a mark down to the line on which its name stands."""
RING = 6.0
"""How far the ring of a bridge is from its mark."""
HEAD, HALF_HEAD = 8.0, 3.5
"""Length, and half the width, of an arrow's head."""
NAME_LETTERS = 18
TINTS = 6
"""Tints of groups; there may be more groups than these."""
UNKNOWN = 0
"""In place of a support that nobody knows."""
SUPPORT_WORDS = {UNKNOWN: "support unknown", **{each.value: each.label for each in Support}}


@dataclass(frozen=True)
class FunctionSign:
    """A function's letter and shape, and its name."""

    letter: str
    shape: str
    name: str


NO_FUNCTION = FunctionSign("", "circle", "no function")


@dataclass(frozen=True)
class Mark:
    """A person as they are drawn; ``asked_by`` says how many turn to them."""

    person: int
    stakeholder: int
    name: str
    place: Point
    radius: float
    support: int
    function: FunctionSign
    group: int
    asked_by: int
    is_bridge: bool
    state: str = ""
    """"focus" for whom it is about, "far" for who has no tie with them."""
    is_named: bool = False

    @property
    def told(self) -> str:
        """All that the drawing says of them, in words."""
        turn = "1 person turns" if self.asked_by == 1 else f"{self.asked_by} people turn"
        group = f", group {self.group}" if self.group else ""
        bridge = ", a bridge between groups" if self.is_bridge else ""
        words = SUPPORT_WORDS[self.support].lower()
        return f"{self.name}, {self.function.name}, {words}, {turn} to them{group}{bridge}"


def radius_of(asked_by: int, most: int) -> float:
    """Return the radius of somebody: their area grows with how many turn to them."""
    return SMALLEST + GROWTH * sqrt(asked_by / most) if most else SMALLEST


def people(marks: Iterable[Mark], address: str) -> SafeString:
    """Return all marks, each a link to ``address``, in which {} is the person."""
    return mark_safe("".join(_mark(mark, address) for mark in marks))


PERSON = (
    '<a class="web-person support-{support} {state}" id="web-{person}" href="{href}" data-web-step>'
    '<title>{told}</title><circle class="web-hit" cx="{x}" cy="{middle}" r="{hit}"/>{ring}{shape}'
    '<text class="web-letter" x="{x}" y="{y}">{letter}</text>{name}</a>'
)
NAME = '<text class="web-name" x="{x}" y="{y}">{name}</text>'


def _mark(mark: Mark, address: str) -> str:
    (x, y), shape = mark.place, mark.function.shape
    ringed = _shape("web-ring", shape, mark.place, mark.radius + RING) if mark.is_bridge else ""
    lowest = y + mark.radius + (RING if mark.is_bridge else 0)
    below = {"x": f"{x:.0f}", "y": f"{lowest + UNDER:.0f}"}
    return format_html(
        PERSON,
        support=_level(mark.support),
        state=f"is-{mark.state}" if mark.state else "",
        person=mark.person,
        href=address.replace("{}", str(mark.person)),
        told=mark.told,
        ring=ringed,
        shape=_shape("web-shape", shape, mark.place, mark.radius),
        hit=HIT,
        x=f"{x:.0f}",
        middle=f"{y:.0f}",
        y=f"{y + 4:.0f}",
        letter=mark.function.letter,
        name=format_html(NAME, **below, name=short(mark.name)) if mark.is_named else "",
    )


def _level(support: int) -> str:
    """Return how a step of support is called in the names of classes."""
    return str(support) if support else "unknown"


def _shape(name: str, shape: str, place: Point, radius: float) -> SafeString:
    at = f"translate({place[0]:.1f} {place[1]:.1f}) scale({radius / UNIT:.2f})"
    return format_html('<use class="{}" href="#shape-{}" transform="{}"/>', name, shape, at)


def short(name: str) -> str:
    """Return ``name`` in so few letters that it fits below a mark."""
    return name if len(name) <= NAME_LETTERS else f"{name[: NAME_LETTERS - 1].rstrip()}…"


def lines(ends: Iterable[tuple[Point, Point]]) -> str:
    """Return straight lines between pairs of places, as the ``d`` of one path."""
    return "".join(f"M{a:.0f} {b:.0f}L{c:.0f} {d:.0f}" for (a, b), (c, d) in ends)


def heads(ends: Iterable[tuple[Mark, Mark]]) -> str:
    """Return the heads of arrows to the second of each two, as the ``d`` of one path."""
    return "".join(_head(source, target) for source, target in ends)


def _head(source: Mark, target: Mark) -> str:
    (a, b), (x, y) = source.place, target.place
    length = hypot(x - a, y - b)
    if not length:
        return ""
    along, down = (x - a) / length, (y - b) / length
    edge = target.radius + (RING if target.is_bridge else 0) + 1
    tip = x - along * edge, y - down * edge
    foot = tip[0] - along * HEAD, tip[1] - down * HEAD
    left = foot[0] - down * HALF_HEAD, foot[1] + along * HALF_HEAD
    right = foot[0] + down * HALF_HEAD, foot[1] - along * HALF_HEAD
    return "M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z".format(*tip, *left, *right)


def outline(number: int, points: Sequence[Point]) -> SafeString:
    """Return the tinted outline of a group."""
    corners = " ".join(f"{x:.0f},{y:.0f}" for x, y in hull(points))
    return format_html(
        '<polygon class="web-group tint-{}" points="{}"><title>Group {}</title></polygon>',
        (number - 1) % TINTS + 1,
        corners,
        number,
    )


@dataclass(frozen=True)
class GroupMark:
    """A group drawn as one disc; ``supports`` counts its people by support."""

    number: int
    place: Point
    radius: float
    size: int
    supports: tuple[tuple[int, int], ...]
    function: str
    """That of most of its people, or "" while nobody knows."""
    bridges: tuple[str, ...] = ()
    """The names of those who connect it with others."""

    @property
    def steps(self) -> list[tuple[str, int]]:
        """How many stand where, from leading to against, then of how many nobody knows."""
        counts = dict(self.supports)
        named = [(each.label, counts.get(each.value, 0)) for each in reversed(Support)]
        return [*named, ("Unknown", counts.get(UNKNOWN, 0))]

    @property
    def told(self) -> str:
        """All that the drawing says of it, in words."""
        stand = ", ".join(
            f"{count} {SUPPORT_WORDS[support].lower()}" for support, count in self.supports
        )
        mostly = f", most of them in {self.function}" if self.function else ""
        return f"Group {self.number}: {self.size} people{mostly}; {stand}"


def discs(marks: Iterable[GroupMark], address: str) -> SafeString:
    """Return all groups, each a link to ``address``, in which {} is its number."""
    return mark_safe("".join(_disc(mark, address) for mark in marks))


def _disc(mark: GroupMark, address: str) -> str:
    x, y = mark.place
    return format_html(
        '<a class="web-disc" id="web-group-{}" href="{}" data-web-step><title>{}</title>'
        '<circle class="web-group tint-{}" cx="{}" cy="{}" r="{}"/>{}'
        '<text class="web-size" x="{}" y="{}">{}</text></a>',
        mark.number,
        address.replace("{}", str(mark.number)),
        mark.told,
        (mark.number - 1) % TINTS + 1,
        f"{x:.0f}",
        f"{y:.0f}",
        f"{mark.radius:.0f}",
        pie(mark.place, mark.radius, mark.supports),
        f"{x:.0f}",
        f"{y + 5:.0f}",
        mark.size,
    )


PART = (
    '<circle class="web-part support-{}" cx="{}" cy="{}" r="{}"'
    ' stroke-dasharray="{} {}" stroke-dashoffset="{}"/>'
)


def pie(place: Point, radius: float, counts: Sequence[tuple[int, int]]) -> SafeString:
    """Return the ring around a disc: how many stand where, ``counts`` by support."""
    total, around = sum(count for _, count in counts), 2 * pi * radius
    x, y, parts, before = f"{place[0]:.0f}", f"{place[1]:.0f}", [], 0.0
    for support, count in counts:
        length = around * count / total
        dashes = f"{length:.1f}", f"{around:.1f}", f"{-before:.1f}"
        parts.append(format_html(PART, _level(support), x, y, f"{radius:.0f}", *dashes))
        before += length
    return mark_safe("".join(parts))

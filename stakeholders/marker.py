"""A person as a point of the grid: function by shape, support now by colour, needed by the ring.

Nothing is said by colour alone: the ring has as many pieces as steps of support are missing, and
larger points have both numbers under them. A mark is written here rather than in the template,
which takes several times as long for each of some hundred.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from changeprog.accounts.lines import initials
from changeprog.direction.fit import shorten
from stakeholders.grid import Grid, Mark, Point
from stakeholders.quarters import words
from stakeholders.support import Support

MARK = (
    '<a class="map-point" id="point-{pk}" href="{url}" data-point="{pk}" data-at="{at}"'
    ' data-revision="{revision}" data-name="{name}" transform="translate({x} {y})">'
    '<title>{title}</title><circle class="map-edge {ring}" r="{radius}" pathLength="4"/>'
    '<circle class="map-needed needed-{needed} {ring}" r="{radius}" pathLength="4"/>'
    '<use class="support-{support}" href="#map-{shape}"/>'
    '<text class="map-initials ink-{support}" y="{below}">{initials}</text>{labels}</a>'
)
LABEL = '<text class="map-words" y="{y}">{words}</text>'
RADII = {"named": 18, "roomy": 18, "dense": 12}
INITIALS_BELOW = {"named": 4, "roomy": 4, "dense": 3}
LOWER = 4
"""How much lower initials stand in a triangle, which is wide at its foot."""
UNKNOWN = "unknown"
NAME, NAME_ROOM = 11.0, 88.0
"""The size of the name under a point, and how wide it may be."""


def write(grid: Grid, url: str) -> list[SafeString]:
    """Return the marks of the grid; ``url`` is a profile's address with 0 for its number."""
    return [
        _write(mark, grid.size, url.replace("/0/", f"/{mark.point.pk}/")) for mark in grid.marks
    ]


def _write(mark: Mark, size: str, url: str) -> SafeString:
    point = mark.point
    return format_html(
        MARK,
        pk=point.pk,
        url=url,
        at=f"{point.cell[0]}-{point.cell[1]}",
        revision=point.revision,
        name=point.name,
        title=said(point),
        x=f"{mark.x:.1f}",
        y=f"{mark.y:.1f}",
        ring=_ring(point),
        radius=RADII[size],
        needed=point.needed or UNKNOWN,
        support=point.support or UNKNOWN,
        shape=point.shape or "none",
        below=INITIALS_BELOW[size] + (LOWER if point.shape == "triangle" else 0),
        initials=initials(point.name),
        labels=_labels(point, size),
    )


def said(point: Point) -> str:
    """Return in words what the picture shows of somebody."""
    parts = [point.name, point.function, words(point.cell), _support(point), missing(point.gap)]
    return " · ".join(filter(None, parts))


def missing(steps: int | None) -> str:
    """Return how many steps of support are missing, in words; nothing where nobody knows."""
    if steps is None:
        return ""
    if steps <= 0:
        return "no step missing"
    return f"{steps} step{'' if steps == 1 else 's'} missing"


def _support(point: Point) -> str:
    return f"{_word(point.support)} now, {_word(point.needed)} needed"


def _word(level: int | None) -> str:
    return Support(level).label.lower() if level else UNKNOWN


def _ring(point: Point) -> str:
    """Return the class of the ring: as many pieces as steps are missing."""
    if point.gap is None:
        return "missing-unknown"
    return f"missing-{point.gap}" if point.gap > 0 else "missing-none"


def _labels(point: Point, size: str) -> SafeString:
    """Return the words under a point, if it is large enough for any."""
    if size == "dense":
        return mark_safe("")
    steps = f"{point.letter} {point.support or '?'}→{point.needed or '?'}".strip()
    below = format_html(LABEL, y=30 if size == "roomy" else 42, words=steps)
    if size == "roomy":
        return below
    name = format_html(LABEL, y=30, words=shorten(point.name, NAME_ROOM, NAME))
    return name + below

"""Looking at a page as nobody does by hand: by axe, by day or by night, on a desk or a phone."""

import gzip
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE, DESK, NARROW = 390, 1440, 320
HEIGHT = 900
Theme = Literal["light", "dark"]
Light = tuple[int, Theme]
"""What a page is seen in: a width, in pixels, and a theme."""
LIGHTS: list[Light] = [(DESK, "light"), (PHONE, "dark"), (DESK, "dark"), (PHONE, "light")]
AXE = Axe().axe_script
FRESH = Path(__file__).with_name("fresh.js").read_text()
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on the theme."""
OF_FINGERS = ["target-size"]
"""The rules that are for a phone."""
OF_PAGES = ["landmark-one-main", "region"]
"""The rules that do not concern a mail, which has no landmarks."""

STRUCTURE = """async (without) => {
    const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
    const options = { rules, resultTypes: ["violations"], iframes: false, preload: false };
    return (await axe.run(options)).violations;
}"""
COLOURS = """async ([runOnly, { found, known }]) => {
    const options = { runOnly, resultTypes: ["violations"], iframes: false, preload: false };
    const results = found.length ? await axe.run({ include: found }, options) : null;
    return [results?.violations ?? [], known];
}"""
"""Both leave out what the page frames, which is a page of its own."""

FACTS = """() => ({
    status: performance.getEntriesByType("navigation")[0].responseStatus,
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    loaded: performance.getEntriesByType("resource")
        .filter((entry) => !new URL(entry.name).pathname.startsWith("/live/"))
        .map((entry) => [entry.name, entry.encodedBodySize]),
})"""
DRAWN = """async () => {
    for (const _ of [1, 2]) await new Promise((drawn) => requestAnimationFrame(drawn));
}"""
"""A page in a new width or theme is looked at once it has been drawn so: half way there it is some
pixels too wide, and its colours are still on their way."""
SETTLED_MS = 2_000
"""A busy machine takes longer than two frames over it; what is too wide by then stays so."""
OVERFLOW = """async (patience) => {
    const { documentElement: page } = document;
    const end = performance.now() + patience;
    while (page.scrollWidth > page.clientWidth && performance.now() < end)
        await new Promise((drawn) => requestAnimationFrame(drawn));
    return page.scrollWidth - page.clientWidth;
}"""


@dataclass(frozen=True)
class Look:
    """What was found on one page."""

    status: int
    language: str
    title: str
    headings: int
    kilobytes: float
    """Of the page and all that it loads, compressed as it is sent in production."""
    unsized: list[str]
    """What was loaded without saying how large it is."""
    overflow: int
    """Pixels by which the page is wider than a window of 320."""
    violations: list[str]
    complaints: list[str]
    """Of its scripts, and what its Content-Security-Policy has forbidden."""


class Looker:
    """Looks at each page in one light, each time in the next; at no colours on a ground twice."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._turns = cycle(LIGHTS)

    def look(
        self, page: Page, html: bytes, complaints: list[str], *, is_mail: bool, everywhere: bool
    ) -> Look:
        """Look at an open page, which came as ``html``, ``everywhere`` or in the next light.

        Its width comes first: what axe has made a closed fold lay out stays as wide as it was.
        """
        too_wide = overflow(page)
        without = OF_COLOUR + OF_PAGES if is_mail else OF_COLOUR
        facts: dict[str, Any] = page.evaluate(FACTS)
        loaded: dict[str, int] = dict(facts.pop("loaded"))
        lights = LIGHTS if everywhere else [next(self._turns)]
        page.evaluate(AXE)
        return Look(
            **facts,
            kilobytes=(sum(loaded.values()) + len(gzip.compress(html))) / 1000,
            unsized=[address for address, size in loaded.items() if not size],
            violations=[found for light in lights for found in self.examine(page, light, without)],
            overflow=too_wide,
            complaints=complaints,
        )

    def examine(self, page: Page, light: Light, without: list[str] = OF_COLOUR) -> list[str]:
        """Return what axe finds in that light."""
        width, theme = light
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=theme)
        page.evaluate(DRAWN)
        fresh = page.evaluate_handle(FRESH, {"seen": self._seen, "theme": theme})
        broken, self._seen = page.evaluate(COLOURS, [OF_COLOUR, fresh])
        broken += page.evaluate(STRUCTURE, without + OF_FINGERS * (width != PHONE))
        return [f"{width}, {theme}: {told(rule)}" for rule in broken]


def told(rule: dict[str, Any]) -> str:
    """Return the rule's name, and each element that breaks it with what axe says of it."""
    elements = (" ".join(map(str, node["target"])) for node in rule["nodes"])
    why = (" ".join(each["message"] for each in node["any"]) for node in rule["nodes"])
    return f"{rule['id']}: {' · '.join(map(' - '.join, zip(elements, why, strict=True)))}"


def overflow(page: Page) -> int:
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    page.evaluate(DRAWN)
    return int(page.evaluate(OVERFLOW, SETTLED_MS))

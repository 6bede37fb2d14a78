"""The champion's path from nothing to a full direction, by keyboard alone."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from changeprog.accounts.models import User
from changeprog.direction.models import (
    Benefit,
    CapabilityImprovement,
    Dependency,
    Judgement,
    Milestone,
    Objective,
    Resource,
    SideEffect,
    Vision,
)
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

DESK = {"width": 1440, "height": 900}
MOST_STOPS = 90
"""Times one presses Tab for anything on a page; more would be no way to work."""
VISION = "Every customer is known, and nobody tells their story twice."
MEASURE, PILOT, BUSINESS = "Enquiries answered in a day", "Pilot live", "Business as usual"
NEEDED, ABILITY = "Colleagues who test the screens", "Whoever takes a call can settle it"
BETTER, UNWANTED = "Fewer customers leave", "Service listens less"

SHOWS_FOCUS = """() => {
    const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const focused = document.activeElement;
    const { top, bottom, width, height } = focused.getBoundingClientRect();
    const inSight = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
    const around = [focused, focused.parentElement, focused.closest("label")].filter(Boolean);
    return inSight && [null, "::after"].some((part) =>
        around.some((element) => drawn(getComputedStyle(element, part))));
}"""


class Keyboard:
    """Somebody without a mouse: only keys go in, and where they are is always to be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab until ``target`` has the focus."""
        element = target.element_handle()
        for _ in range(MOST_STOPS):
            if element.evaluate("element => element === document.activeElement"):
                assert self.page.evaluate(SHOWS_FOCUS), f"no focus to be seen on {target}"
                return
            self.press(key)
        pytest.fail(f"{MOST_STOPS} stops do not lead to {target}")

    def follow(self, name: str, within: str = "main") -> None:
        """Go to the link or button of that name and press Enter."""
        place = self.page.locator(within)
        target = place.get_by_role("link", name=name, exact=True)
        self.reach(target.or_(place.get_by_role("button", name=name, exact=True)).first)
        self.press("Enter")

    def open(self, name: str) -> None:
        """Follow the link of that name into the dialog, whose first field has the focus."""
        self.follow(name)
        expect(self.form.locator("input:not([type=hidden]), select").first).to_be_focused()

    @property
    def form(self) -> Locator:
        """The dialog's form."""
        return self.page.locator("#dialog[open] form")

    def fill(self, within: Locator | None = None, **words: str) -> None:
        """Type ``words`` into the fields of those names, in their order on the page."""
        for name, typed in words.items():
            field = (within or self.form).locator(f"[name={name}]").first
            self.reach(field)
            if field.get_attribute("type") == "date":
                self.enter_day(field, typed)
            else:
                self.page.keyboard.type(typed)

    def enter_day(self, field: Locator, day: str) -> None:
        """Type ``day``, as YYYY-MM-DD, in the order in which this browser writes days."""
        year, month, date = day.split("-")
        for order in ((month, date, year), (date, month, year), (year, month, date)):
            self.page.keyboard.type("".join(order))
            if field.input_value() == day:
                return
            self.press("Shift+Tab", "Tab")
        pytest.fail(f"{day} cannot be typed")

    def go(self, place: str) -> None:
        """Follow a tab of the direction, from wherever one is in the programme."""
        self.follow("Direction", within="nav[aria-label=Programme]")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Where are we headed?")
        if place != "Overview":
            self.follow(place, within=".tabs")
            expect(self.page.locator(".tabs [aria-current=page]")).to_have_text(place)

    def save(self, key: str = "Enter") -> None:
        """Press Enter in a field, or another key; the page thanks, and no dialog is in the way."""
        self.press(key)
        expect(self.page.locator("#flash .is-good")).to_be_visible()
        expect(self.page.locator("dialog[open]")).to_have_count(0)


def in_days(days: int) -> str:
    return (localdate() + timedelta(days=days)).isoformat()


def test_from_nothing_to_a_full_direction_without_a_mouse(visit: Visit, outsider: User) -> None:
    keyboard = Keyboard(visit("/new/", outsider, viewport=DESK, reduced_motion="reduce"))
    begin(keyboard)
    set_objective(keyboard)
    plan_milestones(keyboard)
    ask_for_resource(keyboard)
    say_what_it_is_worth(keyboard)
    name_side_effect(keyboard)
    judge_size(keyboard)
    read_principles(keyboard)
    read_charter(keyboard)


def begin(keyboard: Keyboard) -> None:
    """Start the programme and write the vision."""
    expect(keyboard.page.locator("[name=name]")).to_be_focused()
    keyboard.page.keyboard.type("From push to context")
    keyboard.press("Enter")
    keyboard.follow("Write the vision")
    keyboard.fill(keyboard.page.locator("main"), statement=VISION)
    keyboard.save("Control+Enter")
    assert Vision.objects.get().statement == VISION


def set_objective(keyboard: Keyboard) -> None:
    """Say what is measured, and what it measures today."""
    keyboard.go("Overview")
    keyboard.open("Set an objective")
    keyboard.fill(measure=MEASURE, unit="%", baseline="40", target="90", due=in_days(300))
    keyboard.save()
    objective = Objective.objects.get()
    assert (objective.measure, objective.baseline, objective.target) == (MEASURE, 40, 90)

    expect(keyboard.page.get_by_role("heading", level=1)).to_have_text(MEASURE)
    reading = keyboard.page.locator("form.reading")
    keyboard.fill(reading, value="45")
    keyboard.save()
    expect(keyboard.page.locator("table.readings tbody")).to_contain_text("45")
    expect(reading.locator("[name=value]")).to_be_focused()
    expect(reading.locator("[name=value]")).to_have_value("")


def plan_milestones(keyboard: Keyboard) -> None:
    """Plan two, and let the second wait for the first."""
    keyboard.go("Overview")
    keyboard.open("Plan a milestone")
    keyboard.fill(name=PILOT, due=in_days(60), objective="Enq")
    keyboard.reach(keyboard.form.locator("[name=visible_benefit]"))
    keyboard.press("Space")
    keyboard.save()

    keyboard.go("Overview")
    keyboard.open("Plan a milestone")
    keyboard.fill(name=BUSINESS, due=in_days(200))
    keyboard.save()
    keyboard.open("Let it wait for another")
    keyboard.page.keyboard.type("Pilot")
    keyboard.reach(keyboard.form.get_by_role("button", name="Let it wait"))
    keyboard.save()
    expect(keyboard.page.get_by_role("list", name="It waits for")).to_contain_text(PILOT)
    assert Milestone.objects.get(name=PILOT).visible_benefit
    assert str(Dependency.objects.get().milestone) == BUSINESS


def ask_for_resource(keyboard: Keyboard) -> None:
    keyboard.go("Resources")
    keyboard.open("Ask for a resource")
    keyboard.fill(name=NEEDED, kind=" ", amount="12", needed_by=in_days(30))
    keyboard.save()
    assert Resource.objects.get().name == NEEDED


def say_what_it_is_worth(keyboard: Keyboard) -> None:
    """Plan an improvement that a milestone delivers, and the benefit it makes possible."""
    keyboard.go("Value")
    keyboard.open("Plan an improvement")
    keyboard.fill(name=ABILITY, dimension="Pe", level="1", wanted="3")
    keyboard.reach(keyboard.form.get_by_label(PILOT))
    keyboard.press("Space")
    keyboard.save()
    capability = CapabilityImprovement.objects.get()
    assert [str(each) for each in capability.milestones.all()] == [PILOT]

    keyboard.go("Value")
    keyboard.open("Add a benefit")
    keyboard.fill(name=BETTER, kind="M", low="100000", likely="200000", high="300000")
    keyboard.fill(starts_on=in_days(90))
    keyboard.reach(keyboard.form.get_by_label(ABILITY))
    keyboard.press("Space")
    keyboard.save()
    assert list(Benefit.objects.get().capabilities.all()) == [capability]


def name_side_effect(keyboard: Keyboard) -> None:
    keyboard.go("Side effects")
    keyboard.open("Name a side effect")
    keyboard.fill(outcome=UNWANTED, counter_measure="Ten talks are listened to each week.")
    keyboard.save("Control+Enter")
    assert SideEffect.objects.get().outcome == UNWANTED


def judge_size(keyboard: Keyboard) -> None:
    """Judge for one function; the focus comes back to where one was in the list."""
    keyboard.go("Size")
    keyboard.open("Judge Sales")
    keyboard.press("ArrowDown")
    keyboard.save("Control+Enter")
    expect(keyboard.page.get_by_role("link", name="Judge again Sales")).to_be_focused()
    assert str(Judgement.objects.get().function) == "Sales"


def read_principles(keyboard: Keyboard) -> None:
    keyboard.go("Principles")
    third = keyboard.page.locator(".principle").filter(
        has_text="The whole business system is addressed"
    )
    expect(third.last).to_contain_text("People: 1 capability is being improved")


def read_charter(keyboard: Keyboard) -> None:
    keyboard.go("Charter")
    expect(keyboard.page.get_by_role("main")).to_contain_text(VISION)
    for title in ("How we will know", "What will have happened by when"):
        section = keyboard.page.get_by_role("region", name=title)
        words = [MEASURE] if title == "How we will know" else [PILOT, BUSINESS]
        expect(section.get_by_role("rowheader")).to_contain_text(words)
    keyboard.reach(keyboard.page.get_by_role("button", name="Print"))

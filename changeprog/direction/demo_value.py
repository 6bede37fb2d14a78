"""The demo's chapter about value: what has to get better, and what came of it so far.

Nobody has thought about policies yet, and the page says so.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from changeprog.direction.models import (
    Benefit,
    CapabilityImprovement,
    Dimension,
    LevelEntry,
    Milestone,
)
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Programme

CHAMPION = 18
CURRENCY = "USD"


@dataclass(frozen=True)
class Improvement:
    """A row of the story; ``raised`` holds day, level and what shows it."""

    name: str
    dimension: Dimension
    levels: tuple[int, int]
    owner: int
    milestones: tuple[str, ...]
    raised: tuple[tuple[int, int, str], ...] = ()


IMPROVEMENTS = [
    Improvement(
        "Colleagues tell sales what customers' lines really need",
        Dimension.PEOPLE,
        (1, 3),
        21,
        ("Sales visits prepared from the CRM in two regions",),
        ((128, 2, "Nine engineers wrote a note after a visit; sales used four of them."),),
    ),
    Improvement(
        "Whoever takes a call can settle it, up to a sum",
        Dimension.PEOPLE,
        (1, 3),
        16,
        ("Service sees open offers while on the phone",),
    ),
    Improvement(
        "Campaigns start from what a customer did",
        Dimension.PROCESSES,
        (1, 4),
        3,
        (
            "First campaign triggered by what a customer did",
            "Newsletter replaced by three occasions",
        ),
        (
            (108, 2, "The first campaign ran on 62 orders of spare parts."),
            (160, 3, "Three occasions are written down, and every campaign names its own."),
        ),
    ),
    Improvement(
        "Enquiries find the one who can answer within the hour",
        Dimension.PROCESSES,
        (2, 4),
        18,
        ("Fair contacts answered within 24 hours",),
        ((121, 3, "One rota for all four regions, used every day for two weeks."),),
    ),
    Improvement(
        "One complete record of each customer",
        Dimension.DATA,
        (1, 4),
        12,
        (
            "One list of customers instead of seven",
            "Operations adds delivery promises to the record",
        ),
        (
            (82, 2, "Seven lists are read-only; four in ten records still lack a contact."),
            (150, 3, "Every new record is complete before it can be saved."),
        ),
    ),
    Improvement(
        "Consent is known before anybody writes to a customer",
        Dimension.DATA,
        (2, 4),
        5,
        ("Newsletter replaced by three occasions",),
    ),
    Improvement(
        "Service, sales and marketing look at the same screen",
        Dimension.IT,
        (2, 4),
        12,
        ("Service sees open offers while on the phone",),
        ((149, 3, "All eleven service desks open the CRM with the call."),),
    ),
    Improvement(
        "One tool for mails instead of three",
        Dimension.IT,
        (1, 3),
        15,
        ("Old mailing tool switched off",),
    ),
]


@dataclass(frozen=True)
class Expectation:
    """A row of the story: thousands a year, from which day on, and what came on which days."""

    name: str
    kind: str
    thousands: tuple[int, int, int]
    starts: int
    owner: int
    improvements: tuple[int, ...]
    entries: tuple[tuple[int, str, str], ...] = ()


EXPECTATIONS = [
    Expectation(
        "Orders that begin with a customer's own question",
        "more income",
        (260, 420, 700),
        190,
        21,
        (0, 4, 6),
    ),
    Expectation(
        "Maintenance contracts offered at the right moment",
        "more income",
        (90, 160, 240),
        108,
        3,
        (2, 4),
        (
            (120, "18400", "19 contracts signed after the first occasion"),
            (151, "11250", "12 contracts after the second"),
            (178, "14900", "16 contracts after the third"),
        ),
    ),
    Expectation(
        "Fewer customers leave after an unanswered enquiry",
        "less lost",
        (120, 210, 330),
        91,
        2,
        (1, 3),
        (
            (122, "21000", "Two accounts that had given notice stay; margin of one month each"),
            (175, "46500", "Margin of the five accounts that withdrew their notice"),
        ),
    ),
    Expectation(
        "Two licences for mailing tools end",
        "less cost",
        (38, 38, 38),
        260,
        15,
        (7,),
    ),
    Expectation(
        "Less time spent searching seven lists",
        "time freed",
        (45, 80, 120),
        82,
        12,
        (4, 6),
        (
            (112, "5800", "Hours saved in service in the first month, at internal rates"),
            (143, "66000", "Hours saved in service in the second month"),
            (173, "7100", "Hours saved in service in the third month"),
        ),
    ),
]
SLIP, MEANT, NOTICED = "66000", "6600", 146
"""An entry with a nought too many, what it should have said, and the day it was put right."""


def tell(story: Story) -> None:
    """Plan eight improvements and five benefits; book what came of the first ones."""
    champion = story.people[CHAMPION]
    if story.programme.currency != CURRENCY:
        with happened(story.moment(44)):
            story.programme.change(champion, currency=CURRENCY)
    improvements = [_improvement(story, row, place) for place, row in enumerate(IMPROVEMENTS)]
    for place, row in enumerate(EXPECTATIONS):
        _benefit(story, row, place, improvements)


def _improvement(story: Story, row: Improvement, place: int) -> CapabilityImprovement:
    level, wanted = row.levels
    capability = CapabilityImprovement(
        programme=story.programme,
        name=row.name,
        dimension=row.dimension,
        level=level,
        wanted=wanted,
        owner=story.people[row.owner],
    )
    with happened(story.moment(46, 8 + place)):
        capability.plan(story.people[CHAMPION], _milestones(story.programme, row.milestones))
    LevelEntry.objects.filter(capability=capability).update(on=story.day(46), at=story.moment(46))
    for day, reached, shown_by in row.raised:
        with happened(story.moment(day, 14)):
            capability.assess(story.people[row.owner], reached, story.day(day), shown_by)
    return capability


def _milestones(programme: Programme, names: tuple[str, ...]) -> list[Milestone]:
    return list(Milestone.objects.filter(programme=programme, name__in=names))


def _benefit(
    story: Story, row: Expectation, place: int, improvements: list[CapabilityImprovement]
) -> None:
    low, likely, high = (Decimal(amount) * 1000 for amount in row.thousands)
    benefit = Benefit(
        programme=story.programme,
        name=row.name,
        kind=row.kind,
        low=low,
        likely=likely,
        high=high,
        starts_on=story.day(row.starts),
        owner=story.people[row.owner],
    )
    with happened(story.moment(47, 9 + place)):
        benefit.expect(story.people[CHAMPION], [improvements[each] for each in row.improvements])
    owner = story.people[row.owner]
    for day, amount, note in row.entries:
        with happened(story.moment(day, 16)):
            entry = benefit.realise(owner, uuid4(), Decimal(amount), story.day(day), note)
        if amount == SLIP:
            with happened(story.moment(NOTICED, 11)):
                benefit.correct(owner, entry, Decimal(MEANT), entry.on, entry.note)

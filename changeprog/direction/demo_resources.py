"""The demo's chapter about resources: what the change needs, and who promised some of it."""

from decimal import Decimal
from uuid import uuid4

from changeprog.direction.models import Milestone, Resource
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Team

CHAMPION = 18
TIME, MONEY = Resource.Kind.TIME, Resource.Kind.MONEY
TOOL, ROOM = Resource.Kind.TOOL, Resource.Kind.ROOM

NEEDS = [
    ("Colleagues who test the screens before a team starts", TIME, "16", 60, None, "rollout"),
    (
        "Somebody who cleans the customer records",
        TIME,
        "20",
        150,
        "Sales visits prepared from the CRM in two regions",
        None,
    ),
    (
        "Scanner for business cards at fairs",
        TOOL,
        "4",
        205,
        "Fair contacts answered within 24 hours",
        None,
    ),
    ("Training in contextual marketing", MONEY, "38000", 120, None, "design"),
    ("A room where three teams can sit together on Thursdays", ROOM, "1", 50, None, "leadership"),
    (
        "Two months of the agency that built the old mailing tool",
        MONEY,
        "24000",
        230,
        "Old mailing tool switched off",
        None,
    ),
]
"""What, of which kind, how much, needed by which day, for which milestone, for which team."""

PROMISES = [
    (0, 16, "4", 55, None, "Mornings only"),
    (0, 10, "6", 58, None, ""),
    (0, 20, "6", 60, 170, "Until the fair season"),
    (1, 12, "8", 140, None, "Two days, but not in the last week of a quarter"),
    (1, 14, "4", 145, None, ""),
    (2, 8, "4", 190, None, "From the budget of the fairs"),
    (3, 2, "30000", 100, None, "Approved by the leadership team"),
    (4, 11, "1", 48, None, ""),
]
"""Which need, who, how much, from which day, until which day, and a note."""
WITHDRAWN = (1, 14, 172)
"""Which need, whose promise, withdrawn on which day."""


def tell(story: Story) -> None:
    """Ask for six resources; eight promises are made, one is withdrawn."""
    needs = [_need(story, row) for row in NEEDS]
    for need, person, amount, since, until, note in PROMISES:
        with happened(story.moment(min(since, 181), 11)):
            needs[need].promise(
                story.people[person],
                uuid4(),
                story.people[person],
                Decimal(amount),
                since=story.day(since),
                until=None if until is None else story.day(until),
                note=note,
            )
    need, person, day = WITHDRAWN
    with happened(story.moment(day, 17)):
        needs[need].promises.get(person=story.people[person]).withdraw(story.people[person])


def _need(
    story: Story, row: tuple[str, Resource.Kind, str, int, str | None, str | None]
) -> Resource:
    name, kind, amount, needed_by, milestone, team = row
    resource = Resource(
        programme=story.programme,
        name=name,
        kind=kind,
        amount=Decimal(amount),
        needed_by=story.day(needed_by),
        milestone=Milestone.objects.filter(programme=story.programme, name=milestone).first(),
        team=Team.objects.filter(programme=story.programme, kind=team).first(),
    )
    with happened(story.moment(min(needed_by - 15, 170))):
        resource.need(story.people[CHAMPION])
    return resource

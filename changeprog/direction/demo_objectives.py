"""The demo's chapter about measures: one to be held in a band, and measures of single teams."""

from decimal import Decimal

from changeprog.direction.models import Objective
from changeprog.programme.demo import MONTHS_IN, Story, happened
from changeprog.programme.models import Team

CHAMPION = 18
BAND = ("Share of contacts that we begin ourselves", 52, 20, 35, 420, 5)
"""Measure, baseline, low, high, due on which day of the programme, whose."""
WEEKLY = "51 49.5 50 48 47.5 49 46 44.5 45 43 43.5 41 40 41.5 39 38 38.5 37 36.5 37 35.5 36 34.5 34"
"""From the third week on, one a week until last week."""

OF_TEAMS = [
    ("Design", "Customers interviewed about how they work", "customers", 0, 60, 300, 12),
    ("Rollout", "Desks that open the CRM before they pick up the phone", "%", 8, 95, 360, 8),
]
READINGS = {
    "Design": [(40, "4"), (61, "9"), (84, "13"), (110, "21"), (139, "26"), (171, "33")],
    "Rollout": [(75, "10"), (110, "14"), (150, "25")],
}


def tell(story: Story) -> None:
    """Set a band with half a year of weekly readings from a sheet, and two measures of teams."""
    _band(story)
    for row in OF_TEAMS:
        _of_team(story, row)


def _band(story: Story) -> None:
    measure, baseline, low, high, due, owner = BAND
    objective = Objective(
        programme=story.programme,
        measure=measure,
        unit="%",
        baseline=Decimal(baseline),
        baseline_on=story.day(0),
        low=Decimal(low),
        high=Decimal(high),
        target=Decimal(high),
        due=story.day(due),
        owner=story.people[owner],
    )
    with happened(story.moment(26)):
        objective.set_by(story.people[CHAMPION])
    sheet = {
        story.day(14 + 7 * week): (Decimal(value), "") for week, value in enumerate(WEEKLY.split())
    }
    with happened(story.moment(MONTHS_IN - 6, 11)):
        objective.read_all(story.people[owner], sheet)


def _of_team(story: Story, row: tuple[str, str, str, int, int, int, int]) -> None:
    team, measure, unit, baseline, target, due, owner = row
    objective = Objective(
        programme=story.programme,
        measure=measure,
        unit=unit,
        baseline=Decimal(baseline),
        baseline_on=story.day(30),
        target=Decimal(target),
        due=story.day(due),
        owner=story.people[owner],
        team=Team.objects.get(programme=story.programme, kind=team.lower()),
    )
    with happened(story.moment(32)):
        objective.set_by(story.people[CHAMPION])
    for day, value in READINGS[team]:
        with happened(story.moment(day, 17)):
            objective.read(story.people[owner], Decimal(value), story.day(day))

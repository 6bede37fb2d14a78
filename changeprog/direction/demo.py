"""The demo's second chapter: where a maker of high-tech equipment is headed."""

from decimal import Decimal

from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.programme.demo import Story, happened

FIRST_VISION = {
    "statement": "We stop shouting at the market and start listening to it.",
    "end_state": "Campaigns are planned around what customers do, not around the quarter.",
    "threat": "Two competitors already answer within the day; we answer within the week.",
    "opportunity": "",
}
VISION = {
    "statement": "Every customer meets one company that knows where they stand and has something "
    "useful to say at that moment, or keeps quiet.",
    "end_state": "Marketing, sales and service look at the same customer in the same system. "
    "Nobody sends a campaign that they would not want to receive. A question asked at a fair "
    "is answered before the customer is back at the office.",
    "threat": "Two competitors already answer within the day; we answer within the week. "
    "A third of our mailings go to people who have asked us to stop.",
    "opportunity": "Our engineers know more about our customers' lines than anybody. "
    "If that knowledge reached marketing, we would never need to push again.",
}

OBJECTIVES = [
    ("Enquiries answered within one working day", "%", 38, 90, 300, 18),
    ("Campaign mails sent per customer and month", "mails", 11, 3, 330, 3),
    ("Customers with one complete record in the CRM", "%", 22, 95, 420, 12),
    ("Offers that start from a customer's own question", "%", 14, 50, 480, 21),
]
"""Measure, unit, baseline, target, due on which day of the programme, whose."""

READINGS = [
    [(30, "41"), (61, "44.5"), (91, "52"), (120, "58"), (152, "61"), (175, "66.5")],
    [(30, "10.8"), (61, "9.5"), (91, "8.9"), (120, "7.2"), (152, "6.4"), (175, "6.1")],
    [(45, "24"), (91, "31"), (135, "39"), (175, "47.5")],
    [(91, "15"), (175, "19")],
]

MILESTONES = [
    ("Leadership agrees on the vision", 40, 18, None, False, 38),
    ("One list of customers instead of seven", 75, 12, 2, True, 82),
    ("First campaign triggered by what a customer did", 110, 3, 1, True, 108),
    ("Service sees open offers while on the phone", 150, 16, 0, True, 149),
    ("Newsletter replaced by three occasions", 176, 5, 1, True, None),
    ("Sales visits prepared from the CRM in two regions", 190, 21, 3, True, None),
    ("Fair contacts answered within 24 hours", 214, 8, 0, True, None),
    ("Old mailing tool switched off", 260, 15, 1, False, None),
    ("Operations adds delivery promises to the record", 300, 14, 2, True, None),
    ("Business as usual in customer service", 420, 2, 0, False, None),
]
"""Name, due day, owner, index of the objective, visible benefit, reached on which day."""


def tell(story: Story) -> None:
    """Write the vision twice, set four objectives with their readings, plan ten milestones."""
    champion = story.people[18]
    for version, (day, texts) in enumerate([(3, FIRST_VISION), (38, VISION)]):
        with happened(story.moment(day)):
            vision = Vision.write(story.programme, champion, texts, based_on=version)
        Vision.objects.filter(pk=vision.pk).update(at=story.moment(day))
    objectives = [_objective(story, number) for number in range(len(OBJECTIVES))]
    for milestone in MILESTONES:
        _milestone(story, objectives, milestone)


def _objective(story: Story, number: int) -> Objective:
    measure, unit, baseline, target, due, owner = OBJECTIVES[number]
    objective = Objective(
        programme=story.programme,
        measure=measure,
        unit=unit,
        baseline=Decimal(baseline),
        baseline_on=story.day(0),
        target=Decimal(target),
        due=story.day(due),
        owner=story.people[owner],
    )
    with happened(story.moment(20 + number)):
        objective.set_by(story.people[18])
    for day, value in READINGS[number]:
        with happened(story.moment(day, 16)):
            objective.read(story.people[owner], Decimal(value), story.day(day))
    return objective


def _milestone(
    story: Story,
    objectives: list[Objective],
    row: tuple[str, int, int, int | None, bool, int | None],
) -> None:
    name, due, owner, objective, visible, reached = row
    milestone = Milestone(
        programme=story.programme,
        name=name,
        due=story.day(due),
        owner=story.people[owner],
        objective=None if objective is None else objectives[objective],
        visible_benefit=visible,
    )
    with happened(story.moment(min(45, due - 30))):
        milestone.plan(story.people[18])
    if reached is not None:
        with happened(story.moment(reached, 15)):
            milestone.reach(story.people[owner], story.day(reached), EVIDENCE[name])


EVIDENCE = {
    "Leadership agrees on the vision": "Minutes of the leadership meeting; nobody stood aside.",
    "One list of customers instead of seven": "The seven spreadsheets are read-only; "
    "the daily count of records outside the CRM has been zero for two weeks.",
    "First campaign triggered by what a customer did": "62 customers who asked for a spare part "
    "got a maintenance offer the same week; 19 took it.",
    "Service sees open offers while on the phone": "Screens of all eleven service desks.",
}

"""The demo's milestones hang together: teams, days that moved, and what waits for what."""

from datetime import datetime

from changeprog.direction.models import Dependency, Milestone, MilestoneMove
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Team

CHAMPION = 18

TEAMS = {
    "Leadership agrees on the vision": "Leadership",
    "One list of customers instead of seven": "Design",
    "First campaign triggered by what a customer did": "Design",
    "Service sees open offers while on the phone": "Rollout",
    "Newsletter replaced by three occasions": "Design",
    "Sales visits prepared from the CRM in two regions": "Rollout",
    "Fair contacts answered within 24 hours": "Rollout",
    "Business as usual in customer service": "Leadership",
}

MOVES = [
    ("Sales visits prepared from the CRM in two regions", 128, 204),
    ("Sales visits prepared from the CRM in two regions", 171, 224),
    ("Operations adds delivery promises to the record", 160, 321),
]
"""Name, on which day of the programme it was moved, to which day."""

WAITS = [
    ("First campaign triggered by what a customer did", "One list of customers instead of seven"),
    ("Newsletter replaced by three occasions", "First campaign triggered by what a customer did"),
    ("Sales visits prepared from the CRM in two regions", "One list of customers instead of seven"),
    (
        "Fair contacts answered within 24 hours",
        "Sales visits prepared from the CRM in two regions",
    ),
    ("Old mailing tool switched off", "Newsletter replaced by three occasions"),
    (
        "Business as usual in customer service",
        "Operations adds delivery promises to the record",
    ),
]
"""Each waits for the one beside it; since a move, the fourth is due before what it waits for."""


CALLED_OFF = ("Every customer rates every call", 96, 151)
WHY = "Service asked 40 customers: they want an answer, not one more question."


def tell(story: Story) -> None:
    """Give milestones their teams, let them wait for one another, move two, call one off."""
    milestones = {
        milestone.name: milestone
        for milestone in Milestone.objects.filter(programme=story.programme).with_names()
    }
    teams = {team.name: team for team in Team.objects.filter(programme=story.programme)}
    by = story.people[CHAMPION]
    for name, team in TEAMS.items():
        Milestone.objects.filter(pk=milestones[name].pk).update(team=teams[team])
    with happened(story.moment(46)):
        for waiting, needed in WAITS:
            Dependency.add(by, milestones[waiting], milestones[needed])
    for name, day, due in MOVES:
        _move(story, milestones[name].pk, story.moment(day), due)

    _call_off(story)


def _move(story: Story, pk: int, at: datetime, due: int) -> None:
    milestone = Milestone.objects.with_names().get(pk=pk)
    with happened(at):
        milestone.change(story.people[CHAMPION], milestone.revision, due=story.day(due))
    newest = MilestoneMove.objects.filter(milestone=milestone).latest("pk")
    MilestoneMove.objects.filter(pk=newest.pk).update(at=at)


def _call_off(story: Story) -> None:
    name, planned, dropped = CALLED_OFF
    milestone = Milestone(programme=story.programme, name=name, due=story.day(230))
    with happened(story.moment(planned)):
        milestone.plan(story.people[CHAMPION])
    with happened(story.moment(dropped)):
        milestone.call_off(story.people[CHAMPION], WHY)
    Milestone.objects.filter(pk=milestone.pk).update(called_off_on=story.day(dropped))

"""The demo's hand-offs: what goes from team to team, one of which leaks and one comes back."""

from uuid import NAMESPACE_URL, uuid5

from changeprog.direction.models import Milestone
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Team
from teams.models import Barrier, HandOff

FORWARD, FEEDBACK = HandOff.Kind.FORWARD, HandOff.Kind.FEEDBACK
NAMED = 28
"""The day on which the teams wrote them down: that after their first meeting."""
CHECKER, LOGGER = 15, 20
"""Who looks after them, and who made a barrier of the leak."""

HAND_OFFS = [
    ("leadership", "design", FORWARD, "What the solution has to bring about, and what it may cost",
     "A limit that nobody said out loud comes up when all is designed", "works", 150),
    ("design", "rollout", FORWARD, "Screens and rules that were tried out with two regions",
     "The exceptions stay in somebody's head, and the regions meet them alone", "leaks", 174),
    ("rollout", "Eleven service desks", FORWARD, "The day of the switch, and who helps that day",
     "The night shift hears of it from the day shift", "works", 168),
    ("rollout", "Pune sales office", FORWARD, "Training, with customers of their own in it",
     "Examples from Chicago that mean nothing in Pune", "unknown", None),
    ("Eleven service desks", "design", FEEDBACK, "What customers complain about, once a week",
     "It stops at the desk when the desk can put it right by itself", "works", 171),
    ("rollout", "leadership", FEEDBACK, "What the front line cannot change by itself",
     "It is softened at each step until it sounds like nothing", "unknown", None),
]  # fmt: skip
"""From, to (kinds of core teams, or names), which way, what, what can fall through, how it was
found on which day."""
DEPENDS = {
    "Screens and rules that were tried out with two regions": (
        "Sales visits prepared from the CRM in two regions"
    ),
    "The day of the switch, and who helps that day": "Business as usual in customer service",
}
"""Which milestone depends on what goes over; the others go over every day."""


def tell(story: Story) -> None:
    """Name six hand-offs, have four of them checked, make a barrier of the one that leaks."""
    for row in HAND_OFFS:
        _name(story, row)
    leak = HandOff.objects.filter(programme=story.programme).leaking().with_names().get()
    at = story.moment(175, 11)
    with happened(at):
        barrier = leak.become_barrier(story.people[LOGGER])
    if barrier:
        Barrier.objects.filter(pk=barrier.pk).update(logged_at=at, since=at)
        with happened(story.moment(176, 9)):
            barrier.hand_to(story.people[16], by=story.people[16])


def _name(story: Story, row: tuple[str, str, str, str, str, str, int | None]) -> None:
    source, target, kind, what, risk, found, day = row
    hand_off = HandOff(
        programme=story.programme,
        key=uuid5(NAMESPACE_URL, what),
        from_team=_team(story, source),
        to_team=_team(story, target),
        milestone=_milestone(story, DEPENDS.get(what, "")),
        kind=kind,
        what=what,
        risk=risk,
    )
    with happened(story.moment(NAMED if target in Team.Kind.values else 100, 15)):
        hand_off.name_it(story.people[CHECKER])
    if day:
        with happened(story.moment(day, 15)):
            hand_off.check_it(story.people[CHECKER], found)
        HandOff.objects.filter(pk=hand_off.pk).update(checked_on=story.day(day))


def _milestone(story: Story, name: str) -> Milestone | None:
    own = Milestone.objects.filter(programme=story.programme, name=name)
    found: Milestone | None = own.first()
    return found


def _team(story: Story, name: str) -> Team:
    """Return the core team of that kind, or the adopting one of that name."""
    own = Team.objects.filter(programme=story.programme)
    return own.get(kind=name) if name in Team.Kind.values else own.get(name=name)

"""The demo's chapter about side effects: what the change could be turned into."""

from dataclasses import dataclass

from changeprog.direction.models import SideEffect
from changeprog.programme.demo import Story, happened

FACILITATOR = 15


@dataclass(frozen=True)
class Told:
    """A side effect, named and perhaps checked and settled on days of the programme."""

    day: int
    outcome: str
    likelihood: int
    misuse: str
    worst_case: str
    counter_measure: str = ""
    in_scope: bool = True
    checked: tuple[str, int] | None = None
    settled: int | None = None


SIDE_EFFECTS = [
    Told(
        30,
        "Answers become faster and shorter, and nobody listens any more",
        4,
        "“Answered within a day” is met with templates; half of the service desk is saved.",
        "Customers get an answer at once, to a question they did not ask.",
        "Each month twenty answers are read with the customers who got them.",
        checked=("Dr. Ines Moreau, works council of the group", 62),
    ),
    Told(
        55,
        "What people do in the CRM is used to rank them",
        4,
        "The log of who entered what becomes a league table, and then a list of names.",
        "People enter what looks good; the records are worth less than before.",
    ),
    Told(
        90,
        "Fewer mailings make the mail room superfluous",
        3,
        "Three posts are struck off before anybody has asked what these people know.",
        "The people who know every address by heart are gone when the records are cleaned.",
        "Nobody loses a post because of the programme; their knowledge is asked for first.",
        checked=("Piet Hansen, auditor", 110),
    ),
    Told(
        120,
        "Small customers are left to the web form",
        2,
        "Context is only paid for where the margin is high.",
        "A third of our customers meet nobody of us any more.",
        in_scope=False,
        checked=("Dr. Ines Moreau, works council of the group", 140),
    ),
    Told(
        24,
        "The programme is read as the start of a merger of two departments",
        3,
        "An occasion to draw the new chart of posts that has been in a drawer.",
        "Everybody defends their post, and nobody moves.",
        "The leadership team has said in public that the departments stay.",
        settled=80,
    ),
]


def tell(story: Story) -> None:
    """Name five side effects; one has nothing against it, one is settled."""
    facilitator = story.people[FACILITATOR]
    for told in SIDE_EFFECTS:
        name, day = told.checked or ("", None)
        side_effect = SideEffect(
            programme=story.programme,
            outcome=told.outcome,
            likelihood=told.likelihood,
            misuse=told.misuse,
            worst_case=told.worst_case,
            counter_measure=told.counter_measure,
            in_scope=told.in_scope,
            checked_by=name,
            checked_on=None if day is None else story.day(day),
        )
        with happened(story.moment(told.day, 14)):
            side_effect.name_it(facilitator)
        if told.settled is not None:
            with happened(story.moment(told.settled, 10)):
                side_effect.settle(facilitator)

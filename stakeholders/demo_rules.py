"""The demo's unwritten ground rules: what people really go by, and what answers it."""

from typing import NamedTuple

from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from changeprog.programme.models import Function
from stakeholders.models import GroundRule, Hearing

FACILITATOR = 15
HURTS, HELPS = GroundRule.Effect.HURTS, GroundRule.Effect.HELPS


class Told(NamedTuple):
    """A rule of the demo: the days and people are those of the story."""

    words: str
    effect: str
    source: int
    function: str
    days: list[int]
    answer: str = ""
    owner: int | None = None


RULES = [
    Told(
        "…a customer belongs to whoever closed the first deal",
        HURTS,
        source=19,
        function="Sales",
        days=[34, 61, 88, 119, 150, 171],
        answer="Commission of shared customers is split from the new quarter on. Tomás tells each "
        "region himself before the letter goes out.",
        owner=3,
    ),
    Told(
        "…you enter it into the system once the deal is safe",
        HURTS,
        source=5,
        function="Sales",
        days=[41, 77, 96, 140],
    ),
    Told(
        "…service hears of a campaign from the customer",
        HURTS,
        source=11,
        function="Customer service",
        days=[48, 90, 131, 160, 176],
        answer="Every campaign goes past the service desk two days before it starts.",
        owner=20,
    ),
    Told(
        "…every programme goes away if you wait for a year",
        HURTS,
        source=12,
        function="",
        days=[22, 55, 102],
    ),
    Told(
        "…whoever asks upstairs gets an answer the same day",
        HELPS,
        source=4,
        function="",
        days=[70, 110, 145, 168],
        answer="An open hour on Thursdays, so that it need not all go past one desk.",
        owner=7,
    ),
    Told(
        "…nobody is left alone with an angry customer",
        HELPS,
        source=17,
        function="Customer service",
        days=[83, 133],
    ),
]


def tell(story: Story) -> None:
    """Note each rule when it was first heard, and count it when it was heard again."""
    functions = {each.name: each for each in Function.objects.filter(programme=story.programme)}
    by = [story.people[FACILITATOR], story.people[CHAMPION]]
    for number, told in enumerate(RULES):
        rule = GroundRule(
            programme=story.programme,
            words=told.words,
            effect=told.effect,
            heard_from=story.people[told.source],
            function=functions.get(told.function),
            answer=told.answer,
            owner=story.people[told.owner] if told.owner else None,
        )
        first, *later = told.days
        with happened(story.moment(first)):
            rule.note(by[number % 2])
        rule.hearings.update(at=story.moment(first))
        Hearing.objects.bulk_create(
            Hearing(rule=rule, by=by[day % 2], at=story.moment(day)) for day in later
        )

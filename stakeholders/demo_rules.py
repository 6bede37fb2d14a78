"""The demo's unwritten ground rules: what people really go by, and what answers it."""

from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from changeprog.programme.models import Function
from stakeholders.models import GroundRule, Hearing

FACILITATOR = 15
HURTS, HELPS = GroundRule.Effect.HURTS, GroundRule.Effect.HELPS
RULES = [
    (
        "…a customer belongs to whoever closed the first deal",
        HURTS,
        {"day": 34, "heard": [61, 88, 119, 150, 171], "from": 19, "function": "Sales"},
        "Commission of shared customers is split from the new quarter on; Tomás tells each region "
        "himself before the letter goes out.",
        3,
    ),
    (
        "…you enter it into the system once the deal is safe",
        HURTS,
        {"day": 41, "heard": [77, 96, 140], "from": 5, "function": "Sales"},
        "",
        None,
    ),
    (
        "…service hears of a campaign from the customer",
        HURTS,
        {"day": 48, "heard": [90, 131, 160, 176], "from": 11, "function": "Customer service"},
        "Every campaign goes past the service desk two days before it starts.",
        20,
    ),
    (
        "…every programme goes away if you wait for a year",
        HURTS,
        {"day": 22, "heard": [55, 102], "from": 12, "function": None},
        "",
        None,
    ),
    (
        "…whoever asks Margaret gets an answer the same day",
        HELPS,
        {"day": 70, "heard": [110, 145, 168], "from": 4, "function": None},
        "She holds an open hour on Thursdays, so that it need not all go past her desk.",
        7,
    ),
    (
        "…nobody is left alone with an angry customer",
        HELPS,
        {"day": 83, "heard": [133], "from": 17, "function": "Customer service"},
        "",
        None,
    ),
]
"""In words, effect, when and from whom it was heard where, what is done, and who sees to it."""
DESK = "Service desks"


def tell(story: Story) -> None:
    """Note each rule when it was first heard, and count it when it was heard again."""
    functions = {each.name: each for each in Function.objects.filter(programme=story.programme)}
    by = [story.people[FACILITATOR], story.people[CHAMPION]]
    for number, (words, effect, heard, answer, owner) in enumerate(RULES):
        rule = GroundRule(
            programme=story.programme,
            words=words,
            effect=effect,
            heard_from=story.people[heard["from"]],
            function=functions.get(heard["function"] or ""),
            answer=answer,
            owner=story.people[owner] if owner else None,
        )
        with happened(story.moment(heard["day"])):
            rule.note(by[number % 2])
        rule.hearings.update(at=story.moment(heard["day"]))
        Hearing.objects.bulk_create(
            Hearing(rule=rule, by=by[day % 2], at=story.moment(day)) for day in heard["heard"]
        )

"""The demo's people on the map: how they stand, what they said, what stands behind it; invented."""

from uuid import NAMESPACE_URL, uuid5

from changeprog.programme.demo import Story, happened
from stakeholders.models import (
    Assessment,
    Belief,
    Conversation,
    Conviction,
    Guarantee,
    Look,
    Stakeholder,
)
from stakeholders.models.conviction import ConvictionState
from stakeholders.models.stakeholder import LEVELS

CHAMPION, FACILITATOR, SPONSOR = 18, 15, 2
FIRST, AGAIN = 21, 96
"""On these days everybody was put on the map, and some were assessed anew."""

LEVELS_AT_FIRST = {
    1: (2, 3, 4, 2, 4), 2: (5, 5, 3, 5, 5), 3: (3, 2, 3, 3, 4), 4: (2, 3, 4, 3, 4),
    5: (3, 4, 4, 4, 4), 6: (4, 2, 5, 1, 3), 7: (5, 3, 2, 3, 5), 8: (3, 3, 4, 3, 4),
    9: (3, 2, 2, 2, 3), 10: (3, 4, 4, 3, 4), 11: (4, 2, 4, 2, 4), 12: (2, 3, 4, 3, 4),
    13: (1, 2, 3, None, 3), 14: (4, 3, 4, 2, 4), 15: (3, 5, 3, 4, 5), 16: (1, 4, 4, 3, 3),
    17: (2, 4, 4, 2, 4), 18: (4, 5, 4, 5, 5), 19: (2, 3, 3, 3, 3), 20: (3, 2, 5, 2, 4),
    21: (4, 3, 4, 3, 5),
}  # fmt: skip
"""Influence, interest, how much the change touches them, support then, support needed."""
LATER = {1: {"influence": 3}, 7: {"interest": 4}, 16: {"interest": 5}, 20: {"interest": 3}}
OWNERS = {
    6: SPONSOR, 7: SPONSOR, 9: SPONSOR, 14: SPONSOR, 21: SPONSOR,
    3: FACILITATOR, 5: FACILITATOR, 13: FACILITATOR, 17: FACILITATOR, 19: FACILITATOR,
    20: FACILITATOR,
}  # fmt: skip
"""Who keeps the relationship; of everybody else the champion does, of herself nobody."""

TALKS = (
    (30, 14, SPONSOR, "Operations pays for this with people, and nobody has asked us which.",
     "", 2, None),
    (38, 6, SPONSOR, "I know my forty customers. A screen will not tell me anything about them.",
     "Did not walk away", 1, None),
    (45, 21, CHAMPION, "If the quote takes as long as today, my people go back to the telephone.",
     "Will judge by one figure: hours to a quote", 3, None),
    (52, 11, CHAMPION, "We have bought two systems in ten years. Which of them is gone?",
     "", 2, None),
    (60, 7, SPONSOR, "I want to see one region where it holds before I speak about it.",
     "Said what would convince him", 3, None),
    (72, 1, CHAMPION, "I heard that the calls will be counted, person by person.",
     "Calmer once she saw the rule about league tables", 3, None),
    (84, 20, FACILITATOR, "Your pilot runs on hours my people do not have.",
     "Two of them may try for a morning", 2, None),
    (90, 17, FACILITATOR, "By the time we start in Pune the licence is taken.",
     "", 2, None),
    (103, 14, SPONSOR, "The pilot kept its hours. That I had not expected.",
     "Sends two foremen to the next workshop", 3, None),
    (112, 10, CHAMPION, "The contacts are finally the same ones that sales has.",
     "Tells others unasked", 4, None),
    (118, 11, CHAMPION, "The old address list is switched off. Good. I did not think you would.",
     "The second system is gone, and he has seen it", 3, None),
    (126, 21, CHAMPION, "Four hours instead of nine. I have put it on our own wall.",
     "Quotes the figure to the other vice presidents", 4, 7),
    (135, 6, SPONSOR, "Whoever comes after me will need what is in my head. That much is true.",
     "Would talk about passing on what he knows", 2, -2),
    (141, 7, SPONSOR, "I said at the house meeting that this is how we work now.",
     "Speaks for it in public", 4, 12),
    (148, 17, FACILITATOR, "The evening hours were promised to us and are not kept.",
     "", 2, 1),
    (158, 20, FACILITATOR, "My people ask when they get it too. I did not say that, they did.",
     "Has asked for a date himself", 3, 4),
    (167, 14, SPONSOR, "Put me down for the second plant, but leave the summer alone.",
     "Named a plant and a month", 4, 9),
    (176, 1, CHAMPION, "It is less work on Mondays. I would not go back.",
     "Shows it to new colleagues", 4, None),
)  # fmt: skip
"""Day, with whom, who noted it, what was said, what moved, support since, next in how many days."""

BEHIND = {
    6: {
        "sees_self_as": "The one who has known the big accounts for 28 years",
        "guards": "That a customer calls him, and not a department.",
        "incentive": "His customers are looked after when he retires.",
        "requirement": "Every visit is in the record within two days.",
        "skills": "Somebody beside him for the first ten visits.",
    },
    11: {
        "sees_self_as": "The memory of the house",
        "guards": "That nothing is announced which is then quietly dropped.",
        "incentive": "One list instead of three.",
    },
    14: {
        "sees_self_as": "Whoever keeps the lines running",
        "guards": "The hours of his people in the summer.",
        "requirement": "Complaints reach the line on the same day.",
    },
    17: {
        "sees_self_as": "An engineer who happens to sell",
        "guards": "That Pune is not an afterthought.",
        "skills": "A second licence, and somebody awake when they are.",
    },
    20: {
        "sees_self_as": "The one who makes the quarter",
        "guards": "Selling time.",
        "incentive": "Quotes in hours, not days.",
        "skills": "A morning with somebody from the pilot.",
    },
}
MENTORS = {6: 8, 20: 4}
BELIEFS = (
    (6, Belief.WORTH_IT, "not_yet", "“My customers are content as it is.”"),
    (6, Belief.CAN_OPERATE, "not_yet", "Has not opened it in front of anybody."),
    (6, Belief.BENEFITS, "not_yet", "Fears that he is no longer needed once it is written down."),
    (11, Belief.NO_ALTERNATIVE, "yes", "Has seen the old list being switched off."),
    (11, Belief.WORKS, "yes", "Asked for the figures of the pilot and checked them."),
    (14, Belief.WORTH_IT, "yes", "Named a plant and a month himself."),
    (14, Belief.HELP_IS_QUICK, "not_yet", "Waited two days for an answer in March."),
    (17, Belief.HELP_IS_QUICK, "not_yet", "Nobody answers after four in Chicago."),
    (17, Belief.WORKS, "yes", "Uses it himself whenever he gets in."),
    (20, Belief.BENEFITS, "yes", "“My people ask when they get it too.”"),
    (20, Belief.CAN_OPERATE, "unknown", ""),
    (21, Belief.WORKS, "yes", "Four hours instead of nine for a quote."),
)
PROMISES = (
    (6, "guarantee", "No account is taken from him before he retires", SPONSOR, 400, "open"),
    (14, "exception", "No training in July and August", CHAMPION, 240, "open"),
    (17, "guarantee", "The evening hours of the shared licence are Pune's", CHAMPION, 170, "open"),
    (1, "guarantee", "Calls are never counted person by person", CHAMPION, 150, "kept"),
    (20, "exception", "His team starts a month after the others", SPONSOR, 140, "kept"),
)


def tell(story: Story) -> None:
    """Put everybody on the map, and let them be talked with over six months."""
    rows = {number: _put(story, number) for number in LEVELS_AT_FIRST}
    for number, talk in enumerate(TALKS):
        _talk(story, rows, number, talk)
    for number, levels in LATER.items():
        _assess(story, rows[number], levels)
    for number, words in BEHIND.items():
        _describe(
            story, rows[number], {**words, "mentor": story.people.get(MENTORS.get(number, 0))}
        )
    for number, belief, state, evidence in BELIEFS:
        with happened(story.moment(160)):
            by = story.people[CHAMPION]
            Conviction.say(by, rows[number], belief, ConvictionState(state), evidence)
    for promise in PROMISES:
        _promise(story, rows, promise)
    _look(story, rows)


def _put(story: Story, number: int) -> Stakeholder:
    person, champion = story.people[number], story.people[CHAMPION]
    levels = dict(zip(LEVELS, LEVELS_AT_FIRST[number], strict=True))
    owner = None if number == CHAMPION else story.people[OWNERS.get(number, CHAMPION)]
    key = uuid5(NAMESPACE_URL, f"map-{number}")
    with happened(story.moment(FIRST)):
        row = Stakeholder.put_on_map(champion, key, person, owner=owner, **levels)
    Assessment.objects.filter(stakeholder=row).update(at=story.moment(FIRST))
    return row


def _talk(
    story: Story,
    rows: dict[int, Stakeholder],
    place: int,
    talk: tuple[int, int, int, str, str, int, int | None],
) -> None:
    day, number, by, said, moved, support, ahead = talk
    with happened(story.moment(day, 16)):
        noted = Conversation.note(
            story.people[by],
            uuid5(NAMESPACE_URL, f"talk-{place}"),
            rows[number],
            said,
            held_on=story.day(day),
            moved=moved,
            support=support,
            next_on=None if ahead is None else story.day(182 + ahead),
        )
    noted.moves.update(at=story.moment(day, 16))


def _assess(story: Story, row: Stakeholder, levels: dict[str, int]) -> None:
    row.refresh_from_db()
    known = set(row.assessments.values_list("pk", flat=True))
    with happened(story.moment(AGAIN)):
        row.assess(story.people[FACILITATOR], row.revision, **levels)
    row.assessments.exclude(pk__in=known).update(at=story.moment(AGAIN))


def _describe(story: Story, row: Stakeholder, values: dict[str, object]) -> None:
    row.refresh_from_db()
    with happened(story.moment(64)):
        row.assess(story.people[CHAMPION], row.revision, **values)


def _promise(
    story: Story, rows: dict[int, Stakeholder], promise: tuple[int, str, str, int, int, str]
) -> None:
    number, kind, words, by, until, outcome = promise
    given = Guarantee(
        programme=story.programme,
        stakeholder=rows[number],
        key=uuid5(NAMESPACE_URL, words),
        kind=kind,
        words=words,
        given_by=story.people[by],
        until=story.day(until),
        outcome=outcome,
    )
    with happened(story.moment(110)):
        given.give(story.people[CHAMPION])


def _look(story: Story, rows: dict[int, Stakeholder]) -> None:
    """Whoever noted something has looked at the profile; dated as it was noted."""
    Look.objects.bulk_create(
        Look(stakeholder=rows[number], person=story.people[by], what="profile", at=at)
        for day, number, by, *_ in TALKS
        for at in [story.moment(day, 16)]
    )

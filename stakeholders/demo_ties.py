"""The demo's ties, invented: who reports to whom, whose advice people seek, whom they trust."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from changeprog.programme.demo import Story, happened
from stakeholders import charting, web_room
from stakeholders.models import Relation, Stakeholder, Tie
from stakeholders.models.stakeholder import Origin

DRAWN = 120
"""The day on which the ties came in: from the list of the house, and from what people said."""
FACILITATOR = 15

REPORTS_TO = {
    7: (2, 14, 18, 21),
    2: (1, 4, 16),
    14: (3, 5, 9, 13, 15, 19, 20),
    18: (10, 11),
    21: (6, 8, 12, 17),
}
"""Who reports to each of these."""
ADVICE = {
    2: (1, 4, 6, 8, 10, 16, 20, 21),
    4: (1, 2, 8, 12, 16),
    8: (4, 17, 21),
    10: (3, 11, 18, 19),
    11: (5, 10, 13, 15, 19),
    12: (6, 17),
    14: (3, 5, 9, 15, 20),
    15: (3, 5, 13, 14, 18, 19, 20),
    18: (7, 10, 11, 14, 15, 19),
    20: (5, 9, 13, 14, 15),
    21: (2, 6, 7, 8, 12, 17),
    1: (4, 16),
    17: (12, 21),
    19: (11, 15),
}
"""Who seeks the advice of each of these."""
TRUST = {
    1: (4, 16),
    4: (1, 8, 16),
    8: (4, 12),
    11: (10, 13, 15, 19),
    12: (6, 17),
    15: (11, 14, 19, 20),
    17: (12, 21),
    18: (15, 10),
    19: (5, 11, 15),
    20: (9, 15),
    21: (2, 17),
}
"""Who trusts each of these, as far as anybody has said."""
KINDS = (
    (Relation.REPORTS_TO, Origin.IMPORT, REPORTS_TO),
    (Relation.ADVICE, Origin.HAND, ADVICE),
    (Relation.TRUST, Origin.HAND, TRUST),
)


def tell(story: Story) -> None:
    """Put whoever is missing on the map, draw their ties, and the web from them."""
    with happened(story.moment(DRAWN)):
        for number, person in sorted(story.people.items()):
            key = uuid5(NAMESPACE_URL, f"stakeholder {number}")
            if not Stakeholder.objects.filter(person=person).exists():
                Stakeholder.put_on_map(story.people[FACILITATOR], key, person)
    Tie.objects.bulk_create(_ties(story), ignore_conflicts=True)
    charting.draw_due(web_room.announce)


def _ties(story: Story) -> Iterator[Tie]:
    for relation, origin, asked in KINDS:
        for target, sources in asked.items():
            for source in sources:
                yield Tie(
                    programme=story.programme,
                    source=story.people[source],
                    target=story.people[target],
                    relation=relation,
                    origin=origin,
                )

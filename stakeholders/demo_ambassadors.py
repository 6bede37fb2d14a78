"""The demo's ambassadors: one has begun to talk with people, one was asked."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Person
from stakeholders import choosing
from stakeholders.asking import offered_to
from stakeholders.models import Ambassador, Conversation, Stakeholder
from stakeholders.proposing import read

NAMES = UUID("6a1f5c0e-35b5-4d0b-9a7e-0f3f8c6d2b11")
CHAMPION, MENTOR = 18, 15
LEADING = (2, 18)
"""Champions ask, and are not asked: they are left out by hand."""
ASK = (
    "You know these colleagues, and they ask you anyway. Would you talk with each of them in the "
    "next weeks about how we want to work with customers, and tell us what is really said?"
)
POINTS = (
    "Nobody loses a customer: the record shows who knows them best.\n"
    "The first two tasks take an hour to learn, with somebody beside you.\n"
    "If they ask what happens to those who cannot do it: help comes the same day."
)
TALKS = (
    (
        164,
        "Wanted to know who answers when a customer calls twice. Tried the screen for a while.",
        4,
    ),
    (
        171,
        "Fears that the figures are used against the slow ones. Nobody had said they are not.",
        14,
    ),
)
"""On which day, what was said, in how many days the next conversation is."""

ANSWERS = (Ambassador.State.ACCEPTED, None, None, "")
"""What the best answered, in their order: the last not yet, two have not been asked."""


def tell(story: Story) -> None:
    """Ask two of those who are proposed; who else should be asked is left to the page."""
    _leave_out(story)
    for person, answer in zip(_proposed(story), ANSWERS, strict=False):
        if answer is not None:
            _ask(story, person, answer)


def _leave_out(story: Story) -> None:
    champion = story.people[CHAMPION]
    people = [story.people[number] for number in LEADING]
    for row in Stakeholder.objects.filter(person__in=people):
        with happened(story.moment(148)):
            row.change(champion, row.revision, may_be_asked=False)


def _proposed(story: Story) -> list[Person]:
    """Return the best of those who may be asked, in order."""
    reach = read(story.programme).reach
    people = {person.pk: person for person in story.people.values()}
    keys = [reach.people[place].key for place in choosing.best(reach, len(ANSWERS)).proposed]
    return [people[int(str(key))] for key in keys]


def _ask(story: Story, person: Person, answer: str) -> None:
    offered, suggested = offered_to(person)
    own = [row for row in offered if row.pk in suggested[:4]]
    champion = story.people[CHAMPION]
    with happened(story.moment(150)):
        asked = Ambassador.ask_person(
            champion,
            uuid5(NAMES, person.name),
            person,
            own,
            ask=ASK,
            talking_points=POINTS,
            mentor=story.people[MENTOR],
        )
    moments = {"asked_at": story.moment(150)}
    if answer:
        with happened(story.moment(152)):
            asked.answer(person, answer)
        moments["answered_at"] = story.moment(152)
    Ambassador.objects.filter(pk=asked.pk).update(**moments)
    if answer == Ambassador.State.ACCEPTED:
        _talk(story, person, own)


def _talk(story: Story, person: Person, people: Sequence[Stakeholder]) -> None:
    for stakeholder, (day, said, days) in zip(people, TALKS, strict=False):
        with happened(story.moment(day, 16)):
            Conversation.note(
                person,
                uuid5(NAMES, said),
                stakeholder,
                said,
                held_on=story.day(day),
                next_on=story.day(182 + days),
            )

"""The demo's conflict: two regions, one licence, and a facilitator who helps them sort it out."""

from uuid import NAMESPACE_URL, uuid5

from changeprog.programme.demo import Story, happened
from teams.diagnosis import Question
from teams.models import Barrier, Conflict, ConflictSide

BARRIER = "Two regions share one licence and lock each other out"
WEST, INDIA, MEDIATOR = 20, 17, 15
VIEWS = {
    WEST: "We log in first because our customers call first. When Pune logs in, our open quote is "
    "gone, and I have to tell the customer that I lost it.",
    INDIA: "We were promised the evening hours. By then Los Angeles is still in, and nobody "
    "answers when I ask them to log out. My people have stopped trying.",
}
ANSWERS = {
    Question.ROLES: {
        WEST: ("unsure", "I never knew that somebody had promised the evening to Pune."),
        INDIA: ("no", "I expect whoever is done to log out. They expect us to ask first."),
    },
    Question.GOALS: {
        WEST: ("yes", "A customer who calls gets an answer from the record, not from memory."),
        INDIA: ("yes", "The same: nobody should have to call back because the record is locked."),
    },
    Question.PROCEDURES: {WEST: ("no", "First come, first served does not work over 12 hours.")},
}
IDEAS = ["Log everybody out after ten quiet minutes", "Ask finance what a second licence costs"]


def tell(story: Story) -> None:
    """Bring the two as far as the third question, which one of them has answered."""
    barrier = Barrier.objects.get(programme=story.programme, what=BARRIER)
    with happened(story.moment(160)):
        conflict = _begin(story, barrier)
    sides = {number: conflict.sides.get(person=story.people[number]) for number in VIEWS}
    with happened(story.moment(163)):
        for number, side in sides.items():
            side.write(VIEWS[number])
            side.agree_to_share()
        for question, said in ANSWERS.items():
            for number, (stance, words) in said.items():
                sides[number].answer(question, stance, words)
    with happened(story.moment(170)):
        for text in IDEAS:
            conflict.add_idea(story.people[INDIA], uuid5(NAMESPACE_URL, text), text)


def _begin(story: Story, barrier: Barrier) -> Conflict:
    sides = [ConflictSide(person=story.people[number]) for number in (WEST, INDIA)]
    key = uuid5(NAMESPACE_URL, BARRIER)
    return Conflict.begin(story.people[WEST], key, barrier, story.people[MEDIATOR], sides)

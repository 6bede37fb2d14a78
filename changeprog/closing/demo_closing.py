"""The demo's review: the champion has begun to write down what the figures do not say."""

from uuid import uuid4

from changeprog.closing.models import ChapterWords
from changeprog.programme.demo import Story, happened

WORDS = {
    "whole": (
        "Half way. Whoever calls now talks to somebody who knows what they bought, and why they "
        "called last time. That is what customers tell us first, before any figure does."
    ),
    "barriers": (
        "We have not won over the people who keep their own lists, and I would not call that "
        "stubbornness: nobody has shown them yet that ours is safer."
    ),
}


def tell(story: Story) -> None:
    """Write the first words of two chapters, a few days ago."""
    champion = story.people[18]
    for day, (name, words) in enumerate(WORDS.items(), start=176):
        with happened(story.moment(day)):
            ChapterWords.write(champion, name, words, key=uuid4(), based_on=0)

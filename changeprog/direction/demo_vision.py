"""The demo's chapter about the vision: who stood behind which version, and a word that changed."""

from changeprog.direction.demo import VISION
from changeprog.direction.models import Vision
from changeprog.programme.demo import Story, happened

LEADERS = [2, 7, 14, 18, 21]
AFTER_THE_FAIR = {
    **VISION,
    "statement": "Every customer meets one company that knows where they stand and says something "
    "useful at that moment, or keeps quiet.",
    "end_state": "Marketing, sales and service look at the same customer in the same system. "
    "Nobody sends a message that they would not want to receive. A question asked at a fair "
    "is answered before the customer is back at the office, by somebody who was there.",
}


def tell(story: Story) -> None:
    """Have the leaders sign the second version off, then the words that the fair has changed."""
    second = Vision.objects.get(programme=story.programme, version=2)
    _sign_off(story, second, LEADERS, 40, "Leadership workshop, second round")
    with happened(story.moment(96)):
        third = Vision.write(story.programme, story.people[18], AFTER_THE_FAIR, based_on=2)
    Vision.objects.filter(pk=third.pk).update(at=story.moment(96))
    _sign_off(story, third, LEADERS[:4], 103, "Leadership workshop after the fair")


def _sign_off(story: Story, vision: Vision, leaders: list[int], day: int, where: str) -> None:
    for number in leaders:
        with happened(story.moment(day, 11)):
            vision.sign_off(story.people[number], where)
    vision.sign_offs.update(at=story.moment(day, 11))

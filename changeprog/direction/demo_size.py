"""The demo's chapter about size: what the champion judged, and judged again."""

from uuid import uuid4

from changeprog.direction.models import Judgement
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Function

CHAMPION = 18

JUDGEMENTS = [
    (35, "Marketing", 75, 4, "All campaigns at once, said Noor. She is right: that is too much."),
    (60, "Marketing", 75, 13, "Campaign by campaign, one quarter."),
    (62, "Sales", 25, 4, "Preparing visits from the CRM, every day."),
    (64, "Customer service", 50, 1, "New screens for the whole desk on one Monday."),
    (95, "Senior management", 5, 13, "One more figure in the monthly meeting."),
    (160, "Customer service", 50, 13, "Desk by desk instead, after the first two."),
    (166, "Sales", 50, 4, "Two regions and the fairs in the same month."),
]
"""Day, function, share of the working day in per cent, weeks, why."""


def tell(story: Story) -> None:
    """Judge four functions, three of them twice: a size is judged anew as plans change."""
    champion = story.people[CHAMPION]
    functions = {each.name: each for each in Function.objects.filter(programme=story.programme)}
    for day, name, share, weeks, note in JUDGEMENTS:
        with happened(story.moment(day, 13)):
            judgement = Judgement.make(
                champion, uuid4(), functions[name], share=share, weeks=weeks, note=note
            )
        Judgement.objects.filter(pk=judgement.pk).update(at=story.moment(day, 13))

"""The demo's imports: who reports to whom, from the list of the house, and a sheet that waits.

The first is how the ties of reporting came onto the map. The second was sent yesterday by the
facilitator: five of its rows cannot be taken, and whoever looks can confirm the others.
"""

from uuid import NAMESPACE_URL, UUID, uuid5

from changeprog.programme.demo import Story, happened
from stakeholders.demo_ties import DRAWN, FACILITATOR, REPORTS_TO
from stakeholders.importing import running, source
from stakeholders.models import Import, ImportSource

HOUSE_LIST, MEETINGS = "list of the house.csv", "after the department meetings.csv"
YESTERDAY = 181
"""The day of the story on which the second sheet came; 182 is today."""
DEPUTIES = {20: 15, 6: 12}
"""Who deputises for whom by the list of the house, which is no kind of tie on the map."""
SHEET = """Name;Influence;Interest;Support needed;Next conversation;Guards
{3};4;3;supportive;;The service times of the plant
{5};3;high;supportive;;
{9};6;3;supportive;;
{13};2;2;neutral;;That nobody is asked twice for the same figures
{19};3;4;enthusiastic;;
{20};4;4;leading;;
{20};3;4;leading;;
;5;5;leading;;
{6};3;;supportive;the week after next;
Petra Osei;3;4;supportive;;Her workshop's calendar
"""
"""People by their numbers."""


def tell(story: Story) -> None:
    """Import the list of the house, long ago, and leave a sheet to be looked at."""
    by, at = story.people[FACILITATOR], story.moment(DRAWN)
    with happened(at):
        done = running.begin(by, _key("done"), _house_list(story), HOUSE_LIST)
        running.choose(done, add_people=True)
        running.confirm(done, by, source.plan_of(done).fingerprint)
    Import.objects.filter(pk=done.pk).update(made_at=at, confirmed_at=at)
    ImportSource.objects.filter(of=done).delete()
    names = [""] + [person.name for _, person in sorted(story.people.items())]
    waiting = running.begin(by, _key("waiting"), SHEET.format(*names), MEETINGS)
    Import.objects.filter(pk=waiting.pk).update(made_at=story.moment(YESTERDAY, 16))


def _house_list(story: Story) -> str:
    """Return who reports to whom, and two rows that are no tie of the map."""
    names = {number: person.name for number, person in story.people.items()}
    reports = [
        f"{names[one]};{names[boss]};reports to"
        for boss, people in REPORTS_TO.items()
        for one in people
    ]
    deputies = [f"{names[one]};{names[other]};deputises for" for one, other in DEPUTIES.items()]
    return "\n".join(["from;to;relation", *reports, *deputies])


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"import of the demo: {name}")

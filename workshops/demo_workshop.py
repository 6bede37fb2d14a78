"""The demo's workshops: the one in which leadership committed itself, and the next one.

The first is open while the chapters between ``begin`` and ``end`` say what happened in it: each
calls ``on(story, "Objectives")`` and has that activity on.
"""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.timezone import now

from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from changeprog.programme.models import Person
from workshops.agendas import COMMITMENT, PURPOSE, TITLE, activity
from workshops.models import Activity, Participant, Workshop, WorkshopMail
from workshops.planning import leadership, plan

DAY = 152
"""When leadership met; 182 is today."""
NEXT = 8
"""Days from today until they meet again."""
FACILITATOR = 15
WITH_THEM = [2, 8, 11, 20]
"""Who was asked to come besides the leadership team, by number."""
MISSED = 7
"""Who was invited and did not come."""
GUEST = "Ines Moreau"
TOOK = [8, 19, 27, 24, 22, 17, 13, 41, 26, 12]
"""Minutes that each activity really took."""
WORDS = {
    18: "Impatient",
    21: "Sceptical, and here",
    14: "Curious",
    10: "Half my mind is in Hanover",
    12: "Ready",
    15: "Glad",
    2: "Hopeful",
    11: "I want to hear service first",
}
"""What some of them brought along."""
COMING = "Half a year on: what we promised, and what we promise next"
COMING_PURPOSE = (
    "Six months are over. We look at what each of us committed to, say what is in the way, and "
    "agree on where the next half-year leads."
)
COMING_AGENDA = [
    activity("arrive", "Arrive", 10, "Say that you are here, and what you are proud of."),
    activity("park", "Park agendas", 10, "What would keep you from listening today? Park it."),
    activity(
        "collect",
        "What is in the way?",
        25,
        "Name the barrier you would tell a friend about. Nobody sees who wrote which note.",
        "barrier",
        anonymous=True,
        hidden=True,
        votes=3,
        limit=1,
    ),
    activity(
        "collect",
        "What has to be true by summer?",
        25,
        "Something that can be counted, what it is today, and what it should be by when.",
        "objective",
        hidden=True,
        votes=3,
        limit=2,
    ),
    activity("consensus", "The next half-year in one sentence", 30, "Where do you stand?"),
    activity("commit", "Commitments", 20, "What will you do yourself, and by when?"),
    activity("close", "Close", 10, "What is still open? How was this for you?"),
]


def held(story: Story) -> Workshop:
    """Return the workshop that is over when the story has been told."""
    return Workshop.objects.with_names().get(programme=story.programme, key=_key(TITLE))


def on(story: Story, title: str) -> Activity:
    """Go to the activity called ``title`` in the workshop that is being held, and return it."""
    workshop = held(story)
    to = workshop.activities.get(title=title)
    with happened(begins(story)):
        workshop.turn(story.people[FACILITATOR], workshop.current_id, to)
    return Activity.objects.with_workshop().get(pk=to.pk)


def begins(story: Story) -> datetime:
    """Return when leadership met."""
    return _workday(story.moment(DAY, 13))


def moment(story: Story, title: str, minutes: int = 5) -> datetime:
    """Return when it was ``minutes`` into the activity called ``title``."""
    place = [each["title"] for each in COMMITMENT].index(title)
    return begins(story) + timedelta(minutes=sum(TOOK[:place]) + minutes)


def begin(story: Story) -> None:
    """Plan both workshops, and open the first."""
    facilitator, champion = story.people[FACILITATOR], story.people[CHAMPION]
    first = Workshop(
        programme=story.programme,
        key=_key(TITLE),
        title=TITLE,
        purpose=PURPOSE,
        place="The old foundry, upper floor",
        starts_at=begins(story),
        facilitator=facilitator,
        cofacilitator=champion,
    )
    with happened(story.moment(DAY - 16)):
        plan(champion, first, COMMITMENT, [*leadership(story.programme), *_others(story)])
    with happened(begins(story)):
        first.open(facilitator)
        _arrive(story, first)
    _plan_next(story)


def end(story: Story) -> None:
    """Close the first workshop, and let everything in it have been when it was."""
    workshop = held(story)
    ends = begins(story) + timedelta(minutes=sum(TOOK))
    on(story, COMMITMENT[-1]["title"])
    workshop.refresh_from_db()
    with happened(ends):
        workshop.close(story.people[FACILITATOR])
    moments = {"opened_at": begins(story), "closed_at": ends}
    Workshop.objects.filter(pk=workshop.pk).update(**moments)
    start = begins(story)
    for row, minutes in zip(workshop.activities.all(), TOOK, strict=True):
        until = start + timedelta(minutes=minutes)
        Activity.objects.filter(pk=row.pk).update(started_at=start, ended_at=until)
        start = until


def _others(story: Story) -> list[Person]:
    return [story.people[number] for number in WITH_THEM]


def _arrive(story: Story, workshop: Workshop) -> None:
    numbers = {person.pk: number for number, person in story.people.items()}
    for row in workshop.participants.exclude(person=story.people[MISSED]):
        row.workshop = workshop
        row.arrive(WORDS.get(numbers[row.person_id or 0], ""))
    guest = Participant.knock(workshop, GUEST, key=_key(GUEST))
    guest.workshop = workshop
    guest.admit(story.people[FACILITATOR])
    workshop.participants.filter(arrived_at__isnull=False).update(arrived_at=begins(story))


def _plan_next(story: Story) -> None:
    coming = Workshop(
        programme=story.programme,
        key=_key(COMING),
        title=COMING,
        purpose=COMING_PURPOSE,
        place="Training room 2",
        starts_at=_workday((now() + timedelta(days=NEXT)).replace(hour=14)),
        facilitator=story.people[FACILITATOR],
        cofacilitator=story.people[CHAMPION],
    )
    with happened(story.moment(179)):
        plan(
            story.people[CHAMPION],
            coming,
            COMING_AGENDA,
            [*leadership(story.programme), *_others(story)],
        )
    WorkshopMail.owe(now())
    told = WorkshopMail.objects.filter(workshop=coming)
    told.update(state=WorkshopMail.State.SENT, sent_at=now(), attempts=1)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


def _workday(moment: datetime) -> datetime:
    """Return the full hour of ``moment``, on the Monday after if that is at a weekend."""
    later = {5: 2, 6: 1}.get(moment.weekday(), 0)
    return (moment + timedelta(days=later)).replace(minute=0, second=0, microsecond=0)

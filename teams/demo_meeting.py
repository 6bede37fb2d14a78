"""The demo's meetings: the organizational one, with its minutes, and the next one."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils.timezone import now

from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from teams.convening import convene
from teams.models import Action, AgendaPart, Attendance, Decision, Meeting, MeetingMail

DAY = 27
"""When everybody met for the first time."""
NEXT = 9
"""Days from today until they meet again."""
TOOK = [6, 9, 24, 8, 26, 12, 8, 4]
"""Minutes that each part really took."""
MISSING = ["Rollout: nobody from Marketing"]
REASON = (
    "The spring campaign keeps marketing's two people for Rollout busy until June. Lena speaks for "
    "them today and takes everything back; waiting would cost us the quarter."
)
LATE, SUBSTITUTES, ABSENT = {11}, {7: "Joan Delacroix"}, {8: "At the fair in Hanover", 17: ""}
DECISIONS = [
    "The newsletter ends this summer, and nobody starts another one in its place.",
    "One list of customers, owned by one person; departments keep none of their own.",
    "What touches a customer is decided within a day, by whoever is closest to them.",
]
ACTIONS = [
    ("Name who owns the list of customers", 12, 41, 39),
    ("Ask each service desk what it wants to see while on the phone", 1, 55, 58),
    ("Find somebody from marketing for Rollout", 21, 176, None),
    ("Write down what counts as an occasion to write to a customer", 5, 196, None),
]
"""What, who, due on which day, done on which day."""


def tell(story: Story) -> None:
    """Hold the organizational meeting, and convene the next one."""
    held = _convened(story, None, _workday(story.moment(DAY, 15)), story.moment(DAY - 12))
    _hold(story, held)
    coming = _workday((now() + timedelta(days=NEXT)).replace(hour=15))
    following = _convened(story, held, coming, story.moment(178))
    _tell_everybody(following)


def _workday(moment: datetime) -> datetime:
    """Return the full hour of ``moment``, on the Monday after if that is at a weekend."""
    later = {5: 2, 6: 1}.get(moment.weekday(), 0)
    return (moment + timedelta(days=later)).replace(minute=0, second=0, microsecond=0)


def _convened(
    story: Story, after: Meeting | None, starts_at: datetime, planned: datetime
) -> Meeting:
    title = "Half-way meeting" if after else "Organizational meeting"
    meeting = Meeting(
        programme=story.programme,
        key=uuid5(NAMESPACE_URL, title),
        title=title,
        place="Training room 2, and by video for Vienna, Pune and Los Angeles",
        starts_at=starts_at,
        minutes=90,
        leader=story.people[CHAMPION],
        after=after,
    )
    with happened(planned):
        convene(story.people[CHAMPION], meeting)
    return meeting


def _hold(story: Story, meeting: Meeting) -> None:
    champion, begins = story.people[CHAMPION], meeting.starts_at + timedelta(minutes=4)
    ends = begins + timedelta(minutes=sum(TOOK))
    with happened(begins):
        meeting.open(champion, MISSING, REASON)
        _attend(story, meeting)
    with happened(ends):
        _conclude(story, meeting, ends - timedelta(minutes=9))
        meeting.close(champion)
    _date(meeting, begins, ends)
    MeetingMail.objects.filter(meeting=meeting).delete()
    for text, owner, _due, done in ACTIONS:
        if done:
            with happened(story.moment(done)):
                Action.objects.get(meeting=meeting, text=text).finish(story.people[owner])
            Action.objects.filter(text=text).update(done_at=story.moment(done))


def _attend(story: Story, meeting: Meeting) -> None:
    numbers = {person: number for number, person in story.people.items()}
    for row in Attendance.objects.filter(meeting=meeting).select_related("person"):
        number, person = numbers[row.person], row.person
        if number in ABSENT:
            Attendance.say(person, meeting, person, "absent", reason=ABSENT[number])
        elif number in SUBSTITUTES:
            name = SUBSTITUTES[number]
            Attendance.say(person, meeting, person, "substitute", substitute_name=name)
        else:
            state = "late" if number in LATE else "present"
            Attendance.say(person, meeting, person, state)


def _conclude(story: Story, meeting: Meeting, moment: datetime) -> None:
    champion, programme = story.people[CHAMPION], story.programme
    for text in DECISIONS:
        Decision(programme=programme, meeting=meeting, text=text, made_at=moment).make(champion)
    for text, owner, due, _done in ACTIONS:
        action = Action(
            programme=programme,
            meeting=meeting,
            text=text,
            owner=story.people[owner],
            due=story.day(due),
            agreed_at=moment,
        )
        action.agree(champion)


def _date(meeting: Meeting, begins: datetime, ends: datetime) -> None:
    """Let the meeting and its parts have been when they were."""
    Meeting.objects.filter(pk=meeting.pk).update(opened_at=begins, closed_at=ends)
    Attendance.objects.filter(meeting=meeting).update(said_at=begins)
    for part, minutes in zip(AgendaPart.objects.filter(meeting=meeting), TOOK, strict=True):
        until = begins + timedelta(minutes=minutes)
        AgendaPart.objects.filter(pk=part.pk).update(started_at=begins, ended_at=until)
        begins = until


def _tell_everybody(meeting: Meeting) -> None:
    """File that everybody has been told of it, so that a copy mails nobody."""
    MeetingMail.owe(now())
    told = MeetingMail.objects.filter(meeting=meeting)
    told.update(state=MeetingMail.State.SENT, sent_at=now(), attempts=1)

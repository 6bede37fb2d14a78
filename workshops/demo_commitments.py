"""The demo's points of view, hard questions and commitments, and what became of these."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.utils.timezone import now

from changeprog.direction.models import Objective
from changeprog.programme.demo import Story, happened
from workshops import demo_workshop
from workshops.models import (
    Activity,
    Commitment,
    FollowUp,
    HardQuestion,
    Participant,
    PointOfView,
    Workshop,
)
from workshops.models.follow_up import Kept, Occasion

FACILITATOR = demo_workshop.FACILITATOR
PARK, COMMIT = "Park agendas", "Commitments"
SPACE = UUID("3f0f3c5e-6f0a-4a57-9a53-0d9d2f3c9a10")
FEAR, WIN = PointOfView.Side.FEAR, PointOfView.Side.WIN
ALONE, UNNAMED, NAMED = PointOfView.Lot
POINTS = [
    (21, FEAR, NAMED, "That operations is told what was sold once it cannot be built any more."),
    (10, FEAR, ALONE, "My region loses its own price list, and with it what keeps my people here."),
    (14, WIN, UNNAMED, "That nobody asks me for the same customer list a fourth time."),
    (2, FEAR, ALONE, "That my two best sellers leave when everybody sees their accounts."),
    (11, WIN, NAMED, "Service in the room when something is promised to a customer."),
]
"""Who, by number; what about; where it was parked; and the words."""
PLACES = [
    ("", PointOfView.State.HEARD, ""),
    (PointOfView.Placed.BARRIER, PointOfView.State.HEARD, "Regions keep price lists of their own"),
    ("", PointOfView.State.ANSWERED, ""),
    (
        PointOfView.Placed.KEPT,
        PointOfView.State.OPEN,
        "Comes back when the first accounts are shared; until then it stays between us.",
    ),
    (
        PointOfView.Placed.ACTION,
        PointOfView.State.HEARD,
        "Invite service to the weekly review of offers",
    ),
]
"""What became of each, in the same order; the first was answered before the close."""
ASKED = "What happens to somebody whose numbers get worse while they learn the new system?"
PUT = "What do we promise to somebody whose numbers drop while they learn?"
PROMISES = {
    18: ("I sit in on two customer calls a month, and say in the digest what I heard.", 24),
    21: ("Operations confirms each delivery date within a day, or says why it cannot.", 20),
    14: ("Marketing sends no mailing that sales has not seen two days before.", 14),
    10: ("My region works from the shared price list within three weeks.", 21),
    12: ("I free one of my people for the rollout team, one day a week.", 18),
    2: ("I share the accounts of my own region first.", 60),
    11: ("Two of us are in the weekly review of offers.", 12),
}
"""By number: the words, and in how many days after the workshop."""
ENQUIRIES = "Enquiries answered within one working day"
SERVES = {
    18: "Offers that start from a customer's own question",
    21: ENQUIRIES,
    14: "Campaign mails sent per customer and month",
    10: "Customers with one complete record in the CRM",
    12: ENQUIRIES,
    11: ENQUIRIES,
}
"""By number: the objective that each promise serves; one of them has not said so yet."""
WITNESSES = {18: (21, 14), 21: (18,), 14: (10, 12), 10: (15,), 12: (18,), 2: (15, 21), 11: (14,)}
DECLINES = (20, "I do not know yet whether I keep my region. Ask me in a month.")
Said = tuple[int, Kept, str, bool]
"""Where somebody stands, their commitment, a word, and whether champions may read it."""
WEEK: dict[int, Said] = {
    18: (1, Kept.UNDER_WAY, "First call done.", True),
    21: (3, Kept.UNDER_WAY, "", True),
    14: (2, Kept.UNDER_WAY, "", False),
    10: (4, Kept.UNDER_WAY, "", False),
    12: (2, Kept.KEPT, "", True),
    11: (2, Kept.UNDER_WAY, "", False),
}
LATER: dict[int, Said] = {
    21: (2, Kept.KEPT, "Every date of the last two weeks.", True),
    14: (3, Kept.KEPT, "", True),
    10: (6, Kept.IN_TROUBLE, "The old list is still what my people are paid by.", False),
    11: (2, Kept.KEPT, "", False),
}


def park(story: Story) -> None:
    """Let people park what they came with, and one of them ask what nobody dares to ask."""
    activity = demo_workshop.on(story, PARK)
    workshop = activity.workshop
    points = [
        PointOfView.park(_own(story, workshop, number), _key(text), side=side, text=text, lot=lot)
        for number, side, lot, text in POINTS
    ]
    for point, (placed, state, word) in zip(points, PLACES, strict=True):
        point.move(state)
        point.place(placed, word)
    points[0].move(PointOfView.State.ANSWERED)
    HardQuestion.send(workshop, _key(ASKED), ASKED)
    question = HardQuestion.objects.get(pk=_key(ASKED))
    question.put(PUT)
    question.take_down()
    day = demo_workshop.begins(story).date()
    HardQuestion.objects.filter(workshop=workshop).update(day=day)


def commit(story: Story) -> None:
    """Have commitments written, read out, witnessed and signed; one person makes none."""
    activity = demo_workshop.on(story, COMMIT)
    at = demo_workshop.moment(story, COMMIT)
    own = Objective.objects.filter(programme=story.programme)
    objectives = {objective.measure: objective for objective in own}
    seen = None
    for number, (text, days) in PROMISES.items():
        promise = _promise(story, activity, number, text, days)
        promise.read_out(seen)
        seen = promise.pk
        for witness in WITNESSES[number]:
            promise.witness(_own(story, activity.workshop, witness))
        with happened(at):
            promise.sign()
            promise.serve(story.people[number], objectives.get(SERVES.get(number, "")))
    number, why = DECLINES
    Commitment.decline(_own(story, activity.workshop, number), _key(why), why)
    made = Commitment.objects.made().filter(workshop=activity.workshop)
    made.update(reading=False, heard_at=at, signed_at=at)


def _promise(story: Story, activity: Activity, number: int, text: str, days: int) -> Commitment:
    due = (demo_workshop.begins(story) + timedelta(days=days)).date()
    return Commitment.write(_own(story, activity.workshop, number), _key(text), text, due)


def follow_up(story: Story) -> None:
    """Ask everybody after a week and on the day of their commitment; most have answered."""
    for number, (_, days) in PROMISES.items():
        _ask(story, number, Occasion.WEEK, 7, WEEK.get(number))
        if _day(story, days + 2) < now():
            _ask(story, number, Occasion.DUE, days, LATER.get(number))


def _ask(story: Story, number: int, occasion: Occasion, days: int, said: Said | None) -> None:
    workshop, asked = demo_workshop.held(story), _day(story, days)
    row, _ = FollowUp.objects.get_or_create(
        participant=_own(story, workshop, number),
        occasion=occasion,
        defaults={"workshop": workshop, "programme": story.programme, "asked_at": asked},
    )
    if said is None:
        return
    level, kept, word, may_see = said
    answered = asked + timedelta(hours=number)
    with happened(answered):
        row.answer(level=level, kept=kept, word=word, champion_may_see=may_see)
    FollowUp.objects.filter(pk=row.pk).update(answered_at=answered)


def _day(story: Story, days: int) -> datetime:
    return demo_workshop.begins(story) + timedelta(days=days)


def _own(story: Story, workshop: Workshop, number: int) -> Participant:
    own = Participant.objects.get(workshop=workshop, person=story.people[number])
    own.workshop = workshop
    return own


def _key(text: str) -> UUID:
    return uuid5(SPACE, text)

"""The demo's second workshop: the regions promise each other something, and what became of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from workshops.agendas import activity
from workshops.demo_workshop import FACILITATOR
from workshops.models import Activity, Commitment, FollowUp, Participant, Proposal, Round, Workshop
from workshops.models.follow_up import Kept, Occasion
from workshops.planning import plan

DAY = 110
"""When the regions met; 182 is today."""
TITLE = "What the regions promise each other"
PURPOSE = "Each region says what it gives, and what it needs from the others, before the roll-out."
PROPOSED = "An account belongs to the customer's region; whoever sells into it tells that region."
AGENDA = [
    activity("arrive", "Arrive", 5, "Say that you are here."),
    activity("consensus", "Whose account is it?", 35, "Where do you stand?"),
    activity("commit", "Commitments", 30, "What will your region do, and by when?"),
    activity("close", "Close", 10, "What is still open?"),
]
WITHIN = (14, 21, 28)
"""In how many days each is due, in turn."""
ASKED = {Occasion.WEEK: 7, Occasion.DUE: 28, Occasion.MONTH: 30}
"""After how many days each was asked."""
KEPT, UNDER_WAY, TROUBLE, GIVEN_UP = Kept.KEPT, Kept.UNDER_WAY, Kept.IN_TROUBLE, Kept.GIVEN_UP
PROMISES: dict[int, tuple[int, Kept, str]] = {
    1: (2, KEPT, "We enter every visit the day it was made."),
    3: (1, KEPT, "We open our list of contacts to both neighbours."),
    4: (6, KEPT, "We tell the other region before we quote into it."),
    5: (3, KEPT, "Our team answers questions from abroad within a day."),
    6: (6, UNDER_WAY, "We hand over the two accounts that are not ours."),
    8: (2, KEPT, "We tidy up our addresses before the pilot."),
    10: (6, KEPT, "We stop keeping a second list."),
    11: (1, KEPT, "Service is asked before a date is promised."),
    12: (2, GIVEN_UP, "We lend one engineer to the pilot."),
    13: (6, TROUBLE, "We share our forecast every Friday."),
    14: (3, KEPT, "Each campaign names the region that follows it up."),
    16: (6, KEPT, "We close what is older than a year."),
    17: (2, UNDER_WAY, "We write down how we agree on discounts."),
    19: (3, KEPT, "We call every customer whose account changes hands."),
}
"""By number: where they stood, how they keep it, and their words."""


def tell(story: Story) -> None:
    """Hold the workshop, and have everybody say afterwards how they keep what they promised."""
    workshop = _open(story)
    acts = {each.kind: each for each in workshop.activities.all()}
    _agree(story, workshop, acts["consensus"])
    _commit(story, workshop, acts["commit"])
    _turn(story, workshop, acts["close"])
    with happened(_begins(story) + timedelta(hours=1, minutes=20)):
        workshop.close(story.people[FACILITATOR])
    ends = _begins(story) + timedelta(hours=1, minutes=20)
    Workshop.objects.filter(pk=workshop.pk).update(opened_at=_begins(story), closed_at=ends)
    for number, (level, kept, _) in PROMISES.items():
        who = _own(story, workshop, number)
        for occasion, days in ASKED.items():
            said = UNDER_WAY if occasion == Occasion.WEEK else kept
            answer = _asked(who, occasion, _begins(story) + timedelta(days=days))
            answer(level=level, kept=said)


def _open(story: Story) -> Workshop:
    made = Workshop(
        programme=story.programme,
        key=_key(TITLE),
        title=TITLE,
        purpose=PURPOSE,
        starts_at=_begins(story),
        facilitator=story.people[FACILITATOR],
    )
    people = [story.people[number] for number in PROMISES]
    with happened(_begins(story) - timedelta(days=14)):
        plan(story.people[CHAMPION], made, AGENDA, people)
    with happened(_begins(story)):
        made.open(story.people[FACILITATOR])
        for number in PROMISES:
            _own(story, made, number).arrive()
    made.participants.filter(arrived_at__isnull=False).update(arrived_at=_begins(story))
    return made


def _agree(story: Story, workshop: Workshop, on: Activity) -> None:
    by = story.people[FACILITATOR]
    on = _turn(story, workshop, on)
    proposal = Proposal(programme=story.programme, activity=on, key=_key("proposal"))
    at = _begins(story) + timedelta(minutes=20)
    with happened(at):
        proposal.propose(by, PROPOSED)
        held = Round.open_on(proposal, by, _key("round"), anonymous=False, scale="eight")
        for number, (level, _, _) in PROMISES.items():
            held.take(_own(story, workshop, number), level, "")
        held.reveal(by)
    Round.objects.filter(pk=held.pk).update(opened_at=at, revealed_at=at)


def _commit(story: Story, workshop: Workshop, on: Activity) -> None:
    _turn(story, workshop, on)
    at, seen = _begins(story) + timedelta(minutes=50), None
    for place, (number, (_, _, text)) in enumerate(PROMISES.items()):
        due = (_begins(story) + timedelta(days=WITHIN[place % len(WITHIN)])).date()
        promise = Commitment.write(_own(story, workshop, number), _key(text), text, due)
        promise.read_out(seen)
        seen = promise.pk
        with happened(at):
            promise.sign()
    made = Commitment.objects.made().filter(workshop=workshop)
    made.update(reading=False, heard_at=at, signed_at=at)


def _asked(who: Participant, occasion: Occasion, at: datetime) -> Callable[..., None]:
    """Ask somebody where they stand, and return how they answer."""
    row, _ = FollowUp.objects.get_or_create(
        participant=who,
        occasion=occasion,
        defaults={"workshop": who.workshop, "programme": who.programme, "asked_at": at},
    )

    def answer(*, level: int, kept: Kept) -> None:
        with happened(at):
            row.answer(level=level, kept=kept)
        FollowUp.objects.filter(pk=row.pk).update(answered_at=at)

    return answer


def _turn(story: Story, workshop: Workshop, to: Activity) -> Activity:
    with happened(_begins(story)):
        workshop.refresh_from_db()
        workshop.turn(story.people[FACILITATOR], workshop.current_id, to)
    return Activity.objects.with_workshop().get(pk=to.pk)


def _own(story: Story, workshop: Workshop, number: int) -> Participant:
    own = Participant.objects.select_related("workshop__programme", "person", "function")
    return own.get(workshop=workshop, person=story.people[number])


def _begins(story: Story) -> datetime:
    return story.moment(DAY, 14).replace(minute=0, second=0, microsecond=0)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"regions: {name}")

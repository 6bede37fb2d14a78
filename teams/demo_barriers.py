"""The demo's barriers: what stood in the way, who moved it, and what nobody has moved."""

from uuid import NAMESPACE_URL, uuid5

from changeprog.communications.models import Notice
from changeprog.direction.models import Milestone
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Person, Team
from teams import escalating
from teams.celebrating import celebrate
from teams.escalation import Level
from teams.models import Barrier, Escalation, Seat, Victory
from teams.models.barrier import ASKED

BARRIERS = [
    (20, 11, "Nobody knows who owns the customer list", 12, 60,
     "Samuel owns it; IT looks after it"),
    (48, 13, "Service has no time for training in the quarter's last week", 2, 74,
     "Training moved to the second week; two shifts covered by operations"),
    (88, 21, "Bonus still counts mails sent, not answers given", 7, None, None),
    (112, 4, "Old mailing tool and CRM disagree about who has unsubscribed", 15, 140,
     "The CRM is the only source; the old tool reads from it every night"),
    (139, 20, "Two regions share one licence and lock each other out", 14, None, None),
    (163, 17, "Pune sees customer records only until 17:00 Chicago time", 14, None, None),
    (174, 3, "Nobody has agreed what counts as an occasion to write", 5, None, None),
    (180, 8, "The fair team has no tablets for the next show", 8, None, None),
]  # fmt: skip
"""Day, who logged it, what, owner, knocked down on which day, how."""

BONUS, UNSUBSCRIBED, LICENCE, PUNE, OCCASION, TABLETS = (2, 3, 4, 5, 6, 7)
"""Their places in the list."""

VOICES = {
    BONUS: [(90, 10), (91, 16), (97, 20), (120, 1), (166, 17)],
    LICENCE: [(141, 17)],
    PUNE: [(164, 5), (170, 20)],
}
"""On which day who said me too."""

STEPS = [
    (BONUS, 92, "Ask the board for a new bonus sheet", 120),
    (BONUS, 121, "Ask the board for a new bonus sheet", 158),
    (BONUS, 160, "Pay half of the bonus for answers given, as a trial in one region", 196),
    (LICENCE, 142, "Get an offer for a second licence", 190),
    (PUNE, 165, "Have the night backup moved to 22:00", 176),
    (OCCASION, 176, "Bring three examples of an occasion to the design team", 188),
]
"""Which barrier, on which day, what was to be done, by which day."""

TEAMS = {BONUS: "leadership", OCCASION: "design"}
"""Whose barriers they are; the rollout team's, unless it is said."""

CAME_UP = [(Level.OWNER, 178), (Level.CHAIR, 181)]
"""How far Pune's barrier has gone up."""


def tell(story: Story) -> None:
    """Log eight barriers: three down, one up with the chairs, one stale, one without owner."""
    barriers = [_log(story, *row[:4]) for row in BARRIERS]
    for place, voices in VOICES.items():
        for day, number in voices:
            _share(story, barriers[place], day, story.people[number])
    for place, day, step, due in STEPS:
        _promise(story, barriers[place], day, step, due)
    for barrier, (*_, until, how) in zip(barriers, BARRIERS, strict=True):
        if until:
            _knock_down(story, barrier, until, how or "")
    _celebrate(story, barriers[UNSUBSCRIBED])
    for level, day in CAME_UP:
        _come_up(story, barriers[PUNE], level, day)
    with happened(story.moment(182, 0)):
        barriers[TABLETS].hand_to(None, by=story.people[8])


def _log(story: Story, day: int, by: int, what: str, owner: int) -> Barrier:
    person, at = story.people[by], story.moment(day, 11)
    with happened(at):
        barrier = Barrier.log(
            person, uuid5(NAMESPACE_URL, what), what, story.people[owner], function=person.function
        )
    Barrier.objects.filter(pk=barrier.pk).update(logged_at=at, since=at)
    barrier.refresh_from_db()
    return barrier


def _share(story: Story, barrier: Barrier, day: int, person: Person) -> None:
    with happened(story.moment(day, 12)):
        barrier.say_me_too(person)
    barrier.voices.filter(person=person).update(at=story.moment(day, 12))


def _promise(story: Story, barrier: Barrier, day: int, step: str, due: int) -> None:
    """Have the owner say what is done next; the team is said along with it."""
    at, owner = story.moment(day, 15), barrier.owner or barrier.logged_by
    assert owner is not None  # noqa: S101 -- every barrier of the demo is logged with one
    said = {"next_step": step, "next_step_due": story.day(due)}
    if kind := TEAMS.get(_place(barrier)):
        said["team"] = Team.objects.get(programme=story.programme, kind=kind)
    if _place(barrier) == PUNE:
        said["milestone"] = Milestone.objects.filter(programme=story.programme).open().first()
    with happened(at):
        barrier.change(owner, barrier.revision, **said)
    Barrier.objects.filter(pk=barrier.pk).update(since=at)
    barrier.refresh_from_db()


def _place(barrier: Barrier) -> int:
    return [row[2] for row in BARRIERS].index(barrier.what)


def _knock_down(story: Story, barrier: Barrier, day: int, how: str) -> None:
    owner = barrier.owner or story.people[18]
    with happened(story.moment(day, 17)):
        barrier.knock_down(owner, how, [owner])
    Barrier.objects.filter(pk=barrier.pk).update(knocked_down_at=story.moment(day, 17))


def _celebrate(story: Story, barrier: Barrier) -> None:
    at = story.moment(141, 10)
    with happened(at):
        victory = celebrate(barrier, story.people[15])
    if victory:
        Victory.objects.filter(pk=victory.pk).update(logged_at=at)


def _come_up(story: Story, barrier: Barrier, level: Level, day: int) -> None:
    """Let the barrier come to a level; the mail about it was read long ago."""
    at, asked = story.moment(day, 10), {"barrier": barrier, "occasion": barrier.occasion}
    reached = Escalation.objects.create(**asked, level=level.value, at=at)
    rollout = Team.objects.get(programme=story.programme, kind=Team.Kind.ROLLOUT)
    chairs = Seat.objects.held().chairs().filter(team=rollout).select_related("person")
    owner = [barrier.owner] if barrier.owner else []
    people = owner if level is Level.OWNER else [seat.person for seat in chairs]
    reached.people.set(people)
    with happened(at):
        escalating.ask(barrier, level, people)
    Notice.objects.of(ASKED, f"{barrier.pk}.").withdraw()

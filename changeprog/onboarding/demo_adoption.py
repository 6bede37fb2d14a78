"""The demo's teams on their way: who is in them, who leads them on board, how far they are."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from changeprog.direction.models import Judgement
from changeprog.onboarding.models import Adoption, Stage
from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from changeprog.programme.models import Team
from teams.models import Seat


@dataclass(frozen=True)
class Way:
    """What happened to one team: who leads it, the day of its first trial, when it got where."""

    team: str
    lead: int
    starts: int
    invited: int
    words: str
    preparing: int | None = None


SEATS = [
    ("Pune sales office", 84, [5, 6, 10, 11]),
    ("Eleven service desks", 104, [2, 4, 9, 13, 19]),
]
"""Team, day, and who took a seat in it that day; each promised an hour a week."""

WAYS = [
    Way(
        "Pune sales office",
        lead=17,
        starts=88,
        invited=72,
        words="You answer the most enquiries of all of us, at night, and nobody sees it. We would "
        "like you to try first. Anita has our word that you may say stop.",
        preparing=79,
    ),
    Way(
        "Eleven service desks",
        lead=1,
        starts=148,
        invited=97,
        words="You know before anybody else what a customer needs. Begin with two tasks that you "
        "choose; Priya knows whom to ask.",
        preparing=121,
    ),
    Way(
        "Trade fair team",
        lead=8,
        starts=196,
        invited=133,
        words="The next show is in spring. What would you like to find on a tablet at the stand?",
        preparing=168,
    ),
    Way(
        "Field service, west",
        lead=20,
        starts=177,
        invited=164,
        words="Sales reads none of your notes because there are none. Let us change that together.",
    ),
]

SIZES = [
    ("Pune sales office", 75, 25, 13),
    ("Eleven service desks", 101, 50, 4),
    ("Trade fair team", 140, 5, 26),
]
"""Team, day, the share of its day that changes in per cent, and over how many weeks."""

NOT_YET = (171, "Key accounts, east", "Twelve people who keep their own lists, and know why.")
"""Day, name and purpose of a team whose turn has not come."""


def tell(story: Story) -> None:
    """Seat two teams, invite four, let three get ready, and judge how big it is for them."""
    for name, day, numbers in SEATS:
        for number in numbers:
            _seat(story, _team(story, name), day, number)
    for way in WAYS:
        _go(story, way)
    for name, day, share, weeks in SIZES:
        _judge(story, _team(story, name), day, share=share, weeks=weeks)
    day, name, purpose = NOT_YET
    with happened(story.moment(day)):
        Team.add(story.people[CHAMPION], uuid5(NAMESPACE_URL, name), name, purpose)


def _go(story: Story, way: Way) -> None:
    """Name lead and day, invite the team, and let it prepare."""
    by, team = story.people[CHAMPION], _team(story, way.team)
    lead, first = story.people[way.lead], story.day(way.starts)
    with happened(story.moment(way.invited, 8)):
        Adoption.of(team).arrange(by, Adoption.of(team).revision, lead, first)
    with happened(story.moment(way.invited)):
        Adoption.of(team).invite(by, way.words)
    if way.preparing:
        with happened(story.moment(way.preparing)):
            Adoption.of(team).move(lead, Stage.PREPARING)
    since, arranged = story.day(way.preparing or way.invited), story.moment(way.invited)
    Adoption.objects.filter(team=team).update(since=since, arranged_at=arranged)


def _judge(story: Story, team: Team, day: int, **size: int) -> None:
    """Judge how big the change is for ``team``."""
    key = uuid5(NAMESPACE_URL, f"size of {team}")
    with happened(story.moment(day)):
        made = Judgement.make(story.people[CHAMPION], key, team, **size)
    Judgement.objects.filter(pk=made.pk).update(at=story.moment(day))


def _team(story: Story, name: str) -> Team:
    teams = Team.objects.select_related("programme")
    return teams.get(programme=story.programme, name=name)


def _seat(story: Story, team: Team, day: int, number: int) -> None:
    person = story.people[number]
    with happened(story.moment(day)):
        seat = Seat.take(story.people[CHAMPION], team, person, hours=Decimal(1))
    Seat.objects.filter(pk=seat.pk).update(since=story.day(day))

"""The demo's teams: who sits where, who handed over, and what two chairs have agreed on."""

from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from changeprog.programme.models import Function, Team
from teams.models import CoChairAgreement, RequiredFunction, Seat
from teams.models.agreement import chairs_of

CORE = {
    "leadership": [
        (4, 18, "8", True), (4, 21, "6", True), (4, 7, "2", False), (6, 14, "3", False),
        (6, 10, "4", False), (9, 12, "4", False), (11, 15, "5", False),
    ],
    "design": [
        (10, 3, "8", True), (10, 16, "8", True), (12, 11, "6", False), (12, 2, "2", False),
        (14, 8, "4", False), (17, 5, "6", False),
    ],
    "rollout": [
        (20, 20, "6", True), (20, 6, "5", True), (22, 1, "4", False), (22, 14, "2", False),
        (25, 13, "6", False), (25, 17, "5", False),
    ],
}  # fmt: skip
"""Since which day, who, hours a week, whether they lead. Nobody from marketing is in Rollout."""

HANDED_OVER = ("rollout", 1, 4, 96)
"""Team, from whom, to whom, on which day."""

ADOPTING = [
    (70, "Pune sales office", "Handles its enquiries from start to finish in the CRM.", 17, "4"),
    (92, "Eleven service desks", "Sees open offers while a customer is on the phone.", 1, "6"),
    (128, "Trade fair team", "Answers fair contacts before they are back at their office.", 8, "3"),
    (160, "Field service, west", "Leaves a note after each visit that sales can use.", 20, "2"),
]
"""Day, name, purpose, who leads it, hours a week."""

COMMON = {
    "tension": "Whoever notices says “time out”. We take ten minutes, outside, before the next "
    "item.",
    "misunderstanding": "Each of us repeats what the other said until they say “that is it”.",
    "conflict": "We do not settle it in front of the team. If a night does not help, Margaret "
    "hears us both, and the team hears one answer.",
    "reach": "Phone before eight, message during the day, never by mail. What touches a customer "
    "cannot wait.",
}
EXPECTS = {
    18: "That you say no in the meeting, not afterwards. And that sales hears from you first why "
    "we send less.",
    21: "That you ask my regions before a date is on a slide. And that you tell me when I sell "
    "instead of listen.",
}


def tell(story: Story) -> None:
    """Seat three core teams with one gap, bring four teams on board, let two chairs agree."""
    for kind, seats in CORE.items():
        team = Team.objects.get(programme=story.programme, kind=kind)
        for day, number, hours, chair in seats:
            _give(story, team, day, number, hours, chair=chair)
    _require(story)
    _hand_over(story, *HANDED_OVER)
    for day, name, purpose, number, hours in ADOPTING:
        with happened(story.moment(day)):
            key = uuid5(NAMESPACE_URL, name)
            team = Team.add(story.people[CHAMPION], key, name, purpose)
        _give(story, team, day + 1, number, hours, chair=True)
    _agree(story)


def _give(  # noqa: PLR0913 -- what a seat is made of
    story: Story, team: Team, day: int, number: int, hours: str, *, chair: bool
) -> None:
    with happened(story.moment(day)):
        seat = Seat.take(
            story.people[CHAMPION],
            team,
            story.people[number],
            chair=chair,
            hours=Decimal(hours),
        )
    Seat.objects.filter(pk=seat.pk).update(since=story.day(day))


def _require(story: Story) -> None:
    """Require customer service where the solution is worked out."""
    team = Team.objects.get(programme=story.programme, kind=Team.Kind.DESIGN)
    service = Function.objects.get(programme=story.programme, name="Customer service")
    with happened(story.moment(10)):
        RequiredFunction.require(story.people[CHAMPION], team, [service])


def _hand_over(story: Story, kind: str, before: int, after: int, day: int) -> None:
    seat = Seat.objects.get(
        team__programme=story.programme, team__kind=kind, person=story.people[before]
    )
    with happened(story.moment(day)):
        following = seat.hand_over(story.people[CHAMPION], story.people[after])
    Seat.objects.filter(pk=seat.pk).update(until=story.day(day))
    Seat.objects.filter(pk=following.pk).update(since=story.day(day))


def _agree(story: Story) -> None:
    """Let the chairs of the leadership team write their agreement and confirm it."""
    team = Team.objects.get(programme=story.programme, kind=Team.Kind.LEADERSHIP)
    common = {**COMMON, "review_on": story.day(205)}
    chairs = {seat.person_id: seat for seat in chairs_of(team)}
    with happened(story.moment(130)):
        for number, words in EXPECTS.items():
            agreement = CoChairAgreement.of(team)
            seat = chairs[story.people[number].pk]
            agreement.write(seat, agreement.revision, words, **common)
        for seat in chairs.values():
            agreement.confirm(seat, agreement.revision)

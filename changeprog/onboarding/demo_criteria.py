"""The demo's criteria: a team that is nearly there, one that begins, and the programme's own."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from changeprog.direction.models import Objective
from changeprog.onboarding import criterion_starters
from changeprog.onboarding.models import Criterion, Evidence
from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from changeprog.programme.models import Team

PUNE, DESKS = "Pune sales office", "Eleven service desks"
BAND = "Share of contacts that we begin ourselves"
"""The objective whose figures tell for the whole programme; from 20 to 38 they are in band."""


@dataclass(frozen=True)
class Told:
    """One criterion: who accepts it, what shows it, on which day it was accepted and taken back."""

    team: str
    kind: Criterion.Kind
    statement: str
    acceptor: int
    shown: tuple[int, int, str] | None = None
    """Day, who, and in which words."""
    accepted: int | None = None
    taken_back: tuple[int, str] | None = None


Kind = Criterion.Kind
CRITERIA = [
    Told(
        PUNE,
        Kind.POLICY,
        "The handbook of the office says: every enquiry goes into the CRM, and nothing beside it",
        2,
        (158, 17, "Page 12 of the handbook, new since Monday. The old page is taken out."),
        160,
    ),
    Told(
        PUNE,
        Kind.OWNER,
        "Somebody in Pune answers for how enquiries are taken, by name and on the wall",
        2,
        (159, 5, "Lena Brandt, for a year. It hangs beside the kettle."),
        160,
    ),
    Told(
        PUNE,
        Kind.TRAINED,
        "Everybody of both shifts was shown it, and new colleagues are in their first week",
        17,
        (164, 10, "The late shift had its round on Thursday; the list has all 23 names."),
        166,
        (176, "Two colleagues who came back from leave were never shown."),
    ),
    Told(
        PUNE,
        Kind.OLD_WAY,
        "The shared list of enquiries can be read, and nobody can write in it",
        15,
        (179, 11, "Locked on Friday evening. Nobody has asked for the key."),
    ),
    Told(
        "",
        Kind.POLICY,
        "Bonuses of sales no longer count visits, but customers who come back",
        2,
        (161, 14, "Signed by the board; the letter went to all of sales."),
        168,
    ),
    Told("", Kind.OWNER, "After the programme, one vice president answers for the CRM", 14),
]
FIGURES = "We begin at most 38 of 100 contacts ourselves, and stay there for three months"


def tell(story: Story) -> None:
    """Agree on criteria, show some, accept some, take one back, and let a team begin."""
    days = range(140, 140 + len(CRITERIA))
    agreed = [_agree(story, told, day) for day, told in zip(days, CRITERIA, strict=True)]
    for criterion, told in zip(agreed, CRITERIA, strict=True):
        _go_on(story, criterion, told)
    _figures(story)
    with happened(story.moment(172)):
        team = _team(story, DESKS)
        criterion_starters.begin(
            story.people[CHAMPION], team, criterion_starters.usual(team), story.people[1]
        )


def _agree(story: Story, told: Told, day: int) -> Criterion:
    criterion = Criterion(
        programme=story.programme,
        team=_team(story, told.team) if told.team else None,
        key=uuid5(NAMESPACE_URL, told.statement),
        kind=told.kind,
        statement=told.statement,
        acceptor=story.people[told.acceptor],
        created_at=story.moment(day),
    )
    with happened(story.moment(day)):
        criterion.agree(story.people[CHAMPION])
    return criterion


def _go_on(story: Story, criterion: Criterion, told: Told) -> None:
    """Let it be shown, accepted and taken back, as far as it came."""
    if told.shown:
        _show(story, criterion, *told.shown)
    if told.accepted:
        _accept(story, criterion, told.accepted)
    if told.taken_back:
        on, why = told.taken_back
        with happened(story.moment(on)):
            criterion.take_back(story.people[told.acceptor], why)


def _show(story: Story, criterion: Criterion, day: int, who: int, words: str) -> None:
    evidence = Evidence(
        programme=story.programme,
        criterion=criterion,
        key=uuid5(NAMESPACE_URL, words),
        words=words,
        by=story.people[who],
        at=story.moment(day),
    )
    with happened(story.moment(day)):
        evidence.give()


def _accept(story: Story, criterion: Criterion, day: int) -> None:
    at, by = story.moment(day), criterion.acceptor
    assert by is not None  # noqa: S101 -- named in the chapter
    with happened(at):
        criterion.accept(by, criterion.revision)
    Criterion.objects.filter(pk=criterion.pk).update(accepted_at=at)


def _figures(story: Story) -> None:
    criterion = Criterion(
        programme=story.programme,
        key=uuid5(NAMESPACE_URL, FIGURES),
        kind=Kind.FIGURES,
        statement=FIGURES,
        acceptor=story.people[14],
        objective=Objective.objects.get(programme=story.programme, measure=BAND),
        low=Decimal(20),
        high=Decimal(38),
        created_at=story.moment(150),
    )
    with happened(story.moment(150)):
        criterion.agree(story.people[CHAMPION])


def _team(story: Story, name: str) -> Team:
    teams = Team.objects.select_related("programme")
    return teams.get(programme=story.programme, name=name)

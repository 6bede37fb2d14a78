"""What the sixth principle knows: which criteria are accepted, for the programme and its teams."""

from collections.abc import Mapping, Sequence

from django.db.models import Count, Q
from django.urls import reverse

from changeprog.direction.principles import Evidence, Kind, Moment, Step, register_evidence
from changeprog.direction.principles.catalogue import USUAL
from changeprog.direction.principles.rhythm import QUARTER
from changeprog.onboarding.criteria import Tally, standings
from changeprog.onboarding.models import Criterion
from changeprog.programme.models import Programme, Role, Team
from changeprog.programme.words import days


def accepted(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell what is accepted, of the programme and of each team, and what was claimed.

    Three queries, and one more where figures were accepted. While nothing was agreed, a programme
    younger than a quarter has nothing to tell.
    """
    page = reverse("onboarding:usual", args=[programme.key])
    known = tallies(programme)
    if not known:
        return [*_silence(moment, page), *_claim(programme, 0, known=False)]
    teams = Team.objects.filter(programme=programme).adopting().active().count()
    open_ones = sum(tally.all - tally.accepted for tally in known.values())
    return [
        *told_of(known, teams, page),
        *_slipped(programme, moment, page),
        *_claim(programme, open_ones, known=True),
    ]


def tallies(programme: Programme) -> dict[int | None, Tally]:
    """Return how many are accepted by the number of the team, the programme's under nothing."""
    done = Count("pk", filter=~Q(accepted_at=None))
    rows = Criterion.objects.filter(programme=programme).still().order_by()
    counted = rows.values_list("team").annotate(of=Count("pk"), done=done)
    return {team: Tally(of, done) for team, of, done in counted}


def told_of(known: Mapping[int | None, Tally], teams: int, page: str) -> list[Evidence]:
    """Return what is accepted of the programme and of its number of ``teams``."""
    found = [_of_programme(known.get(None, Tally()), page)]
    if teams:
        own = [tally for team, tally in known.items() if team is not None]
        found.append(_of_teams(own, teams, page))
    return found


def _of_programme(tally: Tally, page: str) -> Evidence:
    if not tally.all:
        agree = Step("Say what has to be true for the whole programme", page)
        return Evidence("Nothing is agreed for the whole programme", Kind.MISSING, page, agree)
    step = Step("See what is still to be accepted", page, Role.OBSERVER)
    noun = "criterion" if tally.all == 1 else "criteria"
    words = f"{tally.accepted} of {tally.all} {noun} of the whole programme accepted"
    kind = _kind(tally.accepted, tally.all)
    return Evidence(words, kind, page, None if kind is Kind.MET else step)


def _of_teams(own: Sequence[Tally], teams: int, page: str) -> Evidence:
    """Return what the teams say: all of them is met, something accepted in one is a start."""
    usual = sum(tally.usual for tally in own)
    begun = sum(tally.accepted for tally in own)
    kind = Kind.MET if usual == teams else _kind(min(begun, 1), 2)
    noun = "team is" if teams == 1 else "teams are"
    words = f"{usual} of {teams} adopting {noun} business as usual"
    step = Step("See what is still to be accepted in teams", page, Role.OBSERVER)
    return Evidence(words, kind, page, None if kind is Kind.MET else step)


def _slipped(programme: Programme, moment: Moment, page: str) -> list[Evidence]:
    """Tell of figures that were accepted and are not in their band any more."""
    figures = Criterion.objects.filter(programme=programme, kind=Criterion.Kind.FIGURES)
    left = sum(
        each.slipped for each in standings(figures.accepted().still().with_names(), moment.today)
    )
    if not left:
        return []
    words = f"{_things(left)} accepted by figures that are not in their band any more"
    step = Step("Look at the figures that left their band", page, Role.OBSERVER)
    return [Evidence(words, Kind.PARTLY, page, step)]


def _kind(some: int, of: int) -> Kind:
    if some == of:
        return Kind.MET
    return Kind.PARTLY if some else Kind.MISSING


def _things(count: int) -> str:
    return "One thing was" if count == 1 else f"{count} things were"


def _silence(moment: Moment, page: str) -> list[Evidence]:
    if moment.age <= QUARTER:
        return []
    words = f"In {days(moment.age)} nobody has said by what to tell that it is business as usual"
    return [Evidence(words, Kind.MISSING, page, Step("Say what has to be true", page))]


def _claim(programme: Programme, open_ones: int, *, known: bool) -> list[Evidence]:
    """Tell what the programme's status claims: a claim is no acceptance."""
    status = Programme.Status(programme.status)
    if status is Programme.Status.STOPPED:
        words = "The programme was stopped before it became business as usual"
        return [Evidence(words, Kind.MISSING)]
    if status is not Programme.Status.BUSINESS_AS_USUAL or (known and not open_ones):
        return []
    words = "The programme is called business as usual; nobody has accepted yet that it is"
    if known:
        words = f"The programme is called business as usual; {open_ones} of its criteria are open"
    return [Evidence(words, Kind.PARTLY)]


def register() -> None:
    """Tell the sixth principle."""
    verbs = ("criterion.", "evidence.", "objective.", "programme.", "team.")
    register_evidence(USUAL, accepted, *verbs)

"""How many have answered, and what the map cannot say while they are too few.

The rule applies to everything that a survey drew, while the survey runs and after it has closed:
of everybody who was asked about one relation (in any survey that was sent and not cancelled, and
who is still in the programme), fewer than ``ENOUGH`` per cent have answered at least once, and
there are ties on the map that came from these answers. Ties that came by hand or by import alone
are no sample that could be incomplete, so without ties from a survey there is nothing to hold back.

Why at all: who connects groups, and whom most people turn to, is read off the *missing* ties as
much as off those that are there, and these figures go wrong soon when answers are missing
(Elizabeth Costenbader, Thomas Valente, The stability of centrality measures when networks are
sampled, 2003).
So nobody is named a broker or an ambassador from such ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from changeprog.programme.models import Programme
from stakeholders.models import Relation, Respondent, Survey, Tie
from stakeholders.models.stakeholder import Origin

ENOUGH = 80
"""Per cent of those asked who have to answer: the share from which a few speak for the rest."""
UNSAID = (
    "Who connects groups: those who have not answered may be the ones who do.",
    "Whom most people turn to: the names that are missing may change the order.",
    "Whom an ambassador would reach, and who would stay unreached.",
)
"""What cannot be said while too few have answered."""


@dataclass(frozen=True)
class Response:
    """How many of those ``asked`` have ``answered``; ``name`` says which of them."""

    name: str
    asked: int
    answered: int

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that nothing is enough before it is."""
        return 100 * self.answered // self.asked if self.asked else 0

    @property
    def is_enough(self) -> bool:
        """Whether those who answered can speak for those who did not."""
        return bool(self.asked) and 100 * self.answered >= ENOUGH * self.asked

    @property
    def missing(self) -> int:
        """How many more answers make it enough."""
        return max(0, -(-ENOUGH * self.asked // 100) - self.answered)

    @property
    def words(self) -> str:
        """The response in words."""
        people = "1 person" if self.asked == 1 else f"{self.asked} people"
        return f"{self.answered} of {people} asked have answered ({self.percent} %)"


@dataclass(frozen=True)
class Incomplete:
    """That the map draws on surveys which too few have answered, one response a relation."""

    responses: tuple[Response, ...]
    relations: frozenset[str]
    """The relations whose ties name nobody a broker or an ambassador."""

    @property
    def words(self) -> str:
        """What is the matter, in a sentence or two."""
        told = "; ".join(f"{each.name.lower()}: {each.words}" for each in self.responses)
        return (
            f"The survey is not complete: {told}. Below {ENOUGH} % the map names no brokers and "
            "proposes no ambassadors from it."
        )

    @property
    def unsaid(self) -> Sequence[str]:
        """What cannot be said yet, a sentence each."""
        return UNSAID


def incomplete(programme: Programme) -> Incomplete | None:
    """Return what is missing on the map of ``programme`` for naming anybody; None if nothing is."""
    own = Tie.objects.filter(programme=programme, origin=Origin.SURVEY)
    drawn = set(own.order_by().values_list("relation", flat=True).distinct())
    low = [
        (relation, response)
        for relation, response in responses(programme)
        if relation in drawn and not response.is_enough
    ]
    if not low:
        return None
    return Incomplete(tuple(each for _, each in low), frozenset(relation for relation, _ in low))


def responses(programme: Programme) -> list[tuple[str, Response]]:
    """Return, for each relation that was asked about, how many answered at least once."""
    people = Respondent.objects.counting().filter(survey__programme=programme)
    replied = Q(answered_at__isnull=False)
    rows = (
        people.order_by()
        .values_list("survey__relation")
        .annotate(
            asked=Count("person", distinct=True),
            answered=Count("person", distinct=True, filter=replied),
        )
    )
    names = dict(Relation.choices)
    return [(relation, Response(names[relation], *counts)) for relation, *counts in sorted(rows)]


def by_function(survey: Survey) -> list[Response]:
    """Return the response of each function to one survey, and of those without one."""
    replied = Q(answered_at__isnull=False)
    rows = (
        survey.respondents.order_by()
        .values_list("person__function__name")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=replied))
    )
    told = [Response(name or "Without a function", *counts) for name, *counts in rows]
    return sorted(told, key=lambda each: each.name)


def of_all(parts: Sequence[Response]) -> Response:
    """Return the response of all parts together."""
    asked, answered = (sum(getattr(each, name) for each in parts) for name in ("asked", "answered"))
    return Response("Everybody asked", asked, answered)

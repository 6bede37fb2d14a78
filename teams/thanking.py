"""The thanks that somebody has been given lately, as their home page shows them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import now

from changeprog.programme.models import Person
from changeprog.programme.rooms import ProgrammeRegion
from teams.models import Thanks, Victory
from teams.naming import named

LATELY = timedelta(days=14)
SHOWN = 3
"""Victories for which thanks are shown."""


@dataclass(frozen=True)
class Gratitude:
    """A victory, and who said thank you for it: "Ana, Ben and 4 others"."""

    victory: Victory
    people: list[Person]

    @property
    def names(self) -> str:
        return named([person.name for person in self.people])


def given_to(person: Person) -> list[Gratitude]:
    """Return the newest thanks of the last two weeks for what ``person`` won, newest first."""
    recent = Thanks.objects.filter(at__gte=now() - LATELY)
    own = Victory.objects.filter(programme=person.programme_id).won_by(person)
    thanked = own.filter(pk__in=recent.values("victory")).prefetch_related(_with_people())
    found = [
        Gratitude(victory, [said.person for said in victory.thanks.all()]) for victory in thanked
    ]
    return sorted(found, key=_newest, reverse=True)[:SHOWN]


def thanks_for_me(person: Person) -> dict[str, Any]:
    """Return what the home page tells ``person`` alone."""
    return {"thanked": given_to(person)}


def _with_people() -> "Prefetch[str, QuerySet[Thanks], str]":
    return Prefetch("thanks", Thanks.objects.select_related("person").order_by("-at", "-pk"))


def _newest(found: Gratitude) -> Any:
    return next(iter(found.victory.thanks.all())).at


THANKS_FOR_ME = ProgrammeRegion(
    name="home-thanks",
    template="teams/_home_thanks.html",
    verbs=("victory.",),
    personal_context=thanks_for_me,
)

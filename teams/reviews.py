"""Which co-chair agreements ask for their review, and the one mail by which each chair hears it."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.models import Notice
from changeprog.communications.notices import tell
from changeprog.programme.models import Person, Role
from teams.models import CoChairAgreement
from teams.models.agreement import REVIEW

ASIDE = timedelta(days=1)
"""How far a day somewhere may be ahead of the day in UTC."""

Asked = tuple[CoChairAgreement, Person]


def due(moment: datetime) -> list[Asked]:
    """Return who was to be asked by ``moment``, and has not been told yet.

    A review is due from the beginning of its day by the clock of the person who is asked.
    """
    near = CoChairAgreement.objects.due((moment + ASIDE).date()).with_chairs()
    asked = [
        (agreement, seat.person)
        for agreement in near
        for seat in (agreement.first, agreement.second)
        if seat and _can_be_asked(seat.person) and _has_come(agreement, seat.person, moment)
    ]
    known = Notice.objects.of(REVIEW).filter(occasion__in=[each[0].occasion for each in asked])
    told = set(known.values_list("person", "occasion"))
    return [(each, person) for each, person in asked if (person.pk, each.occasion) not in told]


def ask_for_reviews() -> None:
    """Ask everybody who is due to be asked; each once for each day of a review."""
    for agreement, person in due(now()):
        team = agreement.team
        tell(
            person,
            REVIEW,
            agreement.occasion,
            text=f"Look at the agreement of the chairs of {team} again",
            detail="You both wanted to, from today on. Does it still say how you work?",
            path=reverse("teams:agreement", args=[team.programme.key, team.pk]),
        )


def _can_be_asked(person: Person) -> bool:
    """Whether a mail reaches them, and they may open the agreement: it is not for observers."""
    return bool(person.email) and person.may(Role.MEMBER)


def _has_come(agreement: CoChairAgreement, person: Person, moment: datetime) -> bool:
    day = agreement.review_on
    return day is not None and day <= moment.astimezone(person.zone).date()

"""Who has acknowledged what was agreed, who is still to be asked, and what is to be issued."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.audience import TAKES_PART
from changeprog.communications.models import Notice
from changeprog.communications.notices import tell
from changeprog.programme.models import Event, Person, Programme
from teams.models import Acknowledgement, AgreedSet, Meeting
from teams.models.agreed_set import NOTHING, content_of
from teams.models.voice import on_teams

SETTLING = timedelta(hours=1)
"""Changes outside a meeting are issued together, once nothing more has changed for so long."""
GRACE = timedelta(days=1)
"""After an edition was issued, people are asked by mail no sooner than this."""
KIND = "agreed_set.issued"

MATERIAL = (
    Q(verb__in=["rule.adopted", "procedure.agreed", "procedure.ended", "procedure.resumed"])
    | Q(verb="rule.withdrawn", facts__has_key="held")
    | Q(~Q(facts__has_key="word"), verb="procedure.changed")
)
"""Events that change what was agreed; the champion's word on a digest does not."""


@dataclass(frozen=True)
class Standing:
    """How the people on the teams stand to the edition in force."""

    acknowledged: list[Acknowledgement]
    missing: list[Person]

    @property
    def everybody(self) -> int:
        """How many people there are on the teams."""
        return len(self.acknowledged) + len(self.missing)


def standing(agreed: AgreedSet) -> Standing:
    """Return who on the teams has acknowledged ``agreed``, and who has not."""
    people = list(on_teams(agreed.programme).select_related("function"))
    said = {each.person_id: each for each in agreed.acknowledgements.all()}
    return Standing(
        [said[person.pk] for person in people if person.pk in said],
        [person for person in people if person.pk not in said],
    )


def has_changed(programme: Programme, newest: AgreedSet | None) -> bool:
    """Whether something else is agreed now than the ``newest`` edition says."""
    return content_of(programme) != (newest.content if newest else NOTHING)


def owed(at: datetime) -> list[Programme]:
    """Return the programmes in which an edition was due to be issued by the moment ``at``.

    What changed has settled, or a meeting has ended since; while one goes on, nothing is due.
    """
    events = Event.objects.filter(MATERIAL, programme=OuterRef("pk")).order_by("-at", "-pk")
    issued = AgreedSet.objects.filter(programme=OuterRef("pk")).order_by("-number")
    closed = Meeting.objects.closed().filter(programme=OuterRef("pk")).order_by("-closed_at")
    settled = Q(changed_at__lte=at - SETTLING)
    met = Q(met_at__gte=F("changed_at"), met_at__lte=at)
    candidates = (
        Programme.objects.filter(Programme.going_on())
        .annotate(
            changed_at=Subquery(events.values("at")[:1]),
            issued_at=Subquery(issued.values("issued_at")[:1]),
            met_at=Subquery(closed.values("closed_at")[:1]),
        )
        .filter(settled | met)
        .filter(Q(issued_at=None) | Q(issued_at__lt=F("changed_at")))
        .exclude(Exists(Meeting.objects.open().filter(programme=OuterRef("pk"))))
    )
    return [each for each in candidates if has_changed(each, AgreedSet.newest(each))]


def issue_due() -> None:
    """Issue every edition that is due."""
    for programme in owed(now()):
        AgreedSet.issue(programme, None)


def to_be_asked(at: datetime) -> list[tuple[AgreedSet, Person]]:
    """Return who was to be asked by ``at`` to acknowledge the edition in force, and was not.

    These are people on a team who can sign in and have not acknowledged it, each once an edition.
    """
    later = AgreedSet.objects.filter(programme=OuterRef("programme"), number__gt=OuterRef("number"))
    in_force = AgreedSet.objects.exclude(Exists(later)).select_related("programme")
    settled = in_force.filter(Programme.going_on("programme__"))
    return [
        (agreed, person)
        for agreed in settled.filter(issued_at__lte=at - GRACE)
        for person in _unasked(agreed, at)
    ]


def _unasked(agreed: AgreedSet, at: datetime) -> QuerySet[Person]:
    """Return the people on the teams, for a day at least, who neither know nor were asked."""
    said = Acknowledgement.objects.filter(agreed_set=agreed, person=OuterRef("pk"))
    asked = Notice.objects.of(KIND, agreed.occasion).filter(person=OuterRef("pk"))
    people = on_teams(agreed.programme).filter(TAKES_PART, user__isnull=False)
    settled = people.filter(seats__until=None, seats__since__lt=at.date()).distinct()
    return settled.exclude(Exists(said)).exclude(Exists(asked))


def ask_due() -> None:
    """Have everybody who is due to be asked told by mail, with their next morning's."""
    for agreed, person in to_be_asked(now()):
        tell(
            person,
            KIND,
            agreed.occasion,
            text="Please read and acknowledge what the teams have agreed",
            detail="Working rules and communication procedures: one page, one tap.",
            path=reverse("teams:agreed", args=[agreed.programme.key]),
        )


def withdraw_asking(agreed: AgreedSet, person: Person) -> None:
    """Ask ``person`` no longer, if the mail has not left yet."""
    Notice.objects.of(KIND, agreed.occasion).filter(person=person).withdraw()


def shown(viewer: Person) -> dict[str, Any]:
    """Return the edition in force as it concerns ``viewer``."""
    newest = AgreedSet.newest(viewer.programme)
    said = newest.acknowledgements.filter(person=viewer).first() if newest else None
    return {"agreed": newest, "said": said}

"""What communications tell of the map, as numbers only, and who among the readers carries it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q
from django.urls import reverse

from changeprog.communications import audience, digest
from changeprog.communications.digest import Line, Section, nothing
from changeprog.communications.models.terms import Topic
from changeprog.programme.models import Programme, Visibility
from stakeholders.models import Ambassador, Stakeholder

if TYPE_CHECKING:
    from changeprog.communications.models.terms import Terms


def ambassadors(terms: "Terms") -> Q:
    """Return the condition of the ambassadors, where a procedure reaches them."""
    if not terms.to_ambassadors:
        return Q(pk__in=[])
    own = Ambassador.objects.accepted().filter(programme=terms.programme_id)
    return Q(pk__in=own.values("person"))


def coverage(programme: Programme, _since: datetime, _until: datetime) -> list[Line]:
    """Tell those who work with the map how many have still to be won, and who helps: no names."""
    own = Stakeholder.objects.filter(programme=programme, person__removed_at=None)
    known = own.aggregate(all=Count("pk"), open=Count("pk", filter=Q(support__lt=F("needed"))))
    if not known["all"]:
        return []
    helping = Ambassador.objects.accepted().filter(programme=programme).count()
    people = "person has" if known["open"] == 1 else "people have"
    helpers = "ambassador has" if helping == 1 else "ambassadors have"
    path = reverse("stakeholders:map", args=[programme.key])
    return [
        Line(
            f"{known['open']} {people} still to be won, of {known['all']} on the map",
            f"{helping} {helpers} said yes",
            path,
            visibility=Visibility.FACILITATORS,
        )
    ]


def register() -> None:
    """Register it all."""
    digest.register(Section("map", "How far the map is covered", 50, coverage, Topic.MAP, nothing))
    audience.register(ambassadors)

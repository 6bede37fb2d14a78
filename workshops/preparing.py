"""What workshops show elsewhere: the road, home, search, the hours that they ask, the demo."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Q, Sum
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog import liveness
from changeprog.programme import demo, home, search
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion
from changeprog.programme.search import Finder, Hit, Words
from teams import asked_hours
from teams.asked_hours import AskedHours
from teams.commitment import in_hours
from workshops.models import Participant, Workshop, WorkshopMail

SOON = timedelta(days=14)
"""The home page shows a workshop that begins within this time."""
ASKED = (Participant.State.INVITED, Participant.State.IN)


def coming(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the workshop that is going on, or the next one that begins soon."""
    ahead = Workshop.objects.filter(programme=programme).ahead()
    near = ahead.filter(Q(status=Workshop.Status.OPEN) | Q(starts_at__lt=now() + SOON))
    found = near.select_related("facilitator").first()
    return {"workshop": found, "day": localdate(found.starts_at) if found else None}


COMING = ProgrammeRegion("home-workshop", "workshops/_home.html", ("workshop.",), coming)


def has_committed(programme: Programme) -> Exists:
    """Ask whether a workshop has been held, or is going on."""
    known = Q(status__in=[Workshop.Status.OPEN, Workshop.Status.CLOSED])
    return Exists(Workshop.objects.filter(known, programme=programme))


def find_workshops(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find workshops by their name and what they are for."""
    rows = Workshop.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.title, found.get_absolute_url(), found.get_status_display())
        for found in words.among(rows, "title", "purpose")
    ]


def hours(programme: Programme, weeks: Sequence[date]) -> Iterable[AskedHours]:
    """Yield the minutes of workshops' agendas: of who is invited or came."""
    zone, key = asked_hours.zone_of(programme), programme.key
    near = Workshop.objects.filter(
        programme=programme,
        starts_at__date__gte=weeks[0] - timedelta(days=1),
        starts_at__date__lte=weeks[-1] + timedelta(days=7),
    ).exclude(status=Workshop.Status.CANCELLED)
    rows = Participant.objects.filter(workshop__in=near, person__isnull=False, state__in=ASKED)
    timed = rows.annotate(minutes=Sum("workshop__activities__minutes"))
    row: Any
    for row in timed.select_related("workshop"):
        if row.person_id is not None:
            yield AskedHours(
                person=row.person_id,
                day=localdate(row.workshop.starts_at, zone),
                hours=in_hours(row.minutes or 0),
                title=row.workshop.title,
                address=reverse("workshops:workshop", args=[key, row.workshop_id]),
                move=reverse("workshops:change", args=[key, row.workshop_id]),
            )


def wait_for_the_post(since: Any) -> bool:
    """Whether a mail about a coming workshop could have been sent by then and was not."""
    return WorkshopMail.objects.ready(since).filter(workshop__starts_at__gt=now()).exists()


def register() -> None:
    """Register it all."""
    home.register(home.Panel(14, COMING))
    home.register_step(
        home.Step(
            order=49,
            label="Hold the commitment workshop",
            help="Those who decide say where it leads, where each of them stands, and what they "
            "will do themselves.",
            action="Plan or open the workshop",
            url_name="workshops:workshops",
            taken=has_committed,
        )
    )
    search.register(Finder(58, "Workshops", "presentation", find_workshops))
    asked_hours.register(hours)
    liveness.register("workshops", wait_for_the_post)
    demo.register(50, "workshops.demo_workshop.begin")
    demo.register(59, "workshops.demo_workshop.end")

"""What was published shows elsewhere: where it came from, the digest, evidence for principles."""

from datetime import datetime

from django.db.models import Count, Model, Q
from django.urls import reverse

from changeprog.communications import digest
from changeprog.communications.digest import Line, Section
from changeprog.communications.models.terms import Topic
from changeprog.direction.principles import Evidence, Kind, Moment, Step, register_evidence
from changeprog.direction.principles.catalogue import DIRECTION
from changeprog.direction.principles.leadership import leads, most
from changeprog.programme import demo, origins
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.origins import Origin
from workshops import record_chapters, record_rounds
from workshops.models import Note, Output, Participant, Workshop
from workshops.record_chapters import came_from
from workshops.record_reading import may_read


def origin(subject: Model, reader: Person) -> list[Origin]:
    """Tell from which workshops ``subject`` came; the link is for those who may read the record."""
    rows = Output.objects.of_made(subject).select_related("activity").prefetch_related("source")
    return [_origin(output, reader) for output in rows]


def _origin(output: Output, reader: Person) -> Origin:
    workshop = output.workshop
    page = reverse("workshops:record", args=[workshop.programme.key, workshop.pk])
    name = f"Workshop “{workshop.title}”"
    if not may_read(workshop, reader):
        return Origin(name, came_from(output))
    return Origin(name, _way(output), page)


def _way(output: Output) -> str:
    """Say from which part, and in which words that the room saw."""
    part = came_from(output)
    said = output.source if isinstance(output.source, Note) else None
    return f"{part}: “{said.text}”" if said and said.text != output.words else part


def agreed(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell what workshops brought to the programme in the window, by workshop."""
    rows = Output.objects.filter(programme=programme, at__gte=since, at__lt=until)
    lines = []
    for output in rows.select_related("workshop", "activity", "round").prefetch_related("made"):
        url = getattr(output.made, "get_absolute_url", None)
        detail = f"{output.get_kind_display()}, agreed in “{output.workshop.title}”"
        lines.append(Line(output.words, detail, url() if url else ""))
    return lines


AGREED = Section("agreed", "What was agreed", 14, agreed, Topic.WORKSHOPS)


def came(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell how many of senior management were at the last workshop themselves."""
    last = Workshop.objects.filter(programme=programme, status="closed").order_by("-closed_at")
    found = last.first()
    if found is None:
        return []
    asked = found.participants.filter(leads("person__")).exclude(state="removed")
    here = Q(state=Participant.State.IN)
    count = asked.aggregate(all=Count("pk"), here=Count("pk", filter=here))
    page = reverse("workshops:workshop", args=[programme.key, found.pk])
    workshops = reverse("workshops:workshops", args=[programme.key])
    step = Step("Ask those who decide to come to the next workshop", workshops, Role.OBSERVER)
    if not count["all"]:
        words = "Nobody of senior management was asked to the last workshop"
        return [Evidence(words, Kind.MISSING, page, step)]
    words = f"{count['here']} of {count['all']} in senior management were at the last workshop"
    kind = most(count["here"], count["all"])
    return [Evidence(words, kind, page, None if kind is Kind.MET else step)]


def register() -> None:
    """Register it all."""
    record_chapters.register()
    record_rounds.register()
    origins.register(origin)
    digest.register(AGREED)
    register_evidence(DIRECTION, came, "workshop.closed", "workshop.resumed", "participant.")
    demo.register(60, "workshops.demo_publishing.tell")

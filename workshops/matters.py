"""What of workshops may matter most on the home page: going on, soon, asked of me, promised."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now

from changeprog.programme import headline, words
from changeprog.programme.headline import Matter, Source, Weight, quoted
from changeprog.programme.models import Person
from workshops.models import Commitment, FollowUp, Participant, Workshop

SOON = timedelta(days=3)
"""A workshop is said so far ahead to whoever leads it or is invited."""
NEAR = timedelta(days=3)
"""A commitment is said so long before its day."""
COMES = (Participant.State.INVITED, Participant.State.IN)


def coming(person: Person) -> Combinable:
    """Ask for the workshop that is going on, or begins soon with the viewer."""
    comes = Q(pk__in=Participant.objects.filter(person=person, state__in=COMES).values("workshop"))
    leads = Q(facilitator=person) | Q(cofacilitator=person)
    rows = Workshop.objects.filter(programme=person.programme_id).ahead()
    near = rows.filter(Q(status=Workshop.Status.OPEN) | Q(starts_at__lt=now() + SOON))
    shown = {"status": "status", "at": "starts_at", "title": "title"}
    charged = {"leader": "facilitator_id", "helper": "cofacilitator_id"}
    return headline.one_of(near.filter(comes | leads), pk="pk", **shown, **charged)


def say_coming(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that it is going on, or when it begins; not of one that nobody opened.

    It leads into the room: those who facilitate to the controls, everybody else to their questions.
    """
    at, leads = localtime(datetime.fromisoformat(found["at"])), found["leader"] == person.pk
    here, title = [person.programme.key, found["pk"]], quoted(found["title"])
    if found["status"] == Workshop.Status.OPEN:
        sentence = f"You lead {title}: it is going on." if leads else f"{title} is going on."
        charged = leads or found["helper"] == person.pk
        url = reverse("workshops:lead" if charged else "workshop_room:room", args=here)
        yield Matter(Weight.NOW, sentence, url, "presentation")
    elif at > localtime():
        url = reverse("workshops:workshop", args=here)
        when = f"{words.away(at.date(), localdate())} at {date_format(at, 'H:i')}"
        sentence = f"You lead {title} {when}." if leads else f"{title} is {when}."
        yield Matter(Weight.SOON, sentence, url, "presentation")


def question(person: Person) -> Combinable:
    """Ask for the follow-up that waits for the viewer."""
    rows = FollowUp.objects.asked_of(person).waiting()
    return headline.one_of(rows, pk="pk", title="workshop__title")


def say_question(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Ask where the viewer stands today."""
    url = reverse("workshops:follow_up", args=[person.programme.key, found["pk"]])
    sentence = f"Where do you stand today? You are asked about {quoted(found['title'])}."
    yield Matter(Weight.ASKED, sentence, url, "circle-question-mark", "It takes half a minute.")


def commitment(person: Person) -> Combinable:
    """Ask for what the viewer promised that is due, late or soon."""
    own = Commitment.objects.promised_by(person).filter(programme=person.programme_id)
    near = own.standing().filter(due__lte=localdate() + NEAR)
    return headline.one_of(near, pk="pk", text="text", due="due")


def say_commitment(found: dict[str, Any], person: Person) -> Iterable[Matter]:
    """Say that what the viewer promised is due, or late."""
    due, today = date.fromisoformat(found["due"]), localdate()
    weight = Weight.LATE if due < today else Weight.SOON
    url = reverse("workshops:commitment", args=[person.programme.key, found["pk"]])
    sentence = f"You promised {quoted(found['text'])}: it is {words.due(due, today)}."
    yield Matter(weight, sentence, url, "handshake", days=(today - due).days)


def register() -> None:
    """Have it said first on the home page, if it matters most."""
    headline.register(
        Source("workshop", coming, say_coming, ("workshop.", "participant.")),
        Source("follow_up", question, say_question, ("follow_up.", "workshop.closed")),
        Source("commitment", commitment, say_commitment, ("commitment.", "follow_up.")),
    )

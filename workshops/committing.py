"""Commitments in the room: written on each device, read out one after another, witnessed, signed.

The room sees a commitment from the moment when it is read out. Until then, and of those who do not
commit, it sees nothing but how many have written one.
"""

from typing import Any

from django.db.models import Count, Q, Sum
from django.template.loader import render_to_string

from changeprog.programme import home, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme
from changeprog.programme.rooms import ProgrammeRegion
from changeprog.programme.search import Finder, Hit, Words
from workshops import kinds, record, revisions
from workshops.forms.committing import CommitmentForm, DeclineForm, ServingForm
from workshops.kinds import FACILITATOR, PARTICIPANT, Kind
from workshops.models import (
    Activity,
    ActivityKind,
    Commitment,
    FollowUp,
    Participant,
    Witness,
    Workshop,
)

PROMISED = 6
"""Commitments and open questions that home shows."""


def outcomes(workshop: Workshop) -> list[Commitment]:
    """Return the commitments for the record: those the room heard, and once it is over all signed.

    What is written and neither heard nor signed belongs to whoever wrote it.
    """
    known = Q(heard_at__isnull=False)
    if not workshop.is_open:
        known |= Q(signed_at__isnull=False)
    made = Commitment.objects.made().filter(known, workshop=workshop)
    return list(made.with_names().order_by("participant__name", "pk"))


def chapter_rows(workshop: Workshop) -> list[record.Row]:
    """Return the commitments for the record, with who witnessed them."""
    return [
        {
            "Who": each.participant.name,
            "Will": each.text,
            "By": each.due or "",
            "Signed": "yes" if each.signed_at else "not yet",
            "Witnessed by": ", ".join(one.participant.name for one in each.witnesses.all()),
        }
        for each in outcomes(workshop)
    ]


def stage(activity: Activity, audience: str) -> str:
    """Show what a commitment is, and to participants the forms."""
    for_phone = audience == PARTICIPANT
    context = {
        "workshop": activity.workshop,
        "programme": activity.programme,
        "form": CommitmentForm(auto_id="commit_%s") if for_phone else None,
        "decline": DeclineForm(auto_id="decline_%s") if for_phone else None,
        "audience": audience,
    }
    return render_to_string("workshops/commit/_stage.html", context)


def progress(activity: Activity, audience: str) -> str:
    """Show the commitment that is read out, and those that were; who leads sees who is next."""
    workshop = activity.workshop
    made = list(Commitment.objects.made().filter(workshop=workshop).with_names().order_by("pk"))
    heard = sorted(
        (each for each in made if each.heard_at), key=lambda each: (each.heard_at, each.pk)
    )
    reading = next((each for each in made if each.reading), None)
    context = {
        "workshop": workshop,
        "programme": activity.programme,
        "written": len(made),
        "signed": sum(each.signed_at is not None for each in made),
        "there": workshop.participants.arrived().count(),
        "reading": reading,
        "heard": [each for each in heard if each != reading],
        "unread": [each for each in made if not each.heard_at],
        "next": next((each for each in made if not each.heard_at), None),
        "audience": audience,
    }
    template = "_reading" if audience == FACILITATOR else "_heard"
    return render_to_string(f"workshops/commit/{template}.html", context)


def mine(activity: Activity, participant: Participant) -> str:
    """Show a participant their own commitment, and which ones they witness."""
    own = Commitment.objects.filter(participant=participant).with_names().first()
    witnessed = Witness.objects.filter(participant=participant)
    said = {"text": own.text, "due": own.due} if own and own.text else {}
    context = {
        "own": own,
        "form": CommitmentForm(initial=said, auto_id="own_commit_%s"),
        "decline": DeclineForm(auto_id="own_decline_%s"),
        "serving": _serving(own) if own and own.text and participant.person_id else None,
        "witnessed": witnessed.select_related("commitment__participant"),
        "workshop": activity.workshop,
        "programme": activity.programme,
    }
    return render_to_string("workshops/commit/_mine.html", context)


def _serving(own: Commitment) -> ServingForm:
    """Return the question which objective it serves."""
    first = {"objective": own.objective_id}
    return ServingForm(initial=first, auto_id="serving_%s", programme=own.programme)


def revision(number: int) -> str:
    """Return a text that differs after every change of a commitment or its witnesses."""
    rows = Commitment.objects.filter(workshop=number)
    counts = rows.aggregate(Count("pk"), Sum("changes"))
    witnesses = Witness.objects.filter(commitment__workshop=number)
    return f"{counts}{witnesses.aggregate(Count('pk'), Sum('pk'))}"


def promised(person: Person) -> dict[str, Any]:
    """Return what ``person`` has signed in workshops, and the questions that wait for them."""
    own = Commitment.objects.promised_by(person).filter(programme=person.programme_id)
    return {
        "commitments": list(own.standing()[:PROMISED]),
        "questions": list(FollowUp.objects.asked_of(person).waiting()[:PROMISED]),
    }


HOME = ProgrammeRegion(
    name="home-commitments",
    template="workshops/commit/_home.html",
    verbs=("commitment.", "follow_up.", "workshop.closed"),
    personal_context=promised,
)


def find_own(programme: Programme, person: Person, words: Words) -> list[Hit]:
    """Find one's own commitments."""
    own = Commitment.objects.promised_by(person).filter(programme=programme)
    return [
        Hit(found.text, found.get_absolute_url(), found.workshop.title)
        for found in words.among(own, "text")
    ]


def register() -> None:
    """Make the kind known, with its verbs, its panel on home and what can be found of it."""
    revisions.register(revision)
    record.register(record.Chapter(60, "commitments", "Commitments", chapter_rows))
    journal.register(
        Verb("commitment.signed", "signed a commitment"),
        Verb("commitment.unsigned", "took the signature under a commitment back"),
    )
    home.register(home.Panel(59, HOME))
    search.register(Finder(45, "My commitments", "handshake", find_own))
    kinds.register(
        Kind(
            name=ActivityKind.COMMIT,
            icon="handshake",
            stage=stage,
            verbs=(),
            progress=progress,
            progress_verbs=("commitment.", "participant."),
            mine=mine,
        )
    )

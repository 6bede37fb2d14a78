"""Parking: what people fear to lose or want to win, and the questions that nobody dares to ask.

What is parked in the lot for all to see is a part of the activity. What was said to the facilitator
alone is in a panel of the leading page, which is drawn for one person at a time, at any activity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.template.loader import render_to_string
from django.utils.timezone import now

from changeprog.programme.models import Person
from changeprog.programme.object_rooms import ObjectRegion
from teams.models import Barrier, EscalationRule
from workshops import closing, kinds, record, revisions, room, rule_parking
from workshops.confidence import in_charge
from workshops.forms.parking import PointForm, QuestionForm
from workshops.kinds import PARTICIPANT, Kind
from workshops.models import (
    Activity,
    ActivityKind,
    Commitment,
    HardQuestion,
    ParkedRule,
    Participant,
    PointOfView,
    Workshop,
)

MOST_BARRIERS = 5
"""Stale barriers that the panel names."""


@dataclass(frozen=True)
class Placed:
    """What a point of view becomes in the programme: only the facilitator's words for it."""

    point: PointOfView
    text: str
    is_barrier: bool
    """Otherwise it is an action."""


def outcomes(workshop: Workshop) -> list[Placed]:
    """Return the points of view that go on as a barrier or an action, in no telling order."""
    onward = [PointOfView.Placed.BARRIER, PointOfView.Placed.ACTION]
    points = workshop.points_of_view.filter(placed__in=onward).order_by("key")
    return [
        Placed(point, point.word, point.placed == PointOfView.Placed.BARRIER) for point in points
    ]


def blockers(workshop: Workshop) -> list[str]:
    """Say that points of view have to be placed, without a word of them."""
    count = PointOfView.objects.to_place().filter(workshop=workshop).count()
    if not count:
        return []
    points = "1 point of view is" if count == 1 else f"{count} points of view are"
    return [f"{points} still open: the facilitator says what becomes of it."]


def lot(workshop: Workshop) -> list[dict[str, Any]]:
    """Return what is in the parking lot, with a name only where the author gave it."""
    points = PointOfView.objects.shared().with_names().filter(workshop=workshop)
    return [
        {
            "side": point.get_side_display(),
            "is_fear": point.side == PointOfView.Side.FEAR,
            "text": point.text,
            "name": point.participant.name if point.is_named else "",
            "state": point.state,
            "state_name": point.get_state_display(),
        }
        for point in points
    ]


def chapter_rows(workshop: Workshop) -> list[record.Row]:
    """Return the parking lot for the record: what was parked for all to see, and nothing else."""
    return [
        {
            "What": point["text"],
            "About": point["side"],
            "Said by": point["name"] or "without a name",
            "State": point["state_name"],
        }
        for point in lot(workshop)
    ]


def question_rows(workshop: Workshop) -> list[record.Row]:
    """Return the questions that were put to the room, as the facilitator put them."""
    put = HardQuestion.objects.was_put().filter(workshop=workshop)
    return [{"Asked of the room": question.words} for question in put]


def stage(activity: Activity, audience: str) -> str:
    """Show what parking is for, and to participants the form."""
    context = {
        "activity": activity,
        "workshop": activity.workshop,
        "programme": activity.programme,
        "form": PointForm(auto_id="park_%s") if audience == PARTICIPANT else None,
        "audience": audience,
    }
    return render_to_string("workshops/park/_stage.html", context)


def progress(activity: Activity, audience: str) -> str:
    """Show the parking lot."""
    context = {"lot": lot(activity.workshop), "audience": audience}
    return render_to_string("workshops/park/_lot.html", context)


def mine(activity: Activity, participant: Participant) -> str:
    """Show a participant what they have parked, wherever, each to be changed or taken back."""
    rows = [
        {"point": point, "form": _editing(point) if point.is_to_place else None}
        for point in participant.points_of_view.all()
    ]
    context = {"rows": rows, "workshop": activity.workshop, "programme": activity.programme}
    return render_to_string("workshops/park/_mine.html", context)


def _editing(point: PointOfView) -> PointForm:
    said = {"side": point.side, "text": point.text, "lot": point.lot}
    return PointForm(initial=said, auto_id=f"point_{point.pk}_%s")


def wall(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return the question that is put to the room, as the facilitator's own."""
    put = HardQuestion.objects.on_the_wall().filter(workshop=workshop).first()
    return {"workshop": workshop, "put": put if workshop.is_open else None, "audience": seen_as}


def asking(workshop: Workshop, seen_as: str) -> dict[str, Any]:
    """Return the form by which anybody in the room sends a question without a name."""
    form = QuestionForm(auto_id="ask_%s") if workshop.is_open else None
    return {"workshop": workshop, "form": form, "audience": seen_as}


def panel(workshop: Workshop, person: Person) -> dict[str, Any]:
    """Return what was said in confidence, to those in charge; to others who they are."""
    if not in_charge(workshop, person):
        return {"workshop": workshop, "in_charge": False}
    points = list(workshop.points_of_view.with_names())
    stale = stale_barriers(workshop)
    return {
        "workshop": workshop,
        "in_charge": True,
        "to_place": [point for point in points if point.is_to_place],
        "placed": [point for point in points if not point.is_to_place],
        "states": PointOfView.State.choices,
        "places": PointOfView.Placed.choices[1:],
        "questions": workshop.hard_questions.exclude(state=HardQuestion.State.DONE),
        "form": QuestionForm(auto_id="own_%s"),
        "rules": rule_parking.parked_in(workshop, person),
        "declined": Commitment.objects.declined().filter(workshop=workshop).with_names(),
        "barriers": stale[:MOST_BARRIERS],
        "stale": len(stale),
    }


def stale_barriers(workshop: Workshop) -> Sequence[Barrier]:
    """Return the barriers that nobody could move, which are to be spoken about here."""
    programme = workshop.programme
    rows = Barrier.objects.filter(programme=programme)
    return list(rows.stale(EscalationRule.of(programme), now()).select_related("owner"))


def revision(number: int) -> str:
    """Return a text that differs after every change of what is parked or asked."""
    points = PointOfView.objects.filter(workshop=number).aggregate(Count("pk"), Sum("changes"))
    questions = HardQuestion.objects.filter(workshop=number)
    states = questions.values_list("state").annotate(Count("pk")).order_by("state")
    put = questions.on_the_wall().values_list("pk", "words").first()
    rules = ParkedRule.objects.filter(workshop=number).aggregate(Count("pk"), Count("spoken_at"))
    return f"{points}{list(states)}{put}{rules}"


def register() -> None:
    """Make the kind known, and put the panel and the question on the wall onto the live pages."""
    revisions.register(revision)
    closing.register(blockers)
    record.register(
        record.Chapter(30, "parking_lot", "Parking lot", chapter_rows),
        record.Chapter(35, "questions", "Questions put to the room", question_rows),
    )
    kinds.register(
        Kind(
            name=ActivityKind.PARK,
            icon="square-parking",
            stage=stage,
            verbs=(),
            progress=progress,
            progress_verbs=("point.shared",),
            mine=mine,
        )
    )


def add_regions() -> None:
    """Add the regions that are shown at every activity, once the rooms are there."""
    asked = ("workshop.", "question.put")
    question = ObjectRegion("workshop-question", "workshops/park/_question.html", asked, wall)
    for each in room.ROOMS:
        each.add(question)
    ask = ObjectRegion("workshop-ask", "workshops/park/_ask.html", ("workshop.",), asking)
    room.PHONE.add(ask)
    verbs = ("workshop.", "point.", "question.", "commitment.", "barrier.")
    template = "workshops/park/_panel.html"
    room.ROOM.add(ObjectRegion("workshop-parking", template, verbs, personal_context=panel))

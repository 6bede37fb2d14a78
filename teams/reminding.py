"""What teams remind people of: actions, next steps of barriers, reviews of agreements."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import DateTimeField, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from changeprog.communications import reminders
from changeprog.communications.reminders import Kind, Leaders, Thing
from changeprog.programme.models import Event, Person, Team, Visibility
from teams.models import Action, Barrier, CoChairAgreement, Seat
from teams.models.agreement import REVIEW

ROLLOUT = Team.Kind.ROLLOUT


def last_change(model: type[Model], verb: str, **facts: object) -> Subquery:
    """Return when an event of ``verb`` last told of such facts, of each row of ``model``."""
    events = Event.objects.filter(
        verb=verb,
        subject_type__app_label=model._meta.app_label,  # noqa: SLF001 -- Django's documented name
        subject_type__model=model._meta.model_name,  # noqa: SLF001
        subject_id=OuterRef("pk"),
        **facts,
    )
    return Subquery(events.order_by("-at").values("at")[:1], output_field=DateTimeField())


def actions(last: date) -> Iterator[Thing]:
    """Return every action that is still to be done by ``last``; one query."""
    moved = last_change(Action, "action.changed", facts__changes__has_key="due")
    waiting = Action.objects.open().filter(due__lte=last)
    known: QuerySet[Any] = waiting.annotate(known_since=Coalesce(moved, "agreed_at"))
    for each in known.select_related("programme", "owner"):
        yield Thing(
            number=each.pk,
            programme=each.programme,
            due=each.due,
            title=each.text,
            path=each.get_absolute_url(),
            known_since=each.known_since,
            owners=(each.owner,) if each.owner else (),
        )


def next_steps(last: date) -> Iterator[Thing]:
    """Return the next step of every standing barrier that somebody owns; one query."""
    moved = last_change(Barrier, "barrier.changed", facts__changes__has_key="next_step_due")
    standing = Barrier.objects.standing().filter(next_step_due__lte=last, owner__removed_at=None)
    known: QuerySet[Any] = standing.exclude(owner=None).annotate(
        known_since=Greatest(Coalesce(moved, "logged_at"), "since")
    )
    for each in known.select_related("programme", "owner"):
        yield Thing(
            number=each.pk,
            programme=each.programme,
            due=each.next_step_due,
            title=f"{each.next_step} ({each.what})",
            path=each.get_absolute_url(),
            known_since=each.known_since,
            owners=(each.owner,),
            team=each.team_id,
        )


def reviews(last: date) -> Iterator[Thing]:
    """Return every agreement of two chairs that asks for its review; one query."""
    due = CoChairAgreement.objects.due(last).with_chairs()
    known: QuerySet[Any] = due.annotate(known_since=last_written())
    for each in known:
        programme = each.team.programme
        yield Thing(
            number=each.pk,
            programme=programme,
            due=each.review_on,
            title=str(each.team),
            path=reverse("teams:agreement", args=[programme.key, each.team_id]),
            known_since=each.known_since,
            owners=tuple(seat.person for seat in (each.first, each.second)),
            visibility=Visibility.MEMBERS,
        )


def last_written() -> Coalesce:
    """Return when the agreement of a team was last written, as the journal tells of the team."""
    events = Event.objects.filter(
        verb="agreement.changed",
        subject_type__app_label="programme",
        subject_type__model="team",
        subject_id=OuterRef("team"),
    )
    newest = Subquery(events.order_by("-at").values("at")[:1])
    return Coalesce(newest, F("team__programme__created_at"))


def chairs(programmes: Collection[int]) -> Leaders:
    """Return who chairs each team of these programmes, and under no team the rollout's."""
    known: dict[tuple[int, int | None], list[Person]] = defaultdict(list)
    seats = Seat.objects.held().chairs().filter(team__programme__in=programmes)
    for seat in seats.select_related("team", "person").order_by("pk"):
        known[seat.team.programme_id, seat.team_id].append(seat.person)
        if seat.team.kind == ROLLOUT:
            known[seat.team.programme_id, None].append(seat.person)
    return known


def register() -> None:
    """Have people reminded; a next step that is late goes up instead (``teams.escalating``)."""
    reminders.register_chairs(chairs)
    reminders.register(
        Kind(
            name="action.due",
            noun="action",
            title="Actions of meetings",
            due_by=actions,
            ask="You took it on: say that it is done, or agree on another day.",
        ),
        Kind(
            name="next_step.due",
            noun="barrier",
            title="Next steps of barriers",
            due_by=next_steps,
            ask="You own the barrier: take the step, or say what is done instead and by when.",
            offsets=(1, 0),
            weekly_while_late=False,
        ),
        Kind(
            name=REVIEW,
            noun="agreement",
            title="Reviews of the agreements of chairs",
            due_by=reviews,
            line="Look at the agreement of the chairs of {title} again: {day}",
            ask="You both wanted to. Does it still say how you work?",
            offsets=(7, 0),
            alone=True,
        ),
    )

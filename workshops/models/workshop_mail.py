"""Mails about a workshop: one to each person for each version of what stands in their calendar."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from changeprog.communications.models.posting import Posting, PostingQuerySet, State, message_id
from changeprog.programme.models import Person, Programme
from workshops.models.participant import Participant
from workshops.models.workshop import Workshop

HANDED_OVER = (State.SENT, State.SENDING)


def new_message_id() -> str:
    """Return the Message-ID of a mail about a workshop."""
    return message_id("workshop")


class WorkshopMailQuerySet(PostingQuerySet["WorkshopMail"]):
    def overtaken(self) -> Self:
        """No longer the newest to its person."""
        newer = WorkshopMail.objects.filter(
            workshop=OuterRef("workshop"),
            person=OuterRef("person"),
            sequence__gt=OuterRef("sequence"),
        )
        return self.filter(models.Exists(newer))

    def handed_over(self) -> Self:
        """What has left, or may have."""
        return self.filter(state__in=HANDED_OVER)


class WorkshopMail(Posting):
    """What one person is told of a workshop: that it takes place as in ``version``, or does not.

    ``sequence`` counts what this person has been told, because somebody may be invited, taken off
    the list and invited again while the workshop itself stays as it is; the calendar that gets it
    takes the highest for the newest (RFC 5546, 2.1.5).
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="workshop_mails")
    version = models.PositiveIntegerField()
    cancels = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField()
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)

    objects = WorkshopMailQuerySet.as_manager()

    class Meta:
        ordering = ["workshop", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "person", "sequence"], name="workshop_mail_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop} → {self.person}"

    @classmethod
    def owe(cls, at: datetime) -> None:
        """Make a row for everybody whose calendar does not hold what is true of what is ahead.

        A cancellation is owed only to those who were told of the workshop before.
        """
        WorkshopMail.objects.bulk_create(_owed(at), ignore_conflicts=True)


def _owed(at: datetime) -> Iterator[WorkshopMail]:
    row: Any
    for row in _unsaid(_with_what_was_told(at)).select_related("workshop"):
        last = row.told_sequence
        yield WorkshopMail(
            workshop=row.workshop,
            person_id=row.person_id,
            version=row.workshop.sequence,
            cancels=row.cancels,
            sequence=0 if last is None else last + 1,
        )


def _with_what_was_told(at: datetime) -> models.QuerySet[Participant]:
    """Return who is in what lies ahead, with whether it is off for them and what they know."""
    told = WorkshopMail.objects.filter(workshop=OuterRef("workshop"), person=OuterRef("person"))
    newest = told.order_by("-sequence")
    return Participant.objects.filter(person__isnull=False, workshop__starts_at__gt=at).annotate(
        told_version=Subquery(newest.values("version")[:1]),
        told_cancels=Subquery(newest.values("cancels")[:1]),
        told_sequence=Subquery(newest.values("sequence")[:1]),
        knows=models.Exists(told.filter(state__in=HANDED_OVER)),
        cancels=models.Case(
            models.When(
                Q(state=Participant.State.REMOVED) | Q(workshop__status="cancelled"), then=True
            ),
            default=False,
            output_field=models.BooleanField(),
        ),
    )


def _unsaid(rows: models.QuerySet[Participant]) -> models.QuerySet[Participant]:
    """Return those who have to be told something else than they were told last."""
    invites = Q(Programme.going_on("workshop__programme__"), workshop__status="planned")
    due = rows.filter(Q(invites, cancels=False) | Q(cancels=True, knows=True)).exclude(
        state=Participant.State.WAITING
    )
    said = Q(cancels=True, told_cancels=True) | Q(
        told_cancels=F("cancels"), told_version=F("workshop__sequence")
    )
    return due.filter(Q(told_sequence=None) | ~said)

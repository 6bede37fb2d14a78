"""Mails about a meeting: one to each person for each version of its time."""

from datetime import datetime
from typing import Self

from django.db import models

from changeprog.communications.models.posting import Posting, PostingQuerySet, State, message_id
from changeprog.programme.models import Person
from teams.models.attendance import Attendance
from teams.models.meeting import Meeting

HANDED_OVER = (State.SENT, State.SENDING)


def new_message_id() -> str:
    """Return the Message-ID of a mail about a meeting."""
    return message_id("meeting")


class MeetingMailQuerySet(PostingQuerySet["MeetingMail"]):
    def overtaken(self) -> Self:
        """To those invited, about a version of the meeting that is no longer the newest."""
        invited = Attendance.objects.filter(
            meeting=models.OuterRef("meeting"), person=models.OuterRef("person")
        )
        return self.filter(models.Exists(invited), sequence__lt=models.F("meeting__sequence"))


class MeetingMail(Posting):
    """One version of a meeting, told to one person.

    ``sequence`` is that of the meeting when the row was made, so a moved or cancelled meeting is
    told once more, and nothing is told twice.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="meeting_mails")
    sequence = models.PositiveIntegerField()
    message_id = models.CharField(max_length=320, default=new_message_id, unique=True)

    objects = MeetingMailQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person", "sequence"], name="meeting_mail_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} → {self.person}"

    @property
    def takes_back(self) -> bool:
        """Whether its person is no longer invited, so that it takes the invitation back."""
        return not self.meeting.attendances.filter(person=self.person_id).exists()

    @classmethod
    def take_back(cls, meeting: Meeting, person: Person) -> None:
        """Tell ``person`` that they are not asked any more, if they were told that they are."""
        mails = cls.objects.filter(meeting=meeting, person=person)
        told = mails.filter(state__in=HANDED_OVER).exists()
        mails.delete()
        if told:
            MeetingMail.objects.create(meeting=meeting, person=person, sequence=meeting.sequence)

    @classmethod
    def owe(cls, at: datetime) -> None:
        """Make a row for everybody who has not been told the newest version of a coming meeting.

        A cancellation is owed only to those who were told of the meeting before, also once the
        programme is closed.
        """
        coming = Meeting.objects.filter(starts_at__gt=at)
        told = cls.objects.filter(
            meeting=models.OuterRef("meeting"), person=models.OuterRef("person")
        )
        up_to_date = told.filter(sequence=models.OuterRef("meeting__sequence"))
        rows = Attendance.objects.exclude(models.Exists(up_to_date)).select_related("meeting")
        planned = rows.filter(meeting__in=coming.planned().going_on())
        cancelled = rows.filter(
            models.Exists(told.filter(state__in=HANDED_OVER)),
            meeting__in=coming.filter(status=Meeting.Status.CANCELLED),
        )
        MeetingMail.objects.bulk_create(
            (
                MeetingMail(
                    meeting=row.meeting, person_id=row.person_id, sequence=row.meeting.sequence
                )
                for row in [*planned, *cancelled]
            ),
            ignore_conflicts=True,
        )

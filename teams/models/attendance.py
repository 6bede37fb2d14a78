"""Attendance: who is expected at a meeting, and who came, late, not at all, or by a substitute."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person
from teams.models.meeting import Meeting

GRACE = timedelta(minutes=10)
"""Whoever says that they are here longer after the opening came late."""
REASON = 200


class AttendanceState(models.TextChoices):
    EXPECTED = "expected", "Expected"
    PRESENT = "present", "Here"
    LATE = "late", "Came late"
    ABSENT = "absent", "Absent"
    SUBSTITUTE = "substitute", "Sent a substitute"


HERE = (AttendanceState.PRESENT, AttendanceState.LATE)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def here(self) -> Self:
        """Those in the room, on time or late."""
        return self.filter(state__in=HERE)

    def with_names(self) -> Self:
        """With everything that a list of people shows, by name."""
        related = self.select_related("person__function", "substitute")
        return related.order_by("person__name", "pk")


class Attendance(models.Model):
    """One person's part in one meeting."""

    State = AttendanceState

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendances")
    state = models.CharField(
        max_length=10, choices=AttendanceState, default=AttendanceState.EXPECTED
    )
    reason = models.CharField(max_length=REASON, blank=True)
    substitute = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="substitutions"
    )
    substitute_name = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once_a_meeting"),
            models.CheckConstraint(
                condition=models.Q(state="substitute")
                | models.Q(substitute=None, substitute_name=""),
                name="attendance_substitute_if_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(state="absent") | models.Q(reason=""),
                name="attendance_reason_if_absent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("teams:meeting", args=[self.meeting.programme.key, self.meeting_id])

    @property
    def is_here(self) -> bool:
        return self.state in HERE

    @property
    def sent(self) -> str:
        """The name of the substitute, if one was sent."""
        return self.substitute.name if self.substitute else self.substitute_name

    @property
    def tone(self) -> str:
        """The tone of the badge that shows the state."""
        tones = {"present": "is-good", "late": "is-good", "substitute": "is-accent"}
        return tones.get(self.state, "")

    @classmethod
    @transaction.atomic
    def invite(cls, by: Person | None, meeting: Meeting, people: Iterable[Person]) -> int:
        """Expect further people at a planned meeting; return how many there are now to invite."""
        known = set(cls.objects.filter(meeting=meeting).values_list("person", flat=True))
        fresh = [person for person in people if person.pk not in known]
        Attendance.objects.bulk_create(
            (Attendance(meeting=meeting, person=person) for person in fresh), ignore_conflicts=True
        )
        if fresh:
            meeting.mails.filter(person__in=fresh).delete()
            meeting.record("invited", by, names=", ".join(person.name for person in fresh))
        return len(fresh)

    @classmethod
    def arrive(cls, meeting: Meeting, person: Person) -> "Attendance":
        """Say that ``person`` is here: late when the meeting has been open for a while."""
        known = cls.objects.here().filter(meeting=meeting, person=person).first()
        if known:
            return known
        late = meeting.opened_at is not None and now() > meeting.opened_at + GRACE
        state = AttendanceState.LATE if late else AttendanceState.PRESENT
        return cls.say(person, meeting, person, state)

    @classmethod
    @transaction.atomic
    def say(
        cls, by: Person, meeting: Meeting, person: Person, state: str, **said: Any
    ) -> "Attendance":
        """Say how ``person`` takes part; the same again is no event.

        ``said`` is the reason of an absence, or the substitute (a person) or substitute_name.
        """
        row, _ = Attendance.objects.get_or_create(meeting=meeting, person=person)
        row = Attendance.objects.select_for_update(of=("self",)).get(pk=row.pk)
        wanted = {"reason": "", "substitute": None, "substitute_name": "", "state": state} | said
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return row
        Attendance.objects.filter(pk=row.pk).update(said_at=now(), **wanted)
        row.refresh_from_db()
        Event.record(
            meeting.programme,
            "attendance.said",
            by=by,
            subject=meeting,
            title=meeting.title,
            of=person.name,
            state=row.get_state_display().lower(),
        )
        return row

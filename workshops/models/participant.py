"""Participants: people of the programme, and guests who came in by the room code."""

from typing import Self
from uuid import uuid4

from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from changeprog.programme.models import Function, Person, Programme
from workshops.models.workshop import Workshop

WORD = 200
"""Characters of the word with which somebody arrives."""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def taking_part(self) -> Self:
        """Those whose voice counts: let in, whether or not they are here just now."""
        return self.filter(state__in=[Participant.State.INVITED, Participant.State.IN])

    def arrived(self) -> Self:
        """Those who are in the room."""
        return self.filter(state=Participant.State.IN, arrived_at__isnull=False)

    def waiting(self) -> Self:
        """Those at the door."""
        return self.filter(state=Participant.State.WAITING)

    def with_names(self) -> Self:
        """With everything that a list shows."""
        return self.select_related("person__function", "function")


class Participant(models.Model):
    """Somebody in one workshop, once: linked to the person, or a guest with a name of their own.

    ``key`` is how a guest's browser is known again; it is in no page that anybody else sees.
    """

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        WAITING = "waiting", "At the door"
        IN = "in", "In the room"
        REMOVED = "removed", "Removed"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="workshops_attended"
    )
    name = models.CharField(max_length=120)
    function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.INVITED)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    arrived_at = models.DateTimeField(null=True, blank=True)
    word = models.CharField(max_length=WORD, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "person"], name="participant_counted_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_guest(self) -> bool:
        """Whether nobody knows who this is in the programme."""
        return self.person_id is None

    @classmethod
    def of_person(cls, workshop: Workshop, person: Person) -> "Participant":
        """Return the participant that ``person`` is, invited just now if they were not."""
        try:
            with transaction.atomic():
                found, _ = cls.objects.get_or_create(
                    workshop=workshop,
                    person=person,
                    defaults={
                        "programme": workshop.programme,
                        "name": person.name,
                        "function": person.function,
                    },
                )
        except IntegrityError:
            found = cls.objects.get(workshop=workshop, person=person)
        return found

    @transaction.atomic
    def arrive(self, word: str = "") -> None:
        """Say "I am here", with a word if there is one; again, it changes the word only."""
        row = Participant.objects.filter(pk=self.pk, state__in=[self.State.INVITED, self.State.IN])
        first = models.functions.Coalesce("arrived_at", models.Value(now()))
        row.update(state=self.State.IN, arrived_at=first, word=word)
        self.refresh_from_db()
        self.workshop.announce("participant.")

"""Participants: people of the programme, and guests who came in by the room code."""

from collections.abc import Iterable, Sequence
from typing import Any, Self
from uuid import UUID, uuid4

from django.db import IntegrityError, models, transaction
from django.utils.timezone import now

from changeprog.programme.models import Event, Function, Person, Programme
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
    is_present: bool | None = None
    """Whether they follow the room just now; nothing where nobody has asked, or nobody knows."""

    secrets: tuple[UUID, ...] = ()
    """Of notes without a name: what this participant's own browser keeps of them; in no table."""

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

    @classmethod
    @transaction.atomic
    def invite(cls, by: Person, workshop: Workshop, people: Iterable[Person]) -> int:
        """Invite those who are not, also those who were taken off the list; say how many."""
        asked = list(people)
        again = cls.objects.filter(workshop=workshop, person__in=asked, state=cls.State.REMOVED)
        count = again.update(state=cls.State.INVITED, arrived_at=None)
        known = set(cls.objects.filter(workshop=workshop).values_list("person", flat=True))
        fresh = [person for person in asked if person.pk not in known]
        for person in fresh:
            cls.of_person(workshop, person)
        count += len(fresh)
        if count:
            workshop.record("invited", by, count=count)
        return count

    @classmethod
    @transaction.atomic
    def knock(
        cls,
        workshop: Workshop,
        name: str,
        function: Function | None = None,
        key: UUID | None = None,
    ) -> "Participant":
        """Come to the door as a guest, or in if the workshop admits at once; once per ``key``."""
        guest, is_new = cls.objects.get_or_create(
            workshop=workshop,
            person=None,
            key=key or uuid4(),
            defaults={
                "programme": workshop.programme,
                "name": name,
                "function": function,
                **cls._at_the_door(workshop),
            },
        )
        if is_new:
            workshop.announce("participant.")
        return guest

    @classmethod
    @transaction.atomic
    def come(cls, workshop: Workshop, person: Person) -> "Participant":
        """Come by the code as somebody known: in if invited, else to the door like a guest."""
        own, is_new = cls.objects.get_or_create(
            workshop=workshop,
            person=person,
            defaults={
                "programme": workshop.programme,
                "name": person.name,
                "function": person.function,
                **cls._at_the_door(workshop),
            },
        )
        if is_new:
            workshop.announce("participant.")
        return own

    @classmethod
    def _at_the_door(cls, workshop: Workshop) -> dict[str, Any]:
        if workshop.admit_at_once:
            return {"state": cls.State.IN, "arrived_at": now()}
        return {"state": cls.State.WAITING}

    def admit(self, by: Person) -> bool:
        """Let in who waits at the door; say whether they waited."""
        values = {"state": self.State.IN, "arrived_at": now()}
        return self._step([self.State.WAITING], values, "admitted", by)

    def remove(self, by: Person) -> bool:
        """Take them off the list, turn them away or show them out; say whether this call did it."""
        states = [self.State.INVITED, self.State.WAITING, self.State.IN]
        return self._step(states, {"state": self.State.REMOVED}, "removed", by)

    def readmit(self, by: Person) -> bool:
        """Take a removal back: they are where they were before; say whether they were removed."""
        before = self.State.WAITING if self.is_guest else self.State.INVITED
        state = self.State.IN if self.arrived_at else before
        return self._step([self.State.REMOVED], {"state": state}, "readmitted", by)

    @transaction.atomic
    def _step(self, states: Sequence[str], values: dict[str, Any], act: str, by: Person) -> bool:
        """Set ``values`` if the state is among ``states``, with an event; say whether it was."""
        row = Participant.objects.filter(pk=self.pk, state__in=states)
        if not row.update(**values):
            return False
        self.refresh_from_db()
        self.told(act, by)
        return True

    def told(self, act: str, by: Person) -> None:
        """Write into the journal what was done with them; guests stay without a name there."""
        name = "a guest" if self.is_guest else self.name
        Event.record(self.programme, f"participant.{act}", by=by, subject=self.workshop, title=name)

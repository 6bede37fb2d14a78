"""Ambassadors: people asked to carry the change to named others."""

from collections.abc import Collection
from typing import Any, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.removable import PresentManager
from changeprog.programme.models import Person
from stakeholders.models.confidential import Confidential
from stakeholders.models.stakeholder import WORDS, Stakeholder


class AmbassadorQuerySet(models.QuerySet["Ambassador"]):
    def accepted(self) -> Self:
        """Those who said yes, still take part, and have not ended it."""
        here = self.filter(removed_at=None, person__removed_at=None)
        return here.filter(state=Ambassador.State.ACCEPTED)

    def standing(self) -> Self:
        """Asked or accepted: they count as chosen."""
        here = self.filter(removed_at=None, person__removed_at=None)
        return here.filter(state__in=[Ambassador.State.ASKED, Ambassador.State.ACCEPTED])

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("programme", "person__function", "asked_by", "mentor")

    def with_counts(self) -> Self:
        """With how many ``people`` they have."""
        return self.annotate(
            people=Count("charges", filter=Q(charges__stakeholder__removed_at=None))
        )


class Ambassador(Confidential):
    """That a person was asked, in which words, what they answered, and what supports them."""

    NOUN = "ambassador"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        ENDED = "ended", "Ended"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ambassadorships")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    ask = models.TextField(max_length=WORDS, blank=True)
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    talking_points = models.TextField(max_length=WORDS, blank=True)
    mentor = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = PresentManager.from_queryset(AmbassadorQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="ambassador_asked_once"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["asked", "accepted"], removed_at=None),
                name="ambassador_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    def get_absolute_url(self) -> str:
        return reverse("stakeholders:ambassador", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("stakeholders:ambassadors", args=[self.programme.key])

    @property
    def answers(self) -> list[State]:
        """What can be answered as it stands, the most likely first."""
        state = Ambassador.State
        possible = {
            state.ASKED: [state.ACCEPTED, state.DECLINED],
            state.ACCEPTED: [state.ENDED],
        }
        return possible.get(state(self.state), [])

    @property
    def stands(self) -> bool:
        """Whether they count as chosen: asked or accepted."""
        return bool(self.answers)

    @classmethod
    @transaction.atomic
    def ask_person(
        cls, by: Person, key: UUID, person: Person, people: Collection[Stakeholder], **words: Any
    ) -> "Ambassador":
        """Ask ``person`` to carry the change to ``people``; who was asked already keeps that.

        ``words`` may be ``ask``, ``talking_points`` and a ``mentor``.
        """
        standing = cls.objects.standing().filter(person=person).first()
        if standing:
            return standing
        fresh = cls(programme=person.programme, key=key, person=person, asked_by=by, **words)
        if fresh.save_once():
            fresh.record("asked", by)
            fresh.charge(by, people)
        return fresh

    @transaction.atomic
    def answer(self, by: Person, state: str) -> None:
        """Keep what the person answered, or that they ended it; the same again is no event."""
        open_ones = Ambassador.objects.filter(pk=self.pk).exclude(state=state)
        if open_ones.update(state=state, answered_at=now()):
            before = self.state
            self.refresh_from_db()
            self.record(state, by, undo={"state": before})

    @transaction.atomic
    def charge(self, by: Person, people: Collection[Stakeholder]) -> None:
        """Name the ambassador's people: exactly these from now on."""
        before = set(self.charges.values_list("stakeholder", flat=True))
        after = {stakeholder.pk for stakeholder in people}
        if before == after:
            return
        self.charges.exclude(stakeholder__in=after).delete()
        Charge.objects.bulk_create(
            Charge(ambassador=self, stakeholder_id=pk) for pk in sorted(after - before)
        )
        self.record("charged", by, undo={"people": sorted(before)})


class Charge(models.Model):
    """That a stakeholder is among an ambassador's people."""

    ambassador = models.ForeignKey(Ambassador, on_delete=models.CASCADE, related_name="charges")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="charges")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ambassador", "stakeholder"], name="charge_once")
        ]

    def __str__(self) -> str:
        return f"{self.stakeholder_id} of {self.ambassador_id}"

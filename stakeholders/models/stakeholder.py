"""Stakeholders: people as the map sees them, and how that came to be."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications.models import Notice
from changeprog.direction.models.removable import PresentManager
from changeprog.programme.models import Person, Role
from stakeholders.models.confidential import Confidential
from stakeholders.support import LEAST, MOST, Support, gap

LINE, WORDS = 160, 2_000
"""Characters of a short and of a long text."""
LEVELS = ("influence", "interest", "touched", "support", "needed")
"""What is assessed on a scale; each change of it is kept as an ``Assessment``."""


DUE = "conversation.due"
"""The kind of the reminders of a conversation; their occasion begins with "number/day"."""


class Origin(models.TextChoices):
    """How something got onto the map."""

    HAND = "hand", "By hand"
    CONVERSATION = "conversation", "In a conversation"
    IMPORT = "import", "Imported"
    SURVEY = "survey", "Said in the survey"


class NeedsConversation(Exception):  # noqa: N818 -- a rule of the map, told in words
    """Support that is known moves by a conversation, so that the trend has reasons."""

    def __init__(self) -> None:
        super().__init__("Note the conversation in which their support moved.")


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def visible_to(self, person: Person) -> Self:
        """All for champions and facilitators; for an ambassador their own people; else none."""
        own = self.filter(programme=person.programme_id)
        if person.may(Role.FACILITATOR):
            return own
        return own.filter(charges__ambassador__in=person.ambassadorships.accepted())

    def to_be_won(self) -> Self:
        """Those of whom more support is needed than there is."""
        return self.filter(needed__gt=F("support"))

    def to_talk_to(self, until: date) -> Self:
        """Those with whom a conversation is due by ``until``, who still take part; oldest first."""
        return self.filter(next_on__lte=until, person__removed_at=None).order_by("next_on", "pk")

    def with_names(self) -> Self:
        """With everything that a row of a list shows, by name."""
        related = self.select_related("programme", "person__function", "owner", "mentor")
        return related.order_by("person__name", "pk")


class Stakeholder(Confidential):
    """One person on the map, once. Levels are 1 to 5, or None while nobody knows.

    ``support`` is how they stand now, ``needed`` how they would have to; ``touched`` is how much
    the change touches them. Whoever is not ``may_be_asked`` is never proposed as an ambassador.
    """

    NOUN = "stakeholder"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="stakeholder")
    influence = models.PositiveSmallIntegerField(null=True, blank=True)
    interest = models.PositiveSmallIntegerField(null=True, blank=True)
    touched = models.PositiveSmallIntegerField(null=True, blank=True)
    support = models.PositiveSmallIntegerField(choices=Support, null=True, blank=True)
    needed = models.PositiveSmallIntegerField(choices=Support, null=True, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="relationships"
    )
    next_on = models.DateField("next conversation", null=True, blank=True)
    sees_self_as = models.CharField(max_length=LINE, blank=True)
    guards = models.TextField(max_length=WORDS, blank=True)
    incentive = models.TextField(max_length=WORDS, blank=True)
    requirement = models.TextField(max_length=WORDS, blank=True)
    skills = models.TextField("skills and help they need", max_length=WORDS, blank=True)
    mentor = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="mentored"
    )
    may_be_asked = models.BooleanField(default=True)
    on_map_since = models.DateTimeField(default=now, editable=False)

    objects = PresentManager.from_queryset(StakeholderQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="stakeholder_added_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__range": (LEAST, MOST)}),
                    name=f"stakeholder_{name}_on_the_scale",
                )
                for name in LEVELS
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    def get_absolute_url(self) -> str:
        return reverse("stakeholders:profile", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("stakeholders:table", args=[self.programme.key])

    @property
    def gap(self) -> int | None:
        """Steps of support that are missing; negative when there is more than needed."""
        return gap(self.support, self.needed)

    @property
    def is_to_be_won(self) -> bool:
        return (self.gap or 0) > 0

    @property
    def is_due(self) -> bool:
        """Whether the day of the next conversation has come."""
        return self.next_on is not None and self.next_on <= localdate()

    def who_may_see(self) -> models.QuerySet[Person]:
        """Return everybody to whom the profile is open: who leads, and its ambassadors."""
        own = Q(ambassadorships__charges__stakeholder=self)
        said_yes = Q(ambassadorships__state="accepted", ambassadorships__removed_at=None)
        leads = Q(role__in=[Role.FACILITATOR, Role.CHAMPION])
        people = Person.objects.present().with_role().filter(programme=self.programme_id)
        return people.filter(leads | (own & said_yes)).distinct()

    def is_visible_to(self, person: Person) -> bool:
        """Whether ``person`` may know that this profile exists."""
        return Stakeholder.objects.visible_to(person).filter(pk=self.pk).exists()

    @classmethod
    @transaction.atomic
    def put_on_map(cls, by: Person, key: UUID, person: Person, **known: Any) -> "Stakeholder":
        """Return the stakeholder that ``person`` is, put on the map now with what is ``known``.

        Somebody who is there stays as they are; somebody who was taken off comes back.
        """
        there: Stakeholder | None = cls.everything().filter(person=person).first()
        if there:
            there.restore(by, {})
            return there
        fresh = cls(programme=person.programme, key=key, person=person, **known)
        if fresh.save_once():
            fresh.record("added", by)
            fresh.keep_history(by, dict.fromkeys(LEVELS), Origin.HAND)
        return fresh

    @transaction.atomic
    def change(
        self,
        by: Person,
        based_on: int,
        *,
        origin: str = Origin.HAND,
        conversation: Any = None,
        **values: Any,
    ) -> None:
        """Change fields on top of revision ``based_on``, and keep the history of the levels.

        Raises ``Overtaken`` when there is a newer revision.
        """
        if facts := self.replace(based_on, values):
            self.record("changed", by, **facts)
            self.keep_history(by, facts["undo"]["values"], origin, conversation)

    def replace(self, based_on: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Save ``values`` as every revised row does; nobody is reminded of a day that has moved."""
        facts = super().replace(based_on, values)
        if "next_on" in facts.get("changes", {}):
            self.withdraw_reminders()
        return facts

    def withdraw_reminders(self) -> None:
        """Remind nobody of a day for the next conversation that has moved."""
        Notice.objects.of(DUE, f"{self.pk}/").withdraw()

    @transaction.atomic
    def assess(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields by hand; raises ``NeedsConversation`` where known support would move."""
        known = Stakeholder.objects.values_list("support", flat=True).get(pk=self.pk)
        if known is not None and values.get("support", known) != known:
            raise NeedsConversation
        self.change(by, based_on, **values)

    def keep_history(
        self,
        by: Person | None,
        before: Mapping[str, Any],
        origin: str,
        conversation: Any = None,
    ) -> None:
        """Keep how the levels moved from ``before``, a level by its name, to what they are."""
        moved: Iterable[str] = (
            name for name in LEVELS if name in before and before[name] != getattr(self, name)
        )
        Assessment.objects.bulk_create(
            Assessment(
                stakeholder=self,
                field=name,
                before=before[name],
                after=getattr(self, name),
                by=by,
                origin=origin,
                conversation=conversation,
            )
            for name in moved
        )

    def looked_at(self, by: Person, what: str) -> None:
        """Note in the access log that ``by`` has seen ``what`` of the profile."""
        Look.objects.create(stakeholder=self, person=by, what=what)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def of_support(self) -> Self:
        """How support now has moved."""
        return self.filter(field="support")

    def between(self, since: date, until: date) -> Self:
        """Made on these days, both included."""
        return self.filter(at__date__range=(since, until))


class Assessment(models.Model):
    """That one level of a stakeholder moved; None before is the first time anybody said it."""

    stakeholder = models.ForeignKey(
        Stakeholder, on_delete=models.CASCADE, related_name="assessments"
    )
    field = models.CharField(max_length=10)
    before = models.PositiveSmallIntegerField(null=True)
    after = models.PositiveSmallIntegerField(null=True)
    origin = models.CharField(max_length=12, choices=Origin)
    conversation = models.ForeignKey(
        "stakeholders.Conversation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="moves",
    )
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["stakeholder", "field", "-at"])]

    def __str__(self) -> str:
        return f"{self.field} of {self.stakeholder_id}: {self.before} to {self.after}"


class Look(models.Model):
    """The access log of a profile: who has seen what of it, and when."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=40)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} of {self.stakeholder_id}"

    @classmethod
    def note(cls, by: Person, what: str, profiles: Iterable[int]) -> None:
        """Note that ``by`` has seen ``what`` of several profiles, by their numbers."""
        Look.objects.bulk_create(Look(stakeholder_id=pk, person=by, what=what) for pk in profiles)

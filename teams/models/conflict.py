"""Conflicts: a barrier that stands between people or teams, and what the involved make of it.

Everything here belongs to three people: the two sides, and whoever mediates. It stands in no
register of the programme (search, digest, charter, exports), and its events say nothing but that
there was one, to the person who did it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.programme.models import Event, Person, Programme, Visibility
from teams.diagnosis import Progress, Question
from teams.models.barrier import Barrier

if TYPE_CHECKING:
    from teams.models.conflict_side import ConflictSide

WORDS = 4_000
IDEA = 300
CHECK_AFTER = timedelta(days=14)


class HiddenIssue(models.TextChoices):
    """What a conflict is often about beneath what it is said to be about."""

    RESOURCES = "resources", "Resources: there is not enough of something for both"
    INFORMATION = "information", "Information: one knows what the other does not"
    AUTHORITY = "authority", "Authority: it is not clear who may decide"
    RELATIONSHIP = "relationship", "Relationship: something earlier still hurts"
    OTHER = "other", "Something else"


class AlreadyMediated(Exception):  # noqa: N818 -- a state of the barrier, told in words
    """A barrier has one diagnosis at a time; others learn no more than that."""

    def __init__(self) -> None:
        super().__init__("Somebody is mediating this already.")


class AgreementChanged(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """The agreement was put into other words while somebody was accepting it."""

    def __init__(self) -> None:
        super().__init__("The agreement was changed meanwhile. Read it again before you accept.")


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def involving(self, person: Person) -> Self:
        """Those in which ``person`` is a side or mediates; for everybody else there is none."""
        return self.filter(Q(mediator=person) | Q(sides__person=person)).distinct()

    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(settled_at=None)

    def to_check(self, today: date) -> Self:
        """Agreed two weeks ago or longer, and nobody was asked yet whether it holds."""
        going_on = Programme.going_on("programme__")
        return self.open().filter(going_on, check_on__lte=today, check_asked_at=None)

    def with_names(self) -> Self:
        """With everybody involved, and what they wrote."""
        related = self.select_related("programme", "barrier", "mediator", "agreement_owner")
        return related.prefetch_related(
            "sides__person", "sides__team", "sides__answers", "ideas__by"
        )


class Conflict(models.Model):
    """The diagnosis of one barrier between two sides; ``key`` names the attempt to begin it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="conflicts")
    key = models.UUIDField(default=uuid4)
    barrier = models.OneToOneField(Barrier, on_delete=models.CASCADE, related_name="conflict")
    mediator = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="conflicts_mediated"
    )
    begun_at = models.DateTimeField(default=now)
    hidden_issue = models.CharField(max_length=12, choices=HiddenIssue, blank=True)
    hidden_words = models.TextField(max_length=WORDS, blank=True)
    agreement = models.TextField(max_length=WORDS, blank=True)
    agreement_owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agreement_due = models.DateField(null=True, blank=True)
    agreement_version = models.PositiveIntegerField(default=0)
    check_on = models.DateField(null=True, blank=True)
    check_asked_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="conflict_begun_once"),
            models.CheckConstraint(
                condition=Q(agreement="") | Q(agreement_due__isnull=False),
                name="conflict_agreement_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Diagnosis {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("teams:conflict", args=[self.programme.key, self.pk])

    @classmethod
    @transaction.atomic
    def begin(
        cls, by: Person, key: UUID, barrier: Barrier, mediator: Person, sides: Iterable[Any]
    ) -> "Conflict":
        """Begin the diagnosis of ``barrier`` between two ``sides``, unsaved ``ConflictSide`` rows.

        Once per ``key``; raises ``AlreadyMediated`` when the barrier has another one.
        """
        Barrier.everything().select_for_update().get(pk=barrier.pk)
        if known := cls.objects.filter(barrier=barrier).first():
            if known.key == key:
                return known
            raise AlreadyMediated
        conflict = cls.objects.create(
            programme=barrier.programme, key=key, barrier=barrier, mediator=mediator
        )
        for side in sides:
            side.conflict = conflict
            side.save()
        conflict.record("conflict.begun", by)
        return conflict

    def progress(self) -> Progress:
        """Return how far the diagnosis is."""
        sides = list(self.sides.all())
        answered: dict[Question, set[int]] = {question: set() for question in Question}
        for side in sides:
            for answer in side.answers.all():
                answered[Question(answer.question)].add(side.pk)
        return Progress(
            sides=frozenset(side.pk for side in sides),
            sharing=frozenset(side.pk for side in sides if side.agreed_to_share_at),
            answered={question: frozenset(keys) for question, keys in answered.items()},
        )

    def side_of(self, person: Person) -> "ConflictSide | None":
        """Return the side ``person`` speaks for; the mediator speaks for none."""
        return next((side for side in self.sides.all() if side.person_id == person.pk), None)

    @property
    def involved(self) -> list[Person]:
        """The two who speak for the sides and, while there is one, the mediator."""
        return [side.person for side in self.sides.all()] + [p for p in [self.mediator] if p]

    @property
    def agreed(self) -> bool:
        """Whether both sides accepted the agreement as it stands."""
        return bool(self.agreement) and all(side.accepted for side in self.sides.all())

    @transaction.atomic
    def add_idea(self, by: Person, key: UUID, text: str) -> None:
        """Add another way to reach the goal, once per ``key``."""
        said = {"text": text, "by": by}
        _, new = Idea.objects.get_or_create(conflict=self, key=key, defaults=said)
        if new:
            self.record("conflict.changed", by)

    @transaction.atomic
    def name_issue(self, by: Person, issue: str, words: str) -> None:
        """Say what lies beneath."""
        rows = Conflict.objects.filter(pk=self.pk)
        same = Q(hidden_issue=issue, hidden_words=words)
        if rows.exclude(same).update(hidden_issue=issue, hidden_words=words):
            self.record("conflict.changed", by)

    @transaction.atomic
    def propose(self, by: Person, text: str, owner: Person, due: date) -> None:
        """Put an agreement into words; whoever accepted other words has to accept these."""
        values = {"agreement": text, "agreement_owner": owner, "agreement_due": due}
        version = F("agreement_version") + 1
        rows = Conflict.objects.filter(pk=self.pk).exclude(**values)
        if rows.update(**values, agreement_version=version, check_on=None, check_asked_at=None):
            self.refresh_from_db()
            self.record("conflict.changed", by)

    @transaction.atomic
    def accept(self, by: "ConflictSide", version: int) -> None:
        """Accept the agreement in the words of ``version``; raises ``AgreementChanged``.

        Once both sides have, it is asked two weeks later whether it holds.
        """
        current = Conflict.objects.select_for_update().get(pk=self.pk)
        if current.agreement_version != version:
            raise AgreementChanged
        if by.accept(version) and current.agreed:
            day = localdate() + CHECK_AFTER
            Conflict.objects.filter(pk=self.pk, check_on=None).update(check_on=day)
            self.record("conflict.changed", by.person)

    @transaction.atomic
    def hand_to(self, mediator: Person, by: Person) -> None:
        """Have somebody else mediate, to whom the sides hand in their views anew."""
        others = Conflict.objects.filter(pk=self.pk).exclude(mediator=mediator)
        if others.update(mediator=mediator):
            self.sides.filter(agreed_to_share_at=None).update(handed_in_at=None)
            self.refresh_from_db()
            self.record("conflict.changed", by)

    @transaction.atomic
    def settle(self, by: Person) -> None:
        """Say once that it is settled; everything can still be read by the three."""
        if Conflict.objects.open().filter(pk=self.pk).update(settled_at=now()):
            self.record("conflict.changed", by)

    @transaction.atomic
    def take_up_again(self, by: Person) -> None:
        """Take back that it is settled."""
        if Conflict.objects.filter(pk=self.pk).exclude(settled_at=None).update(settled_at=None):
            self.record("conflict.changed", by)

    @transaction.atomic
    def asked_to_check(self, at: datetime) -> bool:
        """Note that people are asked whether it holds; say whether this call is the one to ask."""
        rows = Conflict.objects.filter(pk=self.pk, check_asked_at=None)
        return rows.update(check_asked_at=at) == 1

    def record(self, verb: str, by: Person) -> None:
        """Write that something happened, and nothing of what; only ``by`` can read it."""
        Event.record(
            self.programme,
            verb,
            by=by,
            subject=self,
            visibility=Visibility.PRIVATE,
            title=self.barrier.what,
        )


class Idea(models.Model):
    """Another way to reach the goal, for the question of procedures."""

    conflict = models.ForeignKey(Conflict, on_delete=models.CASCADE, related_name="ideas")
    key = models.UUIDField(default=uuid4)
    text = models.CharField(max_length=IDEA)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["conflict", "key"], name="idea_added_once")]

    def __str__(self) -> str:
        return f"Idea {self.pk}"

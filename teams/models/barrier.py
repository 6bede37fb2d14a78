"""Barriers: things in the way, each with an owner until it is knocked down."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction.models import Milestone, Objective
from changeprog.direction.models.removable import PresentManager
from changeprog.programme.models import Event, Function, Person, Programme, Team
from teams.escalation import Level
from teams.models.barrier_rows import BarrierQuerySet, without_owner
from teams.models.me_too import MeToo
from teams.models.owned import ASKED, Owned

TEXT = 500
"""Characters that say what is in the way, or how it was knocked down."""
STEP = 300
"""Characters that say what is done next."""

AGEING, OLD = 7, 21
"""Days after which a standing barrier looks older, and old."""
__all__ = ["ASKED", "Barrier", "BarrierQuerySet", "without_owner"]


class Barrier(Owned):
    """Something in the way; ``key`` names the attempt to log it, so one attempt is one barrier."""

    NOUN = "barrier"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="barriers")
    what = models.CharField(max_length=TEXT)
    function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers"
    )
    affected_team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers_in_its_way"
    )
    team = models.ForeignKey(
        Team,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="barriers",
        help_text="Whose chair is asked when it does not move.",
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers"
    )
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers_owned"
    )
    next_step = models.CharField(max_length=STEP, blank=True)
    next_step_due = models.DateField(null=True, blank=True)
    logged_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="barriers_logged"
    )
    logged_at = models.DateTimeField(default=now)
    source_type = models.ForeignKey(ContentType, on_delete=models.SET_NULL, null=True, blank=True)
    source_id = models.PositiveBigIntegerField(null=True, blank=True)
    source = GenericForeignKey("source_type", "source_id")
    """What it came from, such as a hand-off that leaks."""
    knocked_down_at = models.DateTimeField(null=True, blank=True)
    knocked_down_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="barriers_knocked_down",
    )
    outcome = models.CharField(max_length=TEXT, blank=True)
    doers = models.ManyToManyField(Person, blank=True, related_name="barriers_cleared")
    doers_team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers_cleared"
    )
    doers_function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="barriers_cleared"
    )
    me_toos: int
    asked_level: int | None
    asked_at: datetime | None
    asked_in_vain: bool
    """These four only after ``with_names``."""
    together: int
    """Only after ``with_count``."""

    objects = PresentManager.from_queryset(BarrierQuerySet)()

    class Meta:
        ordering = ["logged_at", "pk"]
        indexes = [
            models.Index(fields=["programme", "logged_at"]),
            models.Index(
                fields=["programme", "logged_at"],
                condition=models.Q(knocked_down_at=None),
                name="barrier_standing",
            ),
            models.Index(
                fields=["programme", "-knocked_down_at"],
                condition=models.Q(knocked_down_at__isnull=False),
                name="barrier_knocked_down",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="barrier_logged_once"),
            models.CheckConstraint(
                condition=models.Q(knocked_down_at__isnull=False) | models.Q(outcome=""),
                name="barrier_outcome_once_down",
            ),
            models.CheckConstraint(
                condition=models.Q(next_step="", next_step_due=None)
                | (~models.Q(next_step="") & models.Q(next_step_due__isnull=False)),
                name="barrier_next_step_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("teams:barrier", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("teams:barriers", args=[self.programme.key])

    @classmethod
    def everything(cls) -> BarrierQuerySet:
        """Return all rows, also those that were taken back."""
        return BarrierQuerySet(cls)

    @property
    def present_owner(self) -> Person | None:
        """Whoever owns the barrier and still takes part."""
        return self.owner if self.owner and self.owner.removed_at is None else None

    @property
    def age(self) -> int:
        """Whole days that the barrier has been standing, or stood."""
        return ((self.knocked_down_at or now()) - self.logged_at).days

    @property
    def age_tone(self) -> str:
        """The tone of its age: quiet, a warning, or bad."""
        return "is-bad" if self.age >= OLD else "is-warn" if self.age >= AGEING else ""

    @property
    def is_late(self) -> bool:
        """Whether it stands and the day of its next step is over."""
        due = None if self.knocked_down_at else self.next_step_due
        return bool(due and due < localdate())

    @property
    def asked(self) -> str:
        """Who is asked about it now, such as "the chair"; nothing while nobody is."""
        level = None if self.knocked_down_at else self.asked_level
        return Level(level).words if level else ""

    @classmethod
    @transaction.atomic
    def log(
        cls,
        by: Person,
        key: UUID,
        what: str,
        owner: Person | None = None,
        *,
        source: models.Model | None = None,
        **said: Any,
    ) -> "Barrier":
        """Log a barrier once per ``key``; ``said`` are other fields of it, such as ``team``.

        ``source`` is what it came from; its page leads there.
        """
        barrier = cls(programme=by.programme, key=key, what=what, owner=owner, logged_by=by, **said)
        barrier.source = source
        if barrier.save_once():
            facts = {"from": str(source)} if source else {}
            barrier.record("logged", by, owner=owner.name if owner else None, **facts)
        return barrier

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change fields on top of revision ``based_on``; raises ``Overtaken`` if it is old."""
        if facts := self.replace(based_on, values):
            changed = facts["changes"]
            if "owner" in changed or ("next_step_due" in changed and self.present_owner):
                self.take_in_hand()
            self.record("changed", by, **facts)

    @transaction.atomic
    def undo_change(self, by: Person) -> bool:
        """Put back what the last change of ``by`` changed; say whether there was one.

        Raises ``Overtaken`` when somebody changed it meanwhile.
        """
        last = Event.objects.of(self).about("barrier.changed").filter(person=by).first()
        if last:
            self.put_back(by, last.facts["undo"])
        return last is not None

    @transaction.atomic
    def knock_down(
        self,
        by: Person,
        how: str,
        doers: Iterable[Person] = (),
        team: Team | None = None,
        function: Function | None = None,
    ) -> bool:
        """Close the barrier once; say whether this call did it, for a second changes nothing.

        ``doers``, ``team`` and ``function`` say whose doing it was.
        """
        standing = Barrier.objects.standing().filter(pk=self.pk)
        said = {"outcome": how, "doers_team": team, "doers_function": function}
        who: dict[str, Any] = {**said, "knocked_down_by": by, "revision": F("revision") + 1}
        if not standing.update(knocked_down_at=now(), **who):
            self.refresh_from_db()
            return False
        self.doers.set(doers)
        self.answered()
        self.record("knocked_down", by, how=how, **self._credit())
        return True

    @transaction.atomic
    def stand_again(self, by: Person) -> None:
        """Put a barrier back that was knocked down too early; the journal keeps both."""
        down = Barrier.objects.knocked_down().filter(pk=self.pk)
        nobody: dict[str, Any] = dict.fromkeys(["knocked_down_by", "doers_team", "doers_function"])
        if down.update(knocked_down_at=None, outcome="", revision=F("revision") + 1, **nobody):
            self.doers.clear()
            self.take_in_hand()
            self.record("stood_again", by)

    @transaction.atomic
    def say_me_too(self, by: Person) -> None:
        """Note that it is in the way of ``by`` as well; however often, it is told once."""
        voice, new = MeToo.objects.get_or_create(barrier=self, person=by)
        if new:
            self.record("shared", by)
        elif (
            MeToo.objects.filter(pk=voice.pk).exclude(taken_back_at=None).update(taken_back_at=None)
        ):
            self.refresh_pages()

    @transaction.atomic
    def say_me_too_no_more(self, by: Person) -> None:
        """Take the word of ``by`` back, if they said it."""
        if self.voices.filter(person=by, taken_back_at=None).update(taken_back_at=now()):
            self.refresh_pages()

    def _credit(self) -> dict[str, str]:
        """Return whose doing it was, for the journal."""
        named = [person.name for person in self.doers.all()]
        units = [str(unit) for unit in (self.doers_team, self.doers_function) if unit]
        return {"whose_doing": ", ".join([*named, *units])} if named or units else {}

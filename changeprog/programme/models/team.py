"""The teams of a programme: three core ones from its first minute, and any number that adopt.

Team stands on the ground, beside Function, because objectives and milestones point at it; who
sits in a team, and what it does, is the business of the ``teams`` app.
"""

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models.event import Event

if TYPE_CHECKING:
    from changeprog.programme.models.person import Person
    from changeprog.programme.models.programme import Programme

NAME = 80
"""Characters of a name."""
PURPOSE = 600
"""Characters that say what a team is for."""

PURPOSES = {
    "Leadership": "Sets the direction, from the top down: decision makers who agree on the vision, "
    "stand behind it in public and clear the way.",
    "Design": "Works out the solution: the people whose word counts, from every function, so that "
    "what is decided can be lived with.",
    "Rollout": "Carries the change to the front line, from the bottom up: tries it out, helps "
    "others, says early what does not work.",
}
"""First name of each core team, and its purpose in words."""


class TeamTaken(Exception):  # noqa: N818 -- a rule of the programme, told in words
    """Two teams of a programme do not share a name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a team called {name} already.")


class TeamOvertaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else changed the team meanwhile; ``current`` is as they left it."""

    def __init__(self, current: "Team") -> None:
        super().__init__("Somebody else changed this team while you were writing.")
        self.current = current


class TeamStays(Exception):  # noqa: N818 -- a rule of the programme, told in words
    """A core team, and one that something hangs on, is not removed."""

    def __init__(self, team: "Team") -> None:
        why = "something hangs on it" if team.is_adopting else "every programme has it"
        super().__init__(f"{team} cannot be removed: {why}.")


class TeamQuerySet(models.QuerySet["Team"]):
    def core(self) -> Self:
        """Return the three that every programme has."""
        return self.exclude(kind=Team.Kind.ADOPTING)

    def adopting(self) -> Self:
        """Return the units being brought on board."""
        return self.filter(kind=Team.Kind.ADOPTING)

    def active(self) -> Self:
        """Not retired."""
        return self.filter(retired_at=None)

    def offered(self, present: "Team | None") -> Self:
        """Those to choose from: not retired, or ``present``, which something has already."""
        return self.filter(models.Q(retired_at=None) | models.Q(pk=present.pk if present else None))

    def in_order(self) -> Self:
        """The core ones as they are always told, then those that adopt, by name."""
        adopts = models.Case(models.When(kind=Team.Kind.ADOPTING, then=1), default=0)
        by_name = models.Case(models.When(kind=Team.Kind.ADOPTING, then="name"), default=None)
        return self.order_by(adopts, by_name, "pk")


class Team(models.Model):
    """A core team can be renamed and is never removed; the database holds that too.

    One that adopts is removed while nothing hangs on it. Afterwards it is retired: out of sight,
    with its history kept. ``key`` names the attempt to add it, ``revision`` counts its changes.
    """

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", "Leadership"
        DESIGN = "design", "Design"
        ROLLOUT = "rollout", "Rollout"
        ADOPTING = "adopting", "Adopting team"

    programme = models.ForeignKey(
        "programme.Programme", on_delete=models.CASCADE, related_name="teams"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ADOPTING)
    name = models.CharField(max_length=NAME)
    purpose = models.TextField(blank=True)
    key = models.UUIDField(null=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], name="team_name_once_a_programme"
            ),
            models.UniqueConstraint(
                fields=["programme", "kind"],
                condition=~models.Q(kind="adopting"),
                name="team_core_once_a_programme",
            ),
            models.UniqueConstraint(fields=["programme", "key"], name="team_added_once"),
            models.CheckConstraint(
                condition=models.Q(kind="adopting") | models.Q(retired_at=None),
                name="team_core_never_retired",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("teams:team", args=[self.programme.key, self.pk])

    @classmethod
    def core_of(cls, programme: "Programme") -> list["Team"]:
        """Return the three teams that always exist, unsaved."""
        return [
            cls(programme=programme, kind=name.lower(), name=name, purpose=purpose)
            for name, purpose in PURPOSES.items()
        ]

    @property
    def is_adopting(self) -> bool:
        """Whether it is a unit being brought on board."""
        return self.kind == Team.Kind.ADOPTING

    @property
    def something_hangs_on_it(self) -> bool:
        """Whether any row of any app points at the team."""
        return any(
            relation.related_model._base_manager.filter(  # noqa: SLF001 -- Django's documented name
                **{relation.field.name: self}
            ).exists()
            for relation in self._meta.related_objects
        )

    @classmethod
    @transaction.atomic
    def add(cls, by: "Person", key: UUID, name: str, purpose: str = "") -> "Team":
        """Add a team that adopts the change, once per ``key``; raises ``TeamTaken``."""
        known = cls.objects.filter(programme=by.programme, key=key).first()
        if known:
            return known
        team = cls(programme=by.programme, key=key, name=name, purpose=purpose)
        team._save_under_own_name(force_insert=True)
        team._record("team.added", by)
        return team

    @transaction.atomic
    def describe(self, by: "Person", based_on: int, name: str, purpose: str) -> None:
        """Change name and purpose on top of revision ``based_on``.

        Raises ``TeamOvertaken`` when there is a newer revision, and ``TeamTaken``.
        """
        current = Team.objects.select_for_update().get(pk=self.pk)
        told = {"name": [current.name, name], "purpose": [current.purpose, purpose]}
        changes = {field: pair for field, pair in told.items() if pair[0] != pair[1]}
        if changes and current.revision != based_on:
            raise TeamOvertaken(current)
        if changes:
            self.name, self.purpose, self.revision = name, purpose, current.revision + 1
            self._save_under_own_name(update_fields=["name", "purpose", "revision"])
            before = {"name": current.name, "purpose": current.purpose, "based_on": self.revision}
            self._record("team.described", by, changes=changes, undo=before)

    @transaction.atomic
    def retire(self, by: "Person") -> None:
        """Put an adopting team aside, once; raises ``TeamStays`` for a core one."""
        if not self.is_adopting:
            raise TeamStays(self)
        if Team.objects.active().filter(pk=self.pk).update(retired_at=now()):
            self._record("team.retired", by)

    @transaction.atomic
    def bring_back(self, by: "Person") -> None:
        """Undo ``retire``."""
        if Team.objects.filter(pk=self.pk).exclude(retired_at=None).update(retired_at=None):
            self._record("team.returned", by)

    @transaction.atomic
    def remove(self, by: "Person") -> None:
        """Remove an adopting team that nothing hangs on; otherwise raises ``TeamStays``.

        The lock keeps others from hanging something on it meanwhile.
        """
        if not Team.objects.select_for_update().filter(pk=self.pk).exists():
            return
        if not self.is_adopting or self.something_hangs_on_it:
            raise TeamStays(self)
        self._record("team.removed", by, undo={"name": self.name, "purpose": self.purpose})
        self.delete()

    def _save_under_own_name(self, **how: Any) -> None:
        """Save the team; raises ``TeamTaken`` where the database knows its name already."""
        try:
            with transaction.atomic():
                self.save(**how)
        except IntegrityError as refusal:
            if "team_name_once" not in str(refusal):
                raise
            raise TeamTaken(self.name) from None

    def _record(self, verb: str, by: "Person", **facts: Any) -> None:
        Event.record(self.programme, verb, by=by, subject=self, title=self.name, **facts)

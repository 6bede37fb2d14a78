"""The teams of a programme: three core ones from its first minute, and any number that adopt.

Team stands on the ground, beside Function, because objectives and milestones point at it; who
sits in a team, and what it does, is the business of the ``teams`` app.
"""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from changeprog.programme.models.programme import Programme

PURPOSES = {
    "Leadership": "Sets the direction, from the top down: decision makers who agree on the vision, "
    "stand behind it in public and clear the way.",
    "Design": "Works out the solution: the people whose word counts, from every function, so that "
    "what is decided can be lived with.",
    "Rollout": "Carries the change to the front line, from the bottom up: tries it out, helps "
    "others, says early what does not work.",
}
"""First name of each core team, and its purpose in words."""


class TeamQuerySet(models.QuerySet["Team"]):
    def core(self) -> Self:
        """Return the three that every programme has."""
        return self.exclude(kind=Team.Kind.ADOPTING)

    def adopting(self) -> Self:
        """Return the units being brought on board."""
        return self.filter(kind=Team.Kind.ADOPTING)


class Team(models.Model):
    """A core team can be renamed and is never removed."""

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", "Leadership"
        DESIGN = "design", "Design"
        ROLLOUT = "rollout", "Rollout"
        ADOPTING = "adopting", "Adopting team"

    programme = models.ForeignKey(
        "programme.Programme", on_delete=models.CASCADE, related_name="teams"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ADOPTING)
    name = models.CharField(max_length=80)
    purpose = models.TextField(blank=True)

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
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def core_of(cls, programme: "Programme") -> list["Team"]:
        """Return the three teams that always exist, unsaved."""
        return [
            cls(programme=programme, kind=name.lower(), name=name, purpose=purpose)
            for name, purpose in PURPOSES.items()
        ]

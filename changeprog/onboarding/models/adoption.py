"""How far an adopting team has come: its stage, who leads it there, and when it is its turn."""

from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.programme.models import Event, Person, Programme, Team


class Stage(models.TextChoices):
    """The way of a team, from the first word to the day on which nobody speaks of it any more."""

    NOT_YET = "not_yet", "Not yet"
    INVITED = "invited", "Invited"
    PREPARING = "preparing", "Preparing"
    IN_TRIAL = "in_trial", "In trial"
    USING = "using", "Using"
    USUAL = "usual", "Business as usual"


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def of(self, programme: Programme) -> Self:
        """Those of the programme's teams that are not retired."""
        return self.filter(programme=programme, team__retired_at=None)

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("programme", "team", "lead")


class Adoption(models.Model):
    """One adopting team on its way; a team without a row is where all begin: not yet.

    ``starts_on`` is the day on which its first trial is meant to begin, ``since`` the day on which
    it came to its stage. ``revision`` counts the changes of lead and day.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="adoptions")
    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="adoption")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NOT_YET)
    since = models.DateField(default=localdate)
    lead = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="adoptions_led"
    )
    starts_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["team__name", "pk"]

    def __str__(self) -> str:
        return f"{self.team}: {self.get_stage_display()}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:team", args=[self.programme.key, self.team_id])

    @classmethod
    def of(cls, team: Team) -> "Adoption":
        """Return how far ``team`` has come; not saved where nobody has moved it yet."""
        known = cls.objects.with_names().filter(team=team).first()
        return known or cls(programme=team.programme, team=team, since=localdate())

    @classmethod
    def locked(cls, team: Team) -> "Adoption":
        """Return the row of ``team``, made where it is missing, held until the transaction ends."""
        cls.objects.get_or_create(team=team, defaults={"programme": team.programme})
        return cls.objects.select_for_update(of=("self",)).with_names().get(team=team)

    @transaction.atomic
    def move(self, by: Person, stage: str, on: date | None = None) -> bool:
        """Bring the team to another stage, forward or back; the same one again is no event."""
        held = Adoption.locked(self.team)
        before = held.stage
        self.pk, self.stage, self.since = held.pk, stage, on or localdate()
        if before == stage:
            return False
        Adoption.objects.filter(pk=held.pk).update(stage=stage, since=self.since)
        self._record("team.moved", by, stage=stage, before=before, since=held.since.isoformat())
        return True

    def _record(self, verb: str, by: Person, **facts: Any) -> None:
        facts["title"] = self.team.name
        Event.record(self.programme, verb, by=by, subject=self.team, **facts)

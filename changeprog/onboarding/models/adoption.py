"""How far an adopting team has come: its stage, who leads it there, and when it is its turn."""

from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.programme.models import Event, Person, Programme, Team


class Stage(models.TextChoices):
    """The way of a team, from the first word to the day on which nobody speaks of it any more."""

    NOT_YET = "not_yet", "Not yet"
    INVITED = "invited", "Invited"
    PREPARING = "preparing", "Preparing"
    IN_TRIAL = "in_trial", "In trial"
    USING = "using", "Using"
    USUAL = "usual", "Business as usual"


TRYING = (Stage.IN_TRIAL, Stage.USING, Stage.USUAL)
"""The stages in which people work the new way, at least as a trial."""
INVITATION = 500
"""Characters in which a team is invited."""


class NotUsualYet(Exception):  # noqa: N818 -- a rule of the programme, told in words
    """Business as usual is what has been accepted as such, criterion by criterion."""

    def __init__(self, team: Team) -> None:
        super().__init__(
            f"{team} is not there yet: every criterion of business as usual has to be accepted, "
            "and there has to be one."
        )


class AdoptionOvertaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else changed lead or day meanwhile; ``current`` is as they left it."""

    def __init__(self, current: "Adoption") -> None:
        super().__init__("Somebody else changed this while you were writing.")
        self.current = current


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
    it came to its stage. ``revision`` counts the changes of lead and day, and ``arranged_at`` is
    when they were changed last.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="adoptions")
    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="adoption")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.NOT_YET)
    since = models.DateField(default=localdate)
    lead = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="adoptions_led"
    )
    starts_on = models.DateField(null=True, blank=True)
    arranged_at = models.DateTimeField(default=now, editable=False)
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

    @property
    def next_stage(self) -> Stage | None:
        """The stage that follows; nothing after the last one."""
        order = list(Stage)
        place = order.index(Stage(self.stage)) + 1
        return order[place] if place < len(order) else None

    @property
    def present_lead(self) -> Person | None:
        """Whoever leads the team on board and still takes part."""
        return self.lead if self.lead and self.lead.removed_at is None else None

    @property
    def is_ahead(self) -> bool:
        """Whether the first trial still lies ahead of the team."""
        return self.stage not in TRYING

    @property
    def is_late(self) -> bool:
        """Whether the day of the first trial is over, and it has not begun."""
        return bool(self.starts_on and self.is_ahead and self.starts_on < localdate())

    @transaction.atomic
    def move(self, by: Person | None, stage: str, on: date | None = None) -> bool:
        """Bring the team to another stage, forward or back; the same one again is no event.

        Raises ``NotUsualYet`` for business as usual before its criteria are accepted.
        """
        return self._to(Stage(stage), "team.moved", by, on)

    @transaction.atomic
    def invite(self, by: Person, words: str = "") -> bool:
        """Invite a team that was not; say whether this call did it."""
        held = Adoption.locked(self.team)
        if held.stage != Stage.NOT_YET:
            self.stage, self.since = held.stage, held.since
            return False
        return self._to(Stage.INVITED, "team.invited", by, comment=words)

    @transaction.atomic
    def arrange(
        self, by: Person, based_on: int, lead: Person | None, starts_on: date | None
    ) -> bool:
        """Say who leads the team and when, on top of revision ``based_on``; whether that is new.

        Raises ``AdoptionOvertaken`` when there is a newer revision.
        """
        held = Adoption.locked(self.team)
        changes = _changes(held, lead, starts_on)
        if changes and held.revision != based_on:
            raise AdoptionOvertaken(held)
        if not changes:
            return False
        self.pk, self.lead, self.starts_on = held.pk, lead, starts_on
        self.revision = held.revision + 1
        own = Adoption.objects.filter(pk=held.pk)
        own.update(lead=lead, starts_on=starts_on, revision=self.revision, arranged_at=now())
        undo = {
            "lead": held.lead_id,
            "starts_on": held.starts_on.isoformat() if held.starts_on else None,
            "based_on": self.revision,
            "asked": lead.pk if lead and "lead" in changes else None,
        }
        self._record("team.arranged", by, changes=changes, undo=undo)
        return True

    def _to(
        self, stage: Stage, verb: str, by: Person | None, on: date | None = None, **facts: Any
    ) -> bool:
        held = Adoption.locked(self.team)
        if held.stage == stage:
            self.pk, self.stage, self.since = held.pk, held.stage, held.since
            return False
        if stage == Stage.USUAL:
            _refuse_before_usual(self.team)
        self.pk, self.stage, self.since = held.pk, stage, on or localdate()
        Adoption.objects.filter(pk=held.pk).update(stage=stage, since=self.since)
        words = {"from": Stage(held.stage).label, "to": stage.label}
        undo = {"stage": held.stage, "since": held.since.isoformat(), "at": stage}
        self._record(verb, by, **words, undo=undo, **facts)
        return True

    def _record(self, verb: str, by: Person | None, **facts: Any) -> None:
        facts["title"] = self.team.name
        Event.record(self.programme, verb, by=by, subject=self.team, **facts)


def _changes(
    held: Adoption, lead: Person | None, starts_on: date | None
) -> dict[str, list[str | None]]:
    """Return what is new of lead and day, in words, before and after."""
    told: dict[str, list[str | None]] = {}
    if held.lead != lead:
        told["lead"] = [str(who) if who else None for who in (held.lead, lead)]
    if held.starts_on != starts_on:
        told["first day"] = [
            day.isoformat() if day else None for day in (held.starts_on, starts_on)
        ]
    return told


def _refuse_before_usual(team: Team) -> None:
    """Raise ``NotUsualYet`` unless every criterion of ``team`` is accepted."""
    from changeprog.onboarding import criteria  # noqa: PLC0415 -- it asks other models

    if not criteria.holds(team):
        raise NotUsualYet(team)

"""Criteria of business as usual: what has to be true, and who says that it is."""

from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction.figures import DECIMALS, DIGITS
from changeprog.direction.models import Objective, Overtaken
from changeprog.direction.models.removable import PresentManager, Removable
from changeprog.onboarding.figures_in_band import MOST, Band, Watch, earliest, watch
from changeprog.onboarding.models.adoption import Adoption, Stage
from changeprog.programme.models import Person, Team

STATEMENT = 300
"""Characters of what has to be true."""
WORDS = 600
"""Characters of a reason, or of what somebody says as they accept."""
MONTHS = 3
"""How long figures have to stay in their band, unless something else is said."""


class NotRipe(Exception):  # noqa: N818 -- a rule of the programme, told in words
    """Nobody accepts what nothing shows yet."""


class StandsAccepted(Exception):  # noqa: N818 -- a rule of the programme, told in words
    """What was accepted stays as it was accepted."""

    def __init__(self, criterion: "Criterion") -> None:
        super().__init__(
            f"“{criterion}” was accepted as it stands. It can be changed once that is taken back."
        )


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def of_teams(self) -> Self:
        """Those of one team each."""
        return self.exclude(team=None)

    def of_programme(self) -> Self:
        """Those of the programme as a whole."""
        return self.filter(team=None)

    def still(self) -> Self:
        """Those of the programme and of teams that are not retired."""
        return self.filter(models.Q(team=None) | models.Q(team__retired_at=None))

    def accepted(self) -> Self:
        return self.exclude(accepted_at=None)

    def open(self) -> Self:
        """Not accepted yet, or not any more."""
        return self.filter(accepted_at=None)

    def with_names(self) -> Self:
        """With everything that a row shows; ``shown_by`` counts the evidence."""
        present = models.Q(evidence__removed_at=None)
        rows = self.select_related("programme", "team", "acceptor", "accepted_by", "objective")
        return rows.annotate(shown_by=models.Count("evidence", filter=present))

    def all_accepted(self) -> bool:
        """Whether there is at least one, and none that is still open; one query."""
        count = self.aggregate(
            all=models.Count("pk"), open=models.Count("pk", filter=models.Q(accepted_at=None))
        )
        return bool(count["all"]) and not count["open"]


class Criterion(Removable):
    """Something that has to be true before the change is the usual way of a team.

    Without a ``team`` it is of the whole programme. ``acceptor`` is the one person who may accept
    it; who then did is ``accepted_by``. Figures are those of an ``objective``, which have to stay
    from ``low`` to ``high``, in its unit, for ``months``; one of the two is enough.
    """

    NOUN = "criterion"

    class Kind(models.TextChoices):
        POLICY = "policy", "Policy changed"
        OWNER = "owner", "Process owner named"
        TRAINED = "trained", "People trained"
        OLD_WAY = "old_way", "Old way switched off"
        FIGURES = "figures", "Figures in band"
        OWN = "own", "In our own words"

    team = models.ForeignKey(
        Team, on_delete=models.CASCADE, null=True, blank=True, related_name="criteria"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    statement = models.CharField("what has to be true", max_length=STATEMENT)
    acceptor = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="criteria_to_accept"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="criteria"
    )
    low = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    high = models.DecimalField(max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True)
    months = models.PositiveSmallIntegerField(default=MONTHS)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="criteria_accepted"
    )
    created_at = models.DateTimeField(default=now, editable=False)
    shown_by: int
    """Only after ``with_names``."""

    objects = PresentManager.from_queryset(CriterionQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="criterion_agreed_once"),
            models.CheckConstraint(
                condition=~models.Q(kind="figures")
                | models.Q(low__isnull=False)
                | models.Q(high__isnull=False),
                name="criterion_figures_have_a_band",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="figures")
                | models.Q(objective=None, low__isnull=True, high__isnull=True),
                name="criterion_band_only_of_figures",
            ),
            models.CheckConstraint(
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lte=models.F("high")),
                name="criterion_band_the_right_way_round",
            ),
            models.CheckConstraint(
                condition=models.Q(months__range=(1, MOST)), name="criterion_some_months"
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("onboarding:criterion", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("onboarding:usual", args=[self.programme.key])

    @property
    def is_accepted(self) -> bool:
        return self.accepted_at is not None

    @property
    def of_figures(self) -> bool:
        return self.kind == self.Kind.FIGURES

    @property
    def band(self) -> Band:
        return Band(self.low, self.high)

    @property
    def whose(self) -> str:
        """The team's name, or "The programme"."""
        return self.team.name if self.team else "The programme"

    def watched(self, today: date | None = None) -> Watch:
        """Return what the readings say of its figures; without an objective nothing is read."""
        day = today or localdate()
        if self.objective is None:
            return watch([], self.band, self.months, day)
        recent = self.objective.readings.filter(on__gte=earliest(day, self.months))
        return watch(recent.values_list("on", "value"), self.band, self.months, day)

    @property
    def is_ripe(self) -> bool:
        """Whether something shows it: figures by themselves, all else by evidence."""
        if self.of_figures:
            return self.watched().holds
        return self.evidence.filter(removed_at=None).exists()

    def is_accepted_by(self, person: Person) -> bool:
        """Whether it is ``person`` who may accept it, and take that back."""
        return self.acceptor_id == person.pk

    @transaction.atomic
    def agree(self, by: Person) -> None:
        """Save the new criterion with its event; the same ``key`` again changes nothing."""
        self._hold_team()
        if self.save_once():
            self.record("agreed", by, **self._named())
            self._fall(by)

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change it on top of revision ``based_on``.

        Raises ``Overtaken``, and ``StandsAccepted`` once it was accepted.
        """
        if self._held().is_accepted:
            raise StandsAccepted(self)
        super().change(by, based_on, **values)

    @transaction.atomic
    def remove(self, by: Person) -> None:
        """Take it away, also when it was accepted; with nothing left to hold, nothing holds."""
        self._hold_team()
        super().remove(by)
        self._fall(by)

    @transaction.atomic
    def restore(self, by: Person, ties: Any) -> None:
        """Undo ``remove``; a team it is still open for is not business as usual any more."""
        self._hold_team()
        super().restore(by, ties)
        self._fall(by)

    @transaction.atomic
    def accept(self, by: Person, based_on: int) -> bool:
        """Say that it is so, once; return whether this call did it.

        Raises ``Overtaken`` when it was changed since revision ``based_on``, and ``NotRipe`` while
        nothing shows it. The last one of a team makes its new way the usual one.
        """
        current = self._held()
        if current.is_accepted or current.removed_at:
            return False
        if current.revision != based_on:
            raise Overtaken(current)
        if not current.is_ripe:
            raise NotRipe(_why_not(current))
        self._mark(now(), by)
        self.record("accepted", by, **self._named())
        self._rise(by)
        return True

    @transaction.atomic
    def take_back(self, by: Person, why: str) -> bool:
        """Say that it is not so, or not any more; return whether this call did it.

        A team that was business as usual is using it again.
        """
        if not self._held().is_accepted:
            return False
        self._mark(None, None)
        undo = {"revision": self.revision}
        self.record("taken_back", by, why=why, **self._named(), undo=undo)
        self._fall(by)
        return True

    def _mark(self, at: Any, by: Person | None) -> None:
        self.accepted_at, self.accepted_by = at, by
        Criterion.everything().filter(pk=self.pk).update(accepted_at=at, accepted_by=by)

    def _named(self) -> dict[str, str]:
        return {"of_team": self.team.name} if self.team else {}

    def _held(self) -> "Criterion":
        """Lock the team, then the criterion, and return it as it is."""
        self._hold_team()
        rows = Criterion.everything().select_for_update(of=("self",))
        held: Criterion = rows.select_related("objective", "team", "programme").get(pk=self.pk)
        return held

    def _hold_team(self) -> None:
        """Let one change at a time decide whether the team is business as usual."""
        if self.team:
            Adoption.locked(self.team)

    def _rise(self, by: Person) -> None:
        """Bring the team to business as usual once this was the last one to be accepted."""
        if self.team and Criterion.objects.filter(team=self.team).all_accepted():
            Adoption.of(self.team).move(by, Stage.USUAL)

    def _fall(self, by: Person) -> None:
        """Take business as usual from a team of which not everything is accepted any more."""
        if self.team is None or Criterion.objects.filter(team=self.team).all_accepted():
            return
        adoption = Adoption.of(self.team)
        if adoption.stage == Stage.USUAL:
            adoption.move(by, Stage.USING)


def _why_not(criterion: Criterion) -> str:
    if criterion.of_figures:
        return "The figures have not been in their band for long enough. Nobody can accept it yet."
    return "Nothing shows it yet. Say first what does: a few words are enough."

"""Reality checks: somebody outside the programme, with a sceptic's eye, looks at parts of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications.clock import instant
from changeprog.direction.models import SideEffect
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person, Programme, Visibility
from stakeholders.models.respondent import digest_of, new_seed, token_of

WHY = 300
"""Characters that say why it is them."""
DAYS_OPEN = 21
"""From today until a new link expires, unless another day is chosen."""
SALT = b"changeprog.reality"
DAY = timedelta(days=1)


class CheckOver(Exception):  # noqa: N818 -- told in words
    """The link has expired or was withdrawn."""

    def __init__(self) -> None:
        super().__init__("This link takes no answers any more, so nothing was kept.")


@dataclass(frozen=True)
class Said:
    """What somebody outside said about one part, or about one side effect in it.

    ``sureness`` goes from 1 to 5; nothing where they did not say.
    """

    part: str
    words: str
    sureness: int | None
    side_effect: SideEffect | None = None


def in_three_weeks() -> date:
    """Return the day with which a new link expires, unless another is chosen."""
    return localdate() + timedelta(days=DAYS_OPEN)


class RealityCheckQuerySet(models.QuerySet["RealityCheck"]):
    def waiting(self) -> Self:
        """Neither answered nor withdrawn; some of them may have expired."""
        return self.filter(answered_at=None, withdrawn_at=None)

    def near(self, at: datetime) -> Self:
        """Those of which it depends on the programme's clock alone whether they run at ``at``."""
        last = (at - 2 * DAY).date()
        return self.waiting().filter(Programme.going_on("programme__"), closes_on__gte=last)

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("programme", "person__function", "invited_by")

    def with_counts(self) -> Self:
        """With how many ``said`` there are, and how many of them nobody has answered ``yet``."""
        nobody = Q(remarks__outcome="")
        return self.annotate(said=Count("remarks"), yet=Count("remarks", filter=nobody))

    def holding(self, token: str) -> "RealityCheck | None":
        """Return whose link it is, or nothing."""
        return self.with_names().filter(digest=digest_of(token)).first()


class RealityCheck(Revised):
    """Somebody outside is asked, once, what would go wrong with some parts of the programme.

    ``person`` takes no part in it. Their link carries a token made of the random ``seed`` and the
    secret of this copy, and the table knows it by its ``digest`` alone. It is good until the end of
    ``closes_on`` by the programme's clock, until they have answered, or until it is withdrawn.
    ``parts`` are names of ``reality_parts``, joined by commas; they stay as they were asked about.
    """

    NOUN = "reality_check"
    VISIBILITY = Visibility.FACILITATORS

    class Standing(models.TextChoices):
        WAITING = "waiting", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        EXPIRED = "expired", "Expired"
        WITHDRAWN = "withdrawn", "Withdrawn"

        @property
        def tone(self) -> str:
            """The class of the badge that shows it."""
            return {"waiting": "is-accent", "answered": "is-good"}.get(self.value, "quiet")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reality_checks")
    why = models.CharField(max_length=WHY)
    parts = models.CharField(max_length=100)
    closes_on = models.DateField(default=in_three_weeks)
    invited_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="reality_checks_asked"
    )
    invited_at = models.DateTimeField(default=now)
    seed = models.CharField(max_length=64, default=new_seed, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    said: int
    yet: int
    """These two only after ``with_counts``."""

    objects = RealityCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="reality_check_asked_once"),
            models.CheckConstraint(condition=~Q(parts=""), name="reality_check_has_parts"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(withdrawn_at=None),
                name="reality_check_answered_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"Reality check by {self.person.name}"

    def get_absolute_url(self) -> str:
        return reverse("onboarding:reality_check", args=[self.programme.key, self.pk])

    @property
    def part_names(self) -> list[str]:
        """The parts they are asked about."""
        return self.parts.split(",")

    @property
    def path(self) -> str:
        """The personal link, without the host."""
        return reverse("answer_reality_check", args=[token_of(self.seed, SALT)])

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which it expires."""
        return ZoneInfo(self.programme.time_zone)

    def is_running(self, at: datetime | None = None) -> bool:
        """Whether an answer is taken at the moment ``at``, or now."""
        ends = instant(self.closes_on + DAY, time(), self.zone)
        asked = self.answered_at is None and self.withdrawn_at is None
        return asked and self.programme.goes_on and (at or now()) < ends

    @property
    def standing(self) -> "RealityCheck.Standing":
        """How it stands now."""
        if self.answered_at:
            return self.Standing.ANSWERED
        if self.withdrawn_at:
            return self.Standing.WITHDRAWN
        return self.Standing.WAITING if self.is_running() else self.Standing.EXPIRED

    @transaction.atomic
    def invite(self, by: Person) -> None:
        """Save the new check with its event; the same ``key`` again changes nothing."""
        self.invited_by, self.digest = by, digest_of(token_of(self.seed, SALT))
        if self.save_once():
            self.record("invited", by)

    @transaction.atomic
    def withdraw(self, by: Person) -> bool:
        """End the link before it was answered; say whether this call did it."""
        waiting = RealityCheck.objects.waiting().filter(pk=self.pk)
        return self._mark(waiting, "withdrawn", by, withdrawn_at=now())

    @transaction.atomic
    def renew(self, by: Person) -> bool:
        """Undo ``withdraw``: the link in their mail is good again."""
        gone = RealityCheck.objects.filter(pk=self.pk).exclude(withdrawn_at=None)
        self.mails.filter(state="suppressed").delete()
        return self._mark(gone, "renewed", by, withdrawn_at=None)

    @transaction.atomic
    def answer(self, said: Iterable[Said]) -> bool:
        """Keep what they say, once; say whether this call did it.

        A side effect about which they say something counts as checked from outside. Raises
        ``CheckOver`` once the link is no good any more.
        """
        from changeprog.onboarding.models.remark import Remark  # noqa: PLC0415 -- it imports this

        row = RealityCheck.objects.select_for_update(of=("self",)).with_names().get(pk=self.pk)
        if row.answered_at:
            return False
        if not row.is_running():
            raise CheckOver
        self._mark(RealityCheck.objects.filter(pk=self.pk), "answered", None, answered_at=now())
        for each in said:
            Remark.keep(self, each)
            if each.side_effect:
                each.side_effect.check_from_outside(self.person.name, localdate(timezone=self.zone))
        return True

    def _mark(
        self, rows: RealityCheckQuerySet, act: str, by: Person | None, **values: datetime | None
    ) -> bool:
        if not rows.update(**values):
            return False
        self.refresh_from_db(fields=list(values))
        self.record(act, by)
        return True

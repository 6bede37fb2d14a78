"""Surveys: one question about whom people turn to, put to some of those on the map by mail."""

from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications.clock import instant
from changeprog.direction.models.removable import PresentManager
from changeprog.programme.membership import members
from changeprog.programme.models import Function, Person, Programme, Team
from stakeholders.models.confidential import Confidential
from stakeholders.models.stakeholder import LINE, Stakeholder
from stakeholders.models.tie import Relation

QUESTION = "Whose advice do you seek about working with customers?"
RELATIONS = [(each.value, each.label) for each in (Relation.ADVICE, Relation.TRUST)]
"""What an answer can mean; who reports to whom is asked nobody."""
FEWEST, MOST, USUAL = 1, 20, 5
"""Names that somebody may give: the bounds of what can be set, and what is set at first."""
DAYS_OPEN = 14
"""From today until a new survey closes, unless another day is chosen."""
REMINDERS = "3,0"
"""Days before it closes, on which those who have not answered are reminded."""
DAY = timedelta(days=1)


def in_two_weeks() -> date:
    """Return the day on which a new survey closes, unless another is chosen."""
    return localdate() + timedelta(days=DAYS_OPEN)


class SurveyQuerySet(models.QuerySet["Survey"]):
    def sent(self) -> Self:
        """Those that were mailed and count: neither drafts nor cancelled."""
        return self.filter(state__in=[Survey.State.OPEN, Survey.State.CLOSED])

    def near(self, at: datetime) -> Self:
        """Those of which it depends on the programme's clock alone whether they run at ``at``."""
        programme = Programme.going_on("programme__")
        last = (at - 2 * DAY).date()
        return self.filter(programme, state=Survey.State.OPEN, closes_on__gte=last)

    def with_counts(self) -> Self:
        """With how many were ``asked`` and have ``replied``."""
        replied = Q(respondents__answered_at__isnull=False)
        return self.select_related("programme").annotate(
            asked=Count("respondents", distinct=True),
            replied=Count("respondents", filter=replied, distinct=True),
        )


class Survey(Confidential):
    """A question that draws ties of one ``relation``, from who answers to those they name.

    It runs from being sent until the end of ``closes_on``, by the programme's clock, or until it is
    closed by hand. ``reminders`` are days before that day, joined by commas. It is put to everybody
    on the map with an e-mail address, or to whoever of them is in one of the functions, in one of
    the teams, or named.
    """

    NOUN = "survey"

    class State(models.TextChoices):
        DRAFT = "draft", "Not sent yet"
        OPEN = "open", "Running"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    question = models.CharField(max_length=LINE, default=QUESTION)
    relation = models.CharField(
        max_length=10,
        choices=RELATIONS,
        default=Relation.ADVICE,
    )
    names = models.PositiveSmallIntegerField(
        default=USUAL, validators=[MinValueValidator(FEWEST), MaxValueValidator(MOST)]
    )
    closes_on = models.DateField(default=in_two_weeks)
    reminders = models.CharField(max_length=20, blank=True, default=REMINDERS)
    to_everyone = models.BooleanField(default=True)
    to_functions = models.ManyToManyField(Function, blank=True, related_name="+")
    to_teams = models.ManyToManyField(Team, blank=True, related_name="+")
    to_people = models.ManyToManyField(Person, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = PresentManager.from_queryset(SurveyQuerySet)()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="survey_planned_once"),
            models.CheckConstraint(
                condition=Q(names__range=(FEWEST, MOST)), name="survey_asks_for_some_names"
            ),
            models.CheckConstraint(
                condition=Q(relation__in=["advice", "trust"]), name="survey_draws_advice_or_trust"
            ),
        ]

    def __str__(self) -> str:
        return f"Survey {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("stakeholders:survey", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("stakeholders:surveys", args=[self.programme.key])

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which it closes."""
        return ZoneInfo(self.programme.time_zone)

    @property
    def closes_at(self) -> datetime:
        """The moment at which its last day is over."""
        return instant(self.closes_on + DAY, time(), self.zone)

    def is_running(self, at: datetime | None = None) -> bool:
        """Whether answers are taken at the moment ``at``, or now; never once it was stopped."""
        goes_on = self.programme.goes_on
        return goes_on and self.state == self.State.OPEN and (at or now()) < self.closes_at

    @property
    def standing(self) -> "Survey.State":
        """How it stands today: one that is over counts as closed."""
        over = self.state == self.State.OPEN and not self.is_running()
        return self.State.CLOSED if over else self.State(self.state)

    @property
    def reminder_days(self) -> list[int]:
        """Days before it closes on which people are reminded."""
        return [int(days) for days in self.reminders.split(",") if days]

    def recipients(self) -> models.QuerySet[Person]:
        """Return those to whom it is put: people on the map whom a mail can reach."""
        reachable = Person.objects.present().filter(
            stakeholder__in=Stakeholder.objects.filter(programme=self.programme_id)
        )
        return reachable.exclude(email="").filter(self._meant()).select_related("function")

    def _meant(self) -> Q:
        if self.to_everyone:
            return Q()
        seats = members(self.programme)
        seated = {pk for team in self.to_teams.all() for pk in seats.get(team.pk, set())}
        return (
            Q(function__in=self.to_functions.all())
            | Q(pk__in=seated)
            | Q(pk__in=self.to_people.values("pk"))
        )

    @transaction.atomic
    def plan(self, by: Person, **audience: list[Any]) -> None:
        """Save the new draft with its event; the same ``key`` again changes nothing."""
        if self.save_once():
            for name, rows in audience.items():
                getattr(self, name).set(rows)
            self.record("planned", by)

    @transaction.atomic
    def change(self, by: Person, based_on: int, **values: Any) -> None:
        """Change it on top of revision ``based_on``; one that runs asks whom it means by then."""
        super().change(by, based_on, **values)
        if self.state == self.State.OPEN:
            self.ask()

    @transaction.atomic
    def send(self, by: Person) -> bool:
        """Put the question to everybody meant, once; say whether this call did it."""
        drafts = Survey.objects.filter(pk=self.pk, state=self.State.DRAFT)
        if not drafts.update(state=self.State.OPEN, sent_at=now()):
            return False
        self.refresh_from_db()
        self.ask()
        self.record("sent", by)
        return True

    def ask(self) -> None:
        """Have exactly those asked who are meant now; whoever has answered stays."""
        from stakeholders.models.respondent import Respondent  # noqa: PLC0415 -- it imports this

        meant = list(self.recipients().values_list("pk", flat=True))
        self.respondents.filter(answered_at=None).exclude(person__in=meant).delete()
        known = set(self.respondents.values_list("person", flat=True))
        fresh = [Respondent.of(self, person) for person in meant if person not in known]
        Respondent.objects.bulk_create(fresh, ignore_conflicts=True)

    def close(self, by: Person) -> bool:
        """Take no answers any more, before the day; say whether this call did it."""
        return self._move(by, "closed", [self.State.OPEN], self.State.CLOSED)

    def run_until(self, by: Person, day: date) -> bool:
        """Take answers until the end of ``day``, again or for longer; say whether that is new."""
        states = [self.State.OPEN, self.State.CLOSED]
        return self._move(by, "reopened", states, self.State.OPEN, day)

    def cancel(self, by: Person) -> bool:
        """Let it count no longer: its links end, and so do the ties that it drew."""
        states = [self.State.DRAFT, self.State.OPEN, self.State.CLOSED]
        return self._move(by, "cancelled", states, self.State.CANCELLED)

    def put_state_back(self, by: Person, kept: dict[str, Any]) -> bool:
        """Undo any of these three; ``kept`` is what its event keeps under "undo"."""
        state, day = self.State(kept["state"]), date.fromisoformat(kept["closes_on"])
        return self._move(by, "put_back", list(self.State), state, day)

    @transaction.atomic
    def _move(
        self, by: Person, act: str, states: list["State"], state: "State", day: date | None = None
    ) -> bool:
        row = Survey.objects.select_for_update().filter(pk=self.pk, state__in=states).first()
        if row is None or (row.state, row.closes_on) == (state, day or row.closes_on):
            return False
        before = {"state": row.state, "closes_on": row.closes_on.isoformat()}
        self.state, self.closes_on = state, day or row.closes_on
        self.revision = row.revision + 1
        self.save(update_fields=["state", "closes_on", "revision"])
        if self.State.CANCELLED in (row.state, state):
            self._draw_all()
        self.record(act, by, undo=before)
        return True

    def _draw_all(self) -> None:
        """Draw or take away what its answers say, as it counts or does not count any more."""
        for respondent in self.respondents.answered().select_related("person", "survey"):
            respondent.draw()

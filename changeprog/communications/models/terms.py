"""The terms of a communication procedure: who needs to know what, how often, from whom."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.models.webhook import Webhook
from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Function, Person, Team

WORDS = 500
"""Characters that say what people need to know."""
WHERE = 160
"""Characters that name the meeting in which something was agreed."""


class Topic(models.TextChoices):
    """What the journal can tell of."""

    MILESTONES = "milestones", "Milestones"
    VICTORIES = "victories", "Victories"
    BARRIERS = "barriers", "Barriers"
    WORKSHOPS = "workshops", "Outcomes of workshops"
    COMMITMENTS = "commitments", "Commitments"
    DECISIONS = "decisions", "Decisions and actions"
    VISION = "vision", "Changes of the vision"
    TEAMS = "teams", "Teams coming on board"
    MAP = "map", "Coverage of the map, as numbers only"


class Cadence(models.TextChoices):
    """How often, or around what."""

    AT_ONCE = "at_once", "At once, when it happens"
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every second week"
    MONTHLY = "monthly", "Every month, on its first such weekday"
    BEFORE_MILESTONE = "before_milestone", "Before each milestone"
    AFTER_MILESTONE = "after_milestone", "After each milestone"
    BEFORE_WORKSHOP = "before_workshop", "Before each workshop"
    AFTER_WORKSHOP = "after_workshop", "After each workshop"


class Channel(models.TextChoices):
    """By which way."""

    MAIL = "mail", "Mail"
    INBOX = "inbox", "Inbox in the app"
    WEBHOOK = "webhook", "Chat, by a webhook"


class Unapproved(models.TextChoices):
    """What becomes of an edition that nobody has approved when its hour strikes."""

    LATE = "late", "It waits, and goes out late"
    SKIP = "skip", "It is skipped, and the next one tells it all"


class Terms(Revised):
    """What was agreed of a procedure, as data.

    Its audience is everybody, or whoever is in one of the teams, in one of the functions, in one of
    the roles, or named. ``to_roles`` and ``topics`` are values of ``Role`` and ``Topic``, joined by
    commas. ``days`` counts those before or after a milestone or workshop. ``automatic`` ones are
    composed and sent by the app; the others are kept by hand, by their ``owner``.
    """

    NOUN = "procedure"

    automatic = models.BooleanField(default=True, editable=False)
    to_everyone = models.BooleanField(default=True)
    to_teams = models.ManyToManyField(Team, blank=True, related_name="+")
    to_functions = models.ManyToManyField(Function, blank=True, related_name="+")
    to_people = models.ManyToManyField(Person, blank=True, related_name="+")
    to_ambassadors = models.BooleanField(default=False)
    to_roles = models.CharField(max_length=120, blank=True)
    topics = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=WORDS, blank=True)
    cadence = models.CharField(max_length=20, choices=Cadence, default=Cadence.WEEKLY)
    days = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    owner = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="procedures_answered_for",
    )
    needs_approval = models.BooleanField(default=False)
    if_unapproved = models.CharField(max_length=4, choices=Unapproved, default=Unapproved.LATE)
    webhook = models.ForeignKey(
        Webhook, on_delete=models.SET_NULL, null=True, blank=True, related_name="procedures"
    )
    until = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    agreed_in = models.CharField(max_length=WHERE, blank=True, editable=False)
    active = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Return the procedure's place among the others."""
        return f"{reverse('teams:procedures', args=[self.programme.key])}#procedure-{self.pk}"

    @property
    def role_list(self) -> list[str]:
        """The values of the roles that it reaches."""
        return self.to_roles.split(",") if self.to_roles else []

    @property
    def topic_list(self) -> list[str]:
        """The values of the topics that it tells of."""
        return self.topics.split(",") if self.topics else []

    def has_ended(self, today: date) -> bool:
        """Whether it holds no longer on the day ``today``."""
        return not self.active or (self.until is not None and self.until < today)

    @transaction.atomic
    def end(self, by: Person) -> bool:
        """Let an agreed procedure hold no longer; say whether this call did it."""
        return self._switch(by, "ended", active=False)

    @transaction.atomic
    def resume(self, by: Person) -> bool:
        """Undo ``end``; say whether this call did it."""
        return self._switch(by, "resumed", active=True)

    def _switch(self, by: Person, act: str, *, active: bool) -> bool:
        agreed = self.everything().filter(~Q(active=active), pk=self.pk, automatic=False)
        done = bool(agreed.update(active=active))
        self.refresh_from_db()
        if done:
            self.record(act, by)
        return done

    def _agree(self, by: Person, audience: dict[str, list[models.Model]]) -> bool:
        """Save the new row with whom it reaches; the same ``key`` again changes nothing."""
        self.automatic, self.agreed_at = False, now()
        if not self.save_once():
            return False
        for name, rows in audience.items():
            getattr(self, name).set(rows)
        where = {"where": self.agreed_in} if self.agreed_in else {}
        self.record("agreed", by, **where)
        return True

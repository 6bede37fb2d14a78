"""Working rules: how people on the teams deal with one another, version by version."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme
from teams.consent import Stand, doubters, may_be_adopted
from teams.models.voice import voices

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from teams.models.rule_answer import RuleAnswer, RuleComment

TEXT = 300
"""Characters of a rule, its reason, and whatever is said of it."""


class RuleOvertaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else has proposed other words meanwhile; ``current`` is theirs."""

    def __init__(self, current: "RuleVersion") -> None:
        by = current.proposed_by or "Somebody"
        super().__init__(f"{by} proposed other words while you were writing.")
        self.current = current


class NotAgreed(Exception):  # noqa: N818 -- a rule about rules, told in words
    """The people on the teams do not agree on the text, or have not said anything yet."""

    def __init__(self, doubting: int) -> None:
        said = {
            0: "Nobody on a team has said yet that they can live with it.",
            1: "Somebody on a team cannot live with it yet. Say in a sentence why it holds anyway.",
        }
        many = f"{doubting} people on the teams cannot live with it yet. Say why it holds anyway."
        super().__init__(said.get(doubting, many))


class WorkingRule(models.Model):
    """A rule through all its versions; ``key`` names the attempt to propose it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="working_rules")
    key = models.UUIDField(default=uuid4, editable=False)

    if TYPE_CHECKING:
        versions: RelatedManager["RuleVersion"]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="rule_proposed_once")
        ]

    def __str__(self) -> str:
        return f"Working rule {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("teams:rule", args=[self.programme.key, self.pk])

    def newest(self) -> "RuleVersion":
        """Return the newest version, whatever became of it."""
        return RuleVersion.objects.with_names().filter(rule=self).latest("number")

    @classmethod
    @transaction.atomic
    def propose(cls, by: Person, key: UUID, text: str, reason: str) -> "WorkingRule":
        """Propose a rule, once per ``key``."""
        rule, new = cls.objects.get_or_create(programme=by.programme, key=key)
        if new:
            version = RuleVersion(rule=rule, number=1, text=text, reason=reason, proposed_by=by)
            version.save()
            version.record("rule.proposed", by, reason=reason)
        return rule

    @transaction.atomic
    def rewrite(self, by: Person, text: str, reason: str, based_on: int) -> "RuleVersion":
        """Propose other words on top of version ``based_on``, and why.

        The adopted words hold until the new ones are adopted; words that were only proposed are
        replaced, and people are asked anew. Words that change nothing make no version. Raises
        ``RuleOvertaken`` when ``based_on`` is no longer the newest version.
        """
        WorkingRule.objects.select_for_update().get(pk=self.pk)
        current = self.newest()
        if current.text == text and current.is_open:
            return current
        if current.number != based_on:
            raise RuleOvertaken(current)
        RuleVersion.objects.proposed().filter(rule=self).end(RuleVersion.State.REPLACED, by)
        version = RuleVersion(
            rule=self, number=based_on + 1, text=text, reason=reason, proposed_by=by
        )
        version.save()
        version.record("rule.rewritten", by, reason=reason, before=current.text)
        return version


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    def of(self, programme: Programme) -> Self:
        """Every version of every rule of ``programme``, in the order in which they came up."""
        return self.filter(rule__programme=programme).order_by("rule", "number")

    def proposed(self) -> Self:
        """Waiting to be adopted."""
        return self.filter(state=RuleVersion.State.PROPOSED)

    def adopted(self) -> Self:
        """In force."""
        return self.filter(state=RuleVersion.State.ADOPTED)

    def adopted_between(self, since: datetime, until: datetime) -> Self:
        """Adopted in [``since``, ``until``), whatever became of them later, oldest first."""
        window = self.filter(adopted_at__gte=since, adopted_at__lt=until)
        return window.order_by("adopted_at", "pk")

    def with_names(self) -> Self:
        """With everything that a row shows."""
        return self.select_related("rule__programme", "proposed_by", "adopted_by", "ended_by")

    def end(self, state: str, by: Person) -> int:
        """Let these hold no longer; return how many that were."""
        return self.update(state=state, ended_at=now(), ended_by=by)


class RuleVersion(models.Model):
    """One wording of a rule, who proposed it and why, and what became of it.

    ``note`` says why it was adopted although somebody on a team stood at "not yet".
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ADOPTED = "adopted", "Adopted"
        REPLACED = "replaced", "Replaced"
        WITHDRAWN = "withdrawn", "Withdrawn"

    rule = models.ForeignKey(WorkingRule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=TEXT)
    reason = models.CharField(max_length=TEXT, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="rules_proposed"
    )
    proposed_at = models.DateTimeField(default=now)
    adopted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=TEXT, blank=True)

    objects = RuleVersionQuerySet.as_manager()

    if TYPE_CHECKING:
        answers: RelatedManager["RuleAnswer"]
        comments: RelatedManager["RuleComment"]

    class Meta:
        ordering = ["rule", "number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once"),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(state="adopted"), name="rule_adopted_once"
            ),
            models.UniqueConstraint(
                fields=["rule"], condition=Q(state="proposed"), name="rule_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", adopted_at=None, ended_at=None)
                | Q(state="adopted", adopted_at__isnull=False, ended_at=None)
                | Q(state__in=["replaced", "withdrawn"], ended_at__isnull=False),
                name="rule_state_has_its_moments",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(adopted_at=None) | Q(ended_at__gte=F("adopted_at")),
                name="rule_ends_after_it_held",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether these words are proposed or in force."""
        return self.state in {self.State.PROPOSED, self.State.ADOPTED}

    @property
    def tone(self) -> str:
        """The class of the badge that shows the state."""
        return {"proposed": "is-accent", "adopted": "is-good"}.get(self.state, "")

    def stands(self) -> list[Stand]:
        """Return what each person has said last."""
        said = self.answers.values_list("person", "can_live")
        return [Stand(person, can_live) for person, can_live in said]

    @transaction.atomic
    def adopt(self, by: Person, note: str = "") -> bool:
        """Put these words in force; say whether this call did it.

        Raises ``NotAgreed`` while somebody on a team stands at "not yet" and no ``note`` says why
        it holds anyway, and while nobody on a team has said anything.
        """
        if not self.lock():
            return False
        stands, everybody = self.stands(), voices(by.programme)
        if not may_be_adopted(stands, everybody, note):
            raise NotAgreed(len(doubters(stands, everybody)))
        adopted = RuleVersion.objects.adopted().filter(rule=self.rule_id)
        adopted.end(self.State.REPLACED, by)
        self.state, self.adopted_by, self.adopted_at, self.note = "adopted", by, now(), note
        self.save(update_fields=["state", "adopted_by", "adopted_at", "note"])
        over = len(doubters(stands, everybody))
        self.record("rule.adopted", by, **({"note": note, "over": over} if over else {}))
        return True

    @transaction.atomic
    def withdraw(self, by: Person, why: str) -> bool:
        """Take the proposal back, or the rule out of force; say whether this call did it."""
        mine = RuleVersion.objects.filter(pk=self.pk, state__in=["proposed", "adopted"])
        done = bool(mine.end(self.State.WITHDRAWN, by))
        self.refresh_from_db()
        if done:
            held = {"held": True} if self.adopted_at else {}
            self.record("rule.withdrawn", by, because=why, **held)
        return done

    def lock(self) -> bool:
        """Keep others from changing the rule meanwhile; say whether the text is still proposed."""
        WorkingRule.objects.select_for_update().get(pk=self.rule_id)
        self.refresh_from_db(fields=["state"])
        return self.state == self.State.PROPOSED

    def record(self, verb: str, by: Person, **facts: Any) -> None:
        """Write what happened into the journal; the subject is the rule."""
        said = {"title": self.text, "version": self.number, **facts}
        Event.record(self.rule.programme, verb, by=by, subject=self.rule, **said)

"""What people say of a proposed rule: whether they can live with it, and their remarks."""

from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.programme.models import Person
from teams.models.rule import TEXT, RuleVersion

CAN_LIVE, NOT_YET = "can live with it", "not yet"
"""The two answers, as the journal keeps them."""


class RuleAnswer(models.Model):
    """The last word of one person on one wording: "I can live with it", or "not yet, because…"."""

    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rule_answers")
    can_live = models.BooleanField()
    because = models.CharField(max_length=TEXT, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["can_live", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="rule_answered_once"),
            models.CheckConstraint(
                condition=models.Q(can_live=True, because="")
                | models.Q(can_live=False) & ~models.Q(because=""),
                name="rule_not_yet_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {CAN_LIVE if self.can_live else NOT_YET}"

    @classmethod
    @transaction.atomic
    def give(cls, version: RuleVersion, by: Person, *, can_live: bool, because: str = "") -> bool:
        """Say or change what ``by`` thinks of a proposal; say whether it is still one.

        The same word again is no event.
        """
        if not version.lock():
            return False
        said = {"can_live": can_live, "because": "" if can_live else because}
        known = cls.objects.filter(version=version, person=by)
        if known.filter(**said).exists():
            return True
        cls.objects.update_or_create(version=version, person=by, defaults={**said, "at": now()})
        word = CAN_LIVE if can_live else NOT_YET
        facts = {"because": because} if because and not can_live else {}
        version.record("rule.answered", by, answer=word, **facts)
        return True


class RuleComment(models.Model):
    """A short remark on a wording; ``key`` names the attempt to make it."""

    version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="comments")
    key = models.UUIDField(default=uuid4, editable=False)
    by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="rule_comments"
    )
    text = models.CharField(max_length=TEXT)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="rule_comment_made_once")
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    @transaction.atomic
    def make(cls, version: RuleVersion, by: Person, key: UUID, text: str) -> "RuleComment":
        """Add a remark, once per ``key``."""
        comment, new = cls.objects.get_or_create(
            version=version, key=key, defaults={"by": by, "text": text}
        )
        if new:
            version.record("rule.commented", by, comment=text)
        return comment

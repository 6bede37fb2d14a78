"""Rounds: one poll on one version of a proposal, revealed at once for everybody."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person
from workshops import round_keys, taking, turns
from workshops.consensus import Rule
from workshops.gradients import Scale
from workshops.models.proposal import OutOfTurn, Proposal, ProposalVersion
from workshops.sealed import Said, new_pair

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from workshops.models.participant import Participant
    from workshops.models.position import Ballot, Position, Turnout

NOTE = 500
"""Characters of the reason for which a round is annulled."""


class RoundQuerySet(models.QuerySet["Round"]):
    def open(self) -> Self:
        """In which people are answering."""
        return self.filter(status=Round.Status.OPEN)

    def shown(self) -> Self:
        """Revealed and not annulled, the oldest first."""
        seen = [Round.Status.REVEALED, Round.Status.NO_CONSENSUS]
        return self.filter(status__in=seen).order_by("number")

    def over_with_key(self) -> Self:
        """Anonymous, over, and not known to have lost their key."""
        return self.exclude(status=Round.Status.OPEN).exclude(public_key=b"")

    def with_words(self) -> Self:
        """With what a request about a round asks first."""
        workshop = "proposal__activity__workshop__programme"
        return self.select_related("programme", "version", workshop)


class Round(Revised):
    """One poll; ``rule`` is the rule as it was when the round was opened.

    ``outcome`` is what was revealed, as ``workshops.outcomes`` writes it, and empty before. An
    anonymous round has a ``public_key``, by which positions are sealed, until the private one is
    known to be destroyed.
    """

    NOUN = "round"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        REVEALED = "revealed", "Revealed"
        NO_CONSENSUS = "no_consensus", "No consensus"
        ANNULLED = "annulled", "Annulled"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="rounds")
    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    anonymous = models.BooleanField(default=False)
    scale = models.CharField(max_length=5, choices=Scale, default=Scale.EIGHT)
    rule = models.JSONField(default=dict)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    public_key = models.BinaryField(default=bytes)
    outcome = models.JSONField(default=dict)
    note = models.CharField(max_length=NOTE, blank=True)
    opened_at = models.DateTimeField(default=now)
    revealed_at = models.DateTimeField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    if TYPE_CHECKING:
        positions: RelatedManager[Position]
        turnout: RelatedManager[Turnout]
        ballots: RelatedManager[Ballot]

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="round_opened_once"),
            models.UniqueConstraint(fields=["proposal", "number"], name="round_number_once"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(status="open"), name="round_one_open"
            ),
            models.CheckConstraint(
                condition=Q(status="open", revealed_at=None, outcome={})
                | Q(status__in=["revealed", "no_consensus"], revealed_at__isnull=False)
                | (Q(status="annulled") & ~Q(note="")),
                name="round_status_has_its_facts",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=True) | Q(public_key=b""), name="round_key_if_anonymous"
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number}: {self.version.text[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("workshops:proposal", args=[self.programme.key, self.proposal_id])

    @property
    def is_open(self) -> bool:
        """Whether people are answering."""
        return self.status == self.Status.OPEN

    @property
    def is_shown(self) -> bool:
        """Whether everybody sees where everybody stands."""
        return "levels" in self.outcome

    @property
    def consensus_rule(self) -> Rule:
        """The rule by which it is judged."""
        return Rule.from_json(self.rule)

    @property
    def missing(self) -> list[str]:
        """What the rule misses in what was revealed, in words."""
        return [words for holds, words in self.outcome.get("clauses", []) if not holds]

    @property
    def sitting(self) -> str:
        """What changes when the round is opened anew, so that everybody has to answer again."""
        return f"{self.pk}-{bytes(self.public_key)[:4].hex()}"

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that can be chosen."""
        return Scale(self.scale).levels

    def answers(self) -> models.QuerySet[Any]:
        """Return a row for everybody who has answered and still takes part.

        They are positions in a named round, and rows of the turnout in an anonymous one.
        """
        rows: models.QuerySet[Any] = self.turnout.all() if self.anonymous else self.positions.all()
        return rows.exclude(participant__state="removed")

    @classmethod
    @transaction.atomic
    def open_on(
        cls, proposal: Proposal, by: Person, key: UUID, *, anonymous: bool, scale: str
    ) -> "Round":
        """Open the next round on the newest words, once per ``key``.

        Raises ``OutOfTurn`` while another one is open or once the proposal is settled, and
        ``round_keys.KeyAway`` when an anonymous one cannot keep its key just now.
        """
        proposal.lock()
        if same := cls.objects.filter(programme=proposal.programme, key=key).first():
            return same
        if not proposal.is_open:
            raise OutOfTurn("This proposal is settled. Change its words, or make another one.")
        if proposal.rounds.filter(status=cls.Status.OPEN).exists():
            raise OutOfTurn("A round is open already.")
        last = proposal.rounds.aggregate(last=models.Max("number"))["last"] or 0
        found = cls(programme=proposal.programme, proposal=proposal, key=key, number=last + 1)
        found.version, found.anonymous, found.scale = proposal.newest(), anonymous, scale
        found.rule = Rule.from_json(proposal.activity.workshop.rule).to_json()
        found.public_key = _kept_pair() if anonymous else b""
        found.save()
        found.record("opened", by, anonymous=anonymous, number=found.number)
        return found

    @transaction.atomic
    def take(self, participant: "Participant", level: int, reason: str = "") -> None:
        """Take where ``participant`` stands, instead of what they said before.

        Raises ``OutOfTurn`` once the round is over, whatever this copy of it says; and for an
        anonymous one that was reopened since it was read. It is no event, and an anonymous
        position is written only sealed.
        """
        said = Said(level, participant.function_id or 0, reason)
        turns.share(self.pk)
        if self.anonymous:
            kept = taking.keep_sealed(self.pk, participant.pk, said, bytes(self.public_key))
        else:
            kept = taking.keep(self.pk, participant.pk, said)
        if not kept:
            raise OutOfTurn("This round is over. Your answer came too late and was not counted.")
        self.proposal.activity.workshop.announce("position.")

    @transaction.atomic
    def reveal(self, by: Person) -> bool:
        """Show everybody where everybody stands, at once; say whether this call did it.

        Votes under way are waited for; those that come later are refused. Raises ``OutOfTurn`` when
        too few have answered anonymously, ``round_keys.KeyAway`` while their key cannot be asked
        for, and ``round_keys.KeyLost`` when it never will be.
        """
        from workshops import outcomes  # noqa: PLC0415 -- it knows all the models

        self.hold()
        if not self.is_open:
            return False
        self.outcome = outcomes.draw(self)
        self._become(self.Status.REVEALED, revealed_at=now(), outcome=self.outcome)
        self.record("revealed", by, number=self.number)
        return True

    @transaction.atomic
    def reopen(self, by: Person) -> bool:
        """Hide everything again, so that people can answer anew; say whether this call did it.

        In a named round their positions stay and can be changed. Anonymous ballots belong to
        nobody, so they are thrown away and everybody answers again. Raises ``OutOfTurn`` unless it
        is the last round of its proposal, and ``round_keys.KeyAway``.
        """
        self.proposal.lock()
        self.hold()
        if self.status not in {self.Status.REVEALED, self.Status.NO_CONSENSUS}:
            return False
        if self.proposal.rounds.filter(number__gt=self.number).exists():
            raise OutOfTurn("There was a later round. Only the last one can be reopened.")
        self.proposal.back_on_the_table()
        self.ballots.all().delete()
        self.turnout.all().delete()
        key = _kept_pair() if self.anonymous else b""
        self._become(self.Status.OPEN, revealed_at=None, outcome={}, public_key=key)
        self.record("reopened", by, number=self.number)
        return True

    @transaction.atomic
    def annul(self, by: Person, why: str) -> bool:
        """Let the round count for nothing, for a reason; say whether this call did it.

        What was not revealed yet never will be: named positions go, sealed ones are emptied.
        """
        self.proposal.lock()
        self.hold()
        if self.status == self.Status.ANNULLED:
            return False
        if self.is_open:
            self.outcome = {"answered": self.answers().count()}
            self.positions.all().delete()
            self.turnout.update(sealed=b"", changes=0)
        if self.proposal.agreed_round_id == self.pk:
            self.proposal.back_on_the_table()
        self._become(self.Status.ANNULLED, note=why, outcome=self.outcome)
        self.record("annulled", by, number=self.number, because=why)
        return True

    def hold(self) -> None:
        """Have the round alone until the commit, as it is now. Runs in a transaction."""
        turns.hold(self.pk)
        self.refresh_from_db(fields=["status", "outcome", "public_key"])

    def _become(self, status: str, **values: Any) -> None:
        self._save_values({"status": status, **values})
        if self.anonymous and status != self.Status.OPEN:
            transaction.on_commit(self.forget_key)

    def _save_values(self, values: Mapping[str, Any]) -> None:
        Round.objects.filter(pk=self.pk).update(**values)
        for name, value in values.items():
            setattr(self, name, value)

    def forget_key(self) -> bool:
        """Destroy the private key of a round that is over; say whether it is surely gone."""
        key = bytes(self.public_key)
        if self.is_open or not (gone := not key or round_keys.destroy(key)):
            return False
        Round.objects.filter(pk=self.pk).exclude(status=self.Status.OPEN).update(public_key=b"")
        return gone


def _kept_pair() -> bytes:
    """Return a new public key whose private one is in Redis, and nowhere else."""
    public, private = new_pair()
    round_keys.keep(public, private)
    return public

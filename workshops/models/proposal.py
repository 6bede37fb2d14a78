"""Proposals: a text that is put to consensus, through all its versions."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.revised import Overtaken, Revised
from changeprog.programme.models import Person
from workshops.models.activity import Activity

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from workshops.models.round import Round

TEXT = 2_000
"""Characters of a proposal."""
TITLE = 80
"""Characters by which the journal names it."""


class OutOfTurn(Exception):  # noqa: N818 -- a rule of the round, told in words
    """What was asked for does not fit where the proposal or its round stands."""


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def with_workshop(self) -> Self:
        """With what a request about a proposal asks first."""
        return self.select_related("activity__workshop__programme", "programme")

    def agreed(self) -> Self:
        """Those that were agreed, the oldest first."""
        return self.filter(state=Proposal.State.AGREED).order_by("settled_at", "pk")


class Proposal(Revised):
    """A text on its way to consensus; ``revision`` counts the changes of its words.

    ``agreed_round`` is the round whose verdict made it agreed.
    """

    NOUN = "proposal"

    class State(models.TextChoices):
        OPEN = "open", "On the table"
        AGREED = "agreed", "Agreed"
        LEFT = "left", "No consensus"

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    agreed_round = models.OneToOneField(
        "workshops.Round", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    if TYPE_CHECKING:
        versions: RelatedManager["ProposalVersion"]
        rounds: RelatedManager["Round"]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="proposal_made_once"),
            models.UniqueConstraint(
                fields=["activity"],
                condition=models.Q(state="open"),
                name="proposal_one_on_the_table",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", settled_at=None, agreed_round=None)
                | models.Q(state="agreed", settled_at__isnull=False)
                | models.Q(state="left", settled_at__isnull=False, agreed_round=None),
                name="proposal_settled_at",
            ),
        ]

    def __str__(self) -> str:
        text = self.newest().text
        return text if len(text) <= TITLE else f"{text[: TITLE - 1]}…"

    def get_absolute_url(self) -> str:
        return reverse("workshops:proposal", args=[self.programme.key, self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is on the table."""
        return self.state == self.State.OPEN

    def newest(self) -> "ProposalVersion":
        """Return its words as they stand."""
        return self.versions.latest("number")

    def last_round(self) -> "Round | None":
        """Return the newest round that was not annulled, open or over."""
        return self.rounds.exclude(status="annulled").order_by("number").last()

    @transaction.atomic
    def propose(self, by: Person, text: str) -> bool:
        """Put a new proposal on the table, once per ``key``; say whether this call did it.

        Raises ``OutOfTurn`` while another one of the same activity is on the table.
        """
        Activity.objects.select_for_update().get(pk=self.activity_id)
        known = Proposal.objects.filter(programme=self.programme, key=self.key)
        others = Proposal.objects.filter(activity=self.activity, state=self.State.OPEN)
        if not known.exists() and others.exists():
            raise OutOfTurn("There is a proposal on the table. Settle it before the next one.")
        if not self.save_once():
            return False
        self.versions.create(number=1, text=text, author=by)
        self.record("made", by)
        return True

    @transaction.atomic
    def amend(self, by: Person, text: str, based_on: int) -> bool:
        """Change the words on top of revision ``based_on``; say whether they are new.

        Words that were in a round stay as they were, and the new ones make the next version. A
        proposal that was left comes back to the table. Raises ``Overtaken`` when somebody else was
        quicker, and ``OutOfTurn`` while a round is open on the words, or once they are agreed.
        """
        self.lock()
        newest = self.newest()
        if newest.text == text:
            return False
        if self.revision != based_on:
            raise Overtaken(self)
        self._refuse_amending()
        if newest.rounds.exists():
            newest = self.versions.create(number=newest.number + 1, text=text, author=by)
        else:
            self.versions.filter(pk=newest.pk).update(text=text, author=by)
        self._settle(self.State.OPEN, revision=self.revision + 1)
        self.record("amended", by, version=newest.number)
        return True

    def _refuse_amending(self) -> None:
        if self.rounds.filter(status="open").exists():
            raise OutOfTurn("People are answering to these words. Reveal or annul the round first.")
        if self.state == self.State.AGREED:
            raise OutOfTurn("These words are agreed. Reopen the round to change them.")

    @transaction.atomic
    def agree(self, by: Person) -> bool:
        """Take it as agreed by its last round; say whether this call did it.

        Raises ``OutOfTurn`` with what is missing when the rule does not hold.
        """
        self.lock()
        held = self.last_round()
        if self.state == self.State.AGREED:
            return False
        if held is None or held.status != "revealed" or held.version.number != self.newest().number:
            raise OutOfTurn("There is no revealed round on these words yet.")
        if missing := held.missing:
            raise OutOfTurn(f"The rule does not hold. {' '.join(missing)}")
        self._settle(self.State.AGREED, agreed_round=held)
        self.record("agreed", by, round=held.number)
        return True

    @transaction.atomic
    def leave(self, by: Person) -> bool:
        """Leave it without consensus, which is a result; say whether this call did it.

        Raises ``OutOfTurn`` while a round is open.
        """
        self.lock()
        if self.state != self.State.OPEN:
            return False
        held = self.last_round()
        if held and held.status == "open":
            raise OutOfTurn("A round is open. Reveal or annul it first.")
        if held:
            self.rounds.filter(pk=held.pk, status="revealed").update(status="no_consensus")
        self._settle(self.State.LEFT)
        self.record("left", by)
        return True

    def back_on_the_table(self) -> None:
        """Take back that it was settled; runs in a transaction, with the proposal locked."""
        self._settle(self.State.OPEN)

    def lock(self) -> None:
        """Let one step at a time be made with it, from what it is now. Runs in a transaction."""
        locked = Proposal.objects.select_for_update().get(pk=self.pk)
        self.revision, self.state = locked.revision, locked.state

    def _settle(self, state: str, **values: Any) -> None:
        settled = None if state == self.State.OPEN else now()
        fields = {"state": state, "settled_at": settled, "agreed_round": None} | values
        Proposal.objects.filter(pk=self.pk).update(**fields)
        for name, value in fields.items():
            setattr(self, name, value)


class ProposalVersion(models.Model):
    """The words of a proposal; once a round was held on them they stay as they are."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=TEXT)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    if TYPE_CHECKING:
        rounds: RelatedManager["Round"]

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once")
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

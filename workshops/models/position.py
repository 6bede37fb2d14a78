"""What people say in a round: positions with a name, or sealed ones that become ballots."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from changeprog.programme.models import Function
from workshops.gradients import BEST, WORST
from workshops.models.participant import Participant
from workshops.models.round import Round
from workshops.sealed import REASON


class Position(models.Model):
    """Where one participant stands in a named round; ``changes`` counts changes of mind."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="positions")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="positions")
    level = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=REASON, blank=True)
    function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["level", "participant__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "participant"], name="position_once"),
            models.CheckConstraint(
                condition=Q(level__range=(BEST, WORST)), name="position_on_the_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} in round {self.round_id}"


class Turnout(models.Model):
    """That one participant has answered in an anonymous round.

    Until the reveal it holds their position, sealed; from then on nothing but the fact. It has no
    time, and neither has a ballot.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="turnout")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="turnouts")
    sealed = models.BinaryField(default=bytes)
    changes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["participant__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "participant"], name="turnout_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} in round {self.round_id}"


class Ballot(models.Model):
    """What somebody said in an anonymous round: no person, no function, no time, no order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots")
    level = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=REASON, blank=True)

    class Meta:
        ordering = ["level", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__range=(BEST, WORST)), name="ballot_on_the_scale"
            )
        ]

    def __str__(self) -> str:
        return f"Ballot of round {self.round_id}"

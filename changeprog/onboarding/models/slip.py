"""Slips: the way in of each person whom a pulse asks, and their answer under seal."""

from collections.abc import Sequence

from django.db import models
from django.urls import reverse

from changeprog.onboarding.models.pulse import Pulse
from changeprog.onboarding.pulse import Answer
from changeprog.onboarding.pulse_box import seal
from changeprog.programme.models import Person
from stakeholders.models.respondent import digest_of, new_seed, token_of

SALT = b"changeprog.pulse"


class PulseOver(Exception):  # noqa: N818 -- told in words
    """The pulse takes no answers any more, or this one was given already."""

    def __init__(self) -> None:
        super().__init__("No answer is taken here any more, so nothing was changed.")


class SlipQuerySet(models.QuerySet["Slip"]):
    def holding(self, token: str) -> "Slip | None":
        """Return whose link it is, or nothing."""
        related = self.select_related("pulse__programme", "pulse__team", "person")
        return related.filter(digest=digest_of(token)).first()


class Slip(models.Model):
    """That ``person`` may answer ``pulse`` once, and what they said, in a sealed ``box``.

    There is no time in it, and it is thrown away the moment the pulse is over. The link is made of
    the random ``seed`` and the secret of this copy, and known by its ``digest`` alone, as those of
    surveys are.
    """

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="slips")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pulse_slips")
    seed = models.CharField(max_length=64, default=new_seed)
    digest = models.CharField(max_length=64, unique=True)
    box = models.BinaryField(default=bytes)

    objects = SlipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["pulse", "person"], name="slip_once_a_person")
        ]

    def __str__(self) -> str:
        return f"Slip {self.pk}"

    @classmethod
    def of(cls, pulse: Pulse, person: Person) -> "Slip":
        """Return the slip, not saved yet, of ``person``."""
        fresh = cls(pulse=pulse, person=person)
        fresh.digest = digest_of(token_of(fresh.seed, SALT))
        return fresh

    @property
    def path(self) -> str:
        """The personal link, without the host."""
        return reverse("answer_pulse", args=[token_of(self.seed, SALT)])

    @property
    def is_used(self) -> bool:
        """Whether it was answered; for nobody's eyes but the person's own."""
        return bool(self.box)

    def answer(self, answers: Sequence[Answer]) -> None:
        """Seal the six ``answers``, once; raises ``PulseOver``.

        It is one statement on the person's own row, and whoever closes the pulse locks that row: an
        answer is counted, or was refused. It is no event, and nothing else is written with it.
        """
        if not self.pulse.is_running():
            raise PulseOver
        box = seal(answers, bytes(self.pulse.public_key))
        unused = Slip.objects.filter(pk=self.pk, box=b"", pulse__in=Pulse.objects.open())
        if not unused.order_by().update(box=box):
            raise PulseOver
        self.box = box

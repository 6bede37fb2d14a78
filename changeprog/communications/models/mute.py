"""What a person does not want to hear of any more."""

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.timezone import now

from changeprog.communications.counting import announce
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.notice import Notice

ABOUT = 300


class MuteQuerySet(models.QuerySet["Mute"]):
    def standing(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)


class Mute(models.Model):
    """One ``thing`` ("milestone/12") of which ``person`` is told nothing until they ask again.

    ``about`` is what they had been told when they muted it, and ``path`` where the thing stands.
    Ended, it says since when they hear of it again.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mutes")
    thing = models.CharField(max_length=60)
    about = models.CharField(max_length=ABOUT, blank=True)
    path = models.CharField(max_length=ABOUT, blank=True)
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MuteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "thing"], name="mute_once_a_thing")
        ]

    def __str__(self) -> str:
        return f"{self.person} has muted {self.thing}"

    @property
    def noun(self) -> str:
        """What kind of thing it is, such as "milestone"."""
        return self.thing.partition("/")[0].replace("_", " ")

    @classmethod
    @transaction.atomic
    def begin(cls, notice: "Notice") -> "Mute":
        """Tell the person of ``notice`` no more about its thing; muting twice changes nothing.

        Raises ``ValueError`` for a notice about nothing that can be muted.
        """
        if not notice.thing:
            raise ValueError("What is asked of somebody directly cannot be muted.")
        said = {"about": notice.text, "path": notice.path}
        mute, new = cls.objects.get_or_create(
            person=notice.person, thing=notice.thing, defaults=said
        )
        if not new and mute.ended_at:
            mute.at, mute.about, mute.path = now(), notice.text, notice.path
            mute.save(update_fields=["at", "about", "path"])
            mute.resume()
        announce([mute.person_id])
        return mute

    @transaction.atomic
    def end(self) -> None:
        """Tell of it again from now on; what came meanwhile stands in the inbox and is not mailed.

        A second call changes nothing.
        """
        if not Mute.objects.standing().filter(pk=self.pk).update(ended_at=now()):
            return
        meanwhile = self.person.notices.filter(thing=self.thing, told_at__gte=self.at)
        meanwhile.filter(mail=None).update(mailed=False)
        announce([self.person_id])

    def resume(self) -> None:
        """Undo ``end``."""
        if Mute.objects.filter(pk=self.pk, ended_at__isnull=False).update(ended_at=None):
            announce([self.person_id])
        self.ended_at = None

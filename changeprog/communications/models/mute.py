"""What a person does not want to hear of any more."""

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils.timezone import now

from changeprog.communications.counting import announce
from changeprog.programme.models import Person

if TYPE_CHECKING:
    from changeprog.communications.models.notice import Notice, NoticeQuerySet


class MuteQuerySet(models.QuerySet["Mute"]):
    def standing(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)

    def with_words(self, notices: "NoticeQuerySet") -> Self:
        """With the newest among ``notices`` that its person was told of the thing."""
        own = notices.filter(person=OuterRef("person"), thing=OuterRef("thing"))
        newest = own.order_by("-told_at", "-pk")
        return self.annotate(
            about=Subquery(newest.values("text")[:1]), notice=Subquery(newest.values("pk")[:1])
        )


class Mute(models.Model):
    """One ``thing`` ("milestone/12") of which ``person`` is told nothing until they ask again.

    Nothing is lost by it: what is told meanwhile stands in the inbox once the mute has ended.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mutes")
    thing = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    about: str | None
    notice: int | None
    """The newest words that its person may read of the thing; both only after ``with_words``."""

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
        mute, _ = cls.objects.get_or_create(person=notice.person, thing=notice.thing)
        ended = cls.objects.filter(pk=mute.pk, ended_at__isnull=False)
        ended.update(at=now(), ended_at=None)
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

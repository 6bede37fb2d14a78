"""Dots: what each participant finds most important, as many as the activity gives them.

Each dot has a number from 1 to what everybody has, and the same number exists once per participant
and activity. So even where two requests of one person meet, the database holds no more than that.
While a vote goes on nobody sees where dots are; dots are kept with the participant, because that
is how they can be counted and moved, and are shown to nobody by name, also not in the record.
"""

from typing import Self

from django.db import models, transaction
from django.db.models import Count, Q

from workshops import phases
from workshops.models.activity import Activity
from workshops.models.group import Group
from workshops.models.note import Note
from workshops.models.participant import Participant
from workshops.phases import MOST, NotNow, Phase

NOT_VOTING = "The room is not voting just now."


class DotQuerySet(models.QuerySet["Dot"]):
    def by_target(self) -> dict[str, int]:
        """Return how many dots there are on each group and note, by its target.

        Dots of somebody who was shown out do not count.
        """
        here = self.exclude(participant__state=Participant.State.REMOVED)
        rows = here.order_by().values_list("group", "note").annotate(dots=Count("pk"))
        return {target_of(group, note): dots for group, note, dots in rows}

    def on(self, target: Group | Note) -> Self:
        """On one group or note."""
        return self.filter(**_field(target))


class Dot(models.Model):
    """One dot of one participant, on a group or on a note that is in none."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="dots")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="dots")
    number = models.PositiveSmallIntegerField()
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="dots"
    )
    note = models.ForeignKey(
        Note, on_delete=models.CASCADE, null=True, blank=True, related_name="dots"
    )

    objects = DotQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "participant", "number"], name="dot_given_once"
            ),
            models.CheckConstraint(condition=Q(number__range=(1, MOST)), name="dot_number_known"),
            models.CheckConstraint(
                condition=Q(group=None, note__isnull=False) | Q(group__isnull=False, note=None),
                name="dot_on_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"Dot {self.number}"

    @property
    def target(self) -> str:
        """What it is on, as pages name it."""
        return target_of(self.group_id, self.note_id)

    @classmethod
    @transaction.atomic
    def put(
        cls, activity: Activity, who: Participant, target: Group | Note, more: int, had: int | None
    ) -> bool:
        """Give ``target`` one dot ``more`` (1) or one fewer (-1); say whether that was done.

        ``had`` is how many the person saw there; if that is no longer so, nothing happens, and an
        answer that got lost costs nobody a dot. Raises ``NotNow`` when the room is not voting, and
        when somebody has given all they have, or as many to one thing as they may.
        """
        phases.require(activity, {Phase.VOTE}, NOT_VOTING)
        Participant.objects.select_for_update(no_key=True).get(pk=who.pk)
        own = list(cls.objects.filter(activity=activity, participant=who))
        here = [dot for dot in own if dot.target == target.target]
        if had is not None and had != len(here):
            return False
        if more > 0:
            cls._refuse_too_many(activity, len(own), len(here))
            cls.objects.create(
                activity=activity, participant=who, number=_free(own), **_field(target)
            )
        elif here:
            here[-1].delete()
        activity.workshop.announce("dot.")
        return True

    @staticmethod
    def _refuse_too_many(activity: Activity, given: int, here: int) -> None:
        each, most = phases.dots_each(activity), phases.limit(activity)
        if given >= each:
            raise NotNow(f"You have given all your dots, {each}. Take one back to move it.")
        if here >= most:
            raise NotNow(f"At most {most} of your dots may be on one thing.")


def target_of(group: int | None, note: int | None) -> str:
    """Return how pages name what a dot is on, such as "group-7"."""
    return f"group-{group}" if group else f"note-{note}"


def _field(target: Group | Note) -> dict[str, Group | Note]:
    return {"group" if isinstance(target, Group) else "note": target}


def _free(dots: list[Dot]) -> int:
    """Return the lowest number that none of ``dots`` has."""
    taken = {dot.number for dot in dots}
    return next(number for number in range(1, MOST + 1) if number not in taken)

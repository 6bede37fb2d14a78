"""How far the journal has been read for the inboxes of a programme."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.timezone import now

from changeprog.programme.models import Programme

OLDEST = timedelta(days=2)
"""What happened longer ago than this is told nobody, as after a long outage or an upgrade."""


class InboxCursorQuerySet(models.QuerySet["InboxCursor"]):
    def behind(self, verbs: list[str], at: datetime) -> Self:
        """Those in whose programmes something of these verbs may be untold that was by ``at``."""
        newer = models.Exists(
            Programme.objects.filter(
                pk=models.OuterRef("programme"),
                events__at__gte=models.OuterRef("until"),
                events__at__lte=at,
                events__verb__in=verbs,
            )
        )
        return self.filter(newer).exclude(Programme.silenced("programme__"))


class InboxCursor(models.Model):
    """Everything before ``until`` has been told, and of what came since, the events ``ahead``.

    An event that is committed late has a moment that may lie before that of others; so the cursor
    stays some seconds behind, and says by their numbers what it told all the same.
    """

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="inbox_cursor"
    )
    until = models.DateTimeField(default=now)
    ahead = models.JSONField(default=list)

    objects = InboxCursorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.programme} up to {self.until:%Y-%m-%d %H:%M}"

    @staticmethod
    def begin(at: datetime) -> None:
        """Give every programme that has none a cursor, which begins with the programme."""
        new = Programme.objects.filter(inbox_cursor=None)
        InboxCursor.objects.bulk_create(
            [InboxCursor(programme=each, until=max(each.created_at, at - OLDEST)) for each in new],
            ignore_conflicts=True,
        )

"""Looks at pages that show everybody on the map at once, such as the grid."""

from django.db import models
from django.utils.timezone import localdate, now

from changeprog.programme.models import Person, Programme


class OverviewLook(models.Model):
    """That somebody has opened an overview on a day: one row for all the profiles it shows.

    It stands in the access log of everybody who was on the map by then.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=40)
    on = models.DateField(default=localdate)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "what", "on"], name="overview_look_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.programme_id}"

    @classmethod
    def note(cls, by: Person, what: str) -> None:
        """Note that ``by`` has opened the overview called ``what``; again on the day is no row."""
        look = OverviewLook(programme=by.programme, person=by, what=what)
        OverviewLook.objects.bulk_create([look], ignore_conflicts=True)

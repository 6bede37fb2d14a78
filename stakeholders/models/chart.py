"""Charts: what the web of a programme is drawn from, worked out by a job when the map changes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from changeprog.programme.models import Programme
from changeprog.programme.steps import Stopped

GIVEN_UP = timedelta(minutes=10)
"""After so long whoever works on a chart is taken to have died."""


class Chart(models.Model):
    """The web of one programme: the newest that was drawn, and how far the next one is.

    ``fingerprint`` tells from which people and ties it was drawn. ``outline``, ``places`` and
    ``bridges`` are those of ``stakeholders.drawing``, by the numbers of people. ``unwanted`` is the
    fingerprint of a map of which somebody wants no drawing.
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="chart")
    fingerprint = models.CharField(max_length=64, blank=True)
    unwanted = models.CharField(max_length=64, blank=True, default="")
    outline = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    bridges = models.JSONField(default=dict)
    drawn_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"Chart of {self.programme_id}"

    @classmethod
    def claim(cls, programme: int) -> "Chart | None":
        """Return the chart of that programme to draw anew, unless somebody is drawing it."""
        chart, _ = cls.objects.defer("outline", "places").get_or_create(programme_id=programme)
        free = Q(claimed_at=None) | Q(claimed_at__lt=now() - GIVEN_UP)
        mine = cls.objects.filter(free, pk=chart.pk)
        return chart if mine.update(claimed_at=now(), done=0, steps=0, unwanted="") else None

    @classmethod
    def stop(cls, programme: int, fingerprint: str) -> None:
        """Draw no chart of the map with this fingerprint, and stop if somebody is at it."""
        chart, _ = cls.objects.defer("outline", "places").get_or_create(programme_id=programme)
        cls.objects.filter(pk=chart.pk).update(unwanted=fingerprint)

    @classmethod
    def want(cls, programme: int) -> None:
        """Let the chart be drawn after all."""
        cls.objects.filter(programme=programme).update(unwanted="")

    @property
    def is_drawn(self) -> bool:
        return self.drawn_at is not None

    def tell(self, done: int, steps: int) -> None:
        """Say how far drawing it is; raises ``Stopped`` when somebody does not want it any more."""
        if not Chart.objects.filter(pk=self.pk, unwanted="").update(done=done, steps=steps):
            raise Stopped

    def let_go(self) -> None:
        """Leave the chart as it was drawn last, for whoever draws it next."""
        Chart.objects.filter(pk=self.pk).update(claimed_at=None)

    @transaction.atomic
    def keep(
        self,
        fingerprint: str,
        *,
        outline: Mapping[str, Any],
        places: Mapping[str, Any],
        bridges: Mapping[str, Any],
        figures: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Keep what was drawn, with ``figures`` by set of relations, and give the chart free."""
        self.figures.all().delete()
        ChartFigures.objects.bulk_create(
            ChartFigures(chart=self, relations=relations, rows=rows)
            for relations, rows in figures.items()
        )
        Chart.objects.filter(pk=self.pk).update(
            fingerprint=fingerprint,
            outline=outline,
            places=places,
            bridges=bridges,
            drawn_at=now(),
            claimed_at=None,
        )


class ChartFigures(models.Model):
    """Everybody's figures over one set of relations, such as "advice,trust"."""

    chart = models.ForeignKey(Chart, on_delete=models.CASCADE, related_name="figures")
    relations = models.CharField(max_length=60)
    rows = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chart", "relations"], name="chart_figures_once")
        ]

    def __str__(self) -> str:
        return f"{self.relations} of {self.chart_id}"

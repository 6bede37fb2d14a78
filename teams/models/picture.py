"""Pictures, kept in the database: every web server has it, and a backup of it is complete."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Programme
from teams.pictures import Rendered

DIGEST = 64
"""Characters of a SHA-256 in hexadecimal digits."""


class PictureQuerySet(models.QuerySet["Picture"]):
    def shown(self) -> Self:
        """Those on a victory that has not been taken back."""
        return self.filter(victories__removed_at=None, victories__isnull=False).distinct()


class Picture(models.Model):
    """A picture as it was drawn anew, large and small, both WebP; it never changes.

    The same picture, uploaded twice, is one row: its address is the digest of its bytes.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="pictures")
    digest = models.CharField(max_length=DIGEST)
    large = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveSmallIntegerField(help_text="Of the large one, in pixels.")
    height = models.PositiveSmallIntegerField(help_text="Of the large one, in pixels.")
    kept_at = models.DateTimeField(default=now)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "digest"], name="picture_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.width} by {self.height} pixels"

    def get_absolute_url(self) -> str:
        return reverse("teams:picture", args=[self.programme.key, self.digest])

    @property
    def small_url(self) -> str:
        return reverse("teams:picture_small", args=[self.programme.key, self.digest])

    @classmethod
    def keep(cls, programme: Programme, rendered: Rendered) -> "Picture":
        """Keep the two sizes of a picture, or return the row that has them already."""
        large = rendered.large
        picture, _ = cls.objects.get_or_create(
            programme=programme,
            digest=rendered.digest,
            defaults={
                "large": large.content,
                "small": rendered.small.content,
                "width": large.width,
                "height": large.height,
            },
        )
        return picture

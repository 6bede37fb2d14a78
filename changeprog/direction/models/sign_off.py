"""Who stands behind a version of the vision, and where they said so."""

from django.db import models
from django.utils.timezone import now

from changeprog.direction.models.vision import Vision
from changeprog.programme.models import Person


class VisionSignOff(models.Model):
    """One leader's word for one version, given in a workshop: see ``Vision.sign_off``."""

    WHERE_LENGTH = 200

    vision = models.ForeignKey(Vision, on_delete=models.CASCADE, related_name="sign_offs")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="vision_sign_offs")
    where = models.CharField(max_length=WHERE_LENGTH)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vision", "person"], name="vision_signed_off_once_by_each"
            ),
            models.CheckConstraint(
                condition=~models.Q(where=""), name="vision_signed_off_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.where}"

"""Webhooks: addresses outside that are told what everybody may know."""

from django.db import models

from changeprog.programme.models import Programme


class Kind(models.TextChoices):
    SLACK = "slack", "Chat (Slack-compatible)"
    SYSTEM = "system", "System (signed JSON)"


class Webhook(models.Model):
    """One address outside the programme."""

    Kind = Kind

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=60)
    url = models.URLField(max_length=500)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SLACK)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

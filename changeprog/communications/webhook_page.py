"""The pages of webhooks: what they show, live, to champions alone."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from changeprog import liveness
from changeprog.communications import handing_out, webhooks
from changeprog.communications.models import Webhook, WebhookDelivery
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Role
from changeprog.programme.object_rooms import ObjectRegion, ObjectRoom

SHOWN = 20
"""Deliveries that the page of a webhook shows."""
CHAMPION = "champion"


def find(programme_key: str, number: int) -> Webhook | None:
    """Return the webhook with that number in the programme with that key."""
    known = Webhook.objects.filter(programme__key=programme_key, pk=number)
    return known.select_related("programme").first()


def audience(_webhook: Webhook, person: Person) -> str:
    """Say that champions follow it, and nobody else."""
    return CHAMPION if person.may(Role.CHAMPION) else ""


def answers(webhook: Webhook, _audience: str) -> dict[str, Any]:
    """Return what the webhook was sent last, and how it was answered."""
    rows = WebhookDelivery.objects.filter(webhook=webhook).defer("body")
    newest = list(rows.select_related("edition__procedure", "by")[:SHOWN])
    return {"webhook": webhook, "deliveries": newest}


class WebhookRoom(ObjectRoom[Webhook]):
    """The live page of one webhook; attempts are in no journal, so they count for themselves."""

    def revision(self, key: str) -> str:
        number = key.partition(".")[2]
        own = WebhookDelivery.objects.filter(webhook=int(number) if number.isdecimal() else 0)
        tried = own.aggregate(last=Max("claimed_at"), count=Count("pk"), settled=Count("sent_at"))
        return f"{super().revision(key)}.{tried['last']}.{tried['count']}.{tried['settled']}"


ROOM = WebhookRoom("webhook", find=find, audience=audience)
ROOM.add(
    ObjectRegion(
        "webhook-answers",
        "communications/webhooks/_answers.html",
        ("webhook.",),
        context=answers,
    )
)


def register() -> None:
    """Add webhooks to the ground: verbs, room, demo, and who takes editions to them."""
    journal.register(
        Verb("webhook.added", "added a webhook"),
        Verb("webhook.changed", "changed a webhook"),
        Verb("webhook.resealed", "gave a webhook another secret"),
        Verb("webhook.removed", "took a webhook away"),
        Verb("webhook.restored", "brought a webhook back"),
        Verb(webhooks.FAILED, "could not tell a webhook"),
    )
    ROOM.open()
    handing_out.register(webhooks.owe)
    liveness.register("webhooks", leave_a_webhook_waiting)
    demo.register(44, "changeprog.communications.demo_webhook.tell")


def leave_a_webhook_waiting(since: datetime) -> bool:
    """Whether a delivery to a webhook that could have been made by then is still waiting."""
    return bool(WebhookDelivery.objects.due(since))

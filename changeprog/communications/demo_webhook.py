"""The demo's chapter of a company chat: eight weeks of editions, two of them with a hitch."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from changeprog.communications import clock
from changeprog.communications.models import Edition, Procedure, Webhook, WebhookDelivery
from changeprog.communications.models.procedure import Weekday
from changeprog.communications.models.terms import Cadence, Channel, Topic
from changeprog.communications.webhook_words import body
from changeprog.programme.demo import Story, happened

CHAMPION = 18
BEGAN, WEEKS = 115, 8
"""The day on which it was agreed, and how many editions there have been since."""
TOKEN = "https://chat.example.com/hooks/kestrel-crm-team"  # noqa: S105 -- leads nowhere
AWAY = {"code": 503, "words": "upstream is being updated", "milliseconds": 840}
SLOW = {"code": 0, "words": "No answer within 15 seconds", "milliseconds": 15_004}
TAKEN = {"code": 200, "words": "ok", "milliseconds": 212}
GONE = {"code": 404, "words": "channel_not_found", "milliseconds": 96}
TRIES: dict[int, list[dict[str, Any]]] = {2: [AWAY, SLOW, TAKEN], 6: [GONE]}
"""How the editions of so many weeks ago were answered; all others at once."""


def tell(story: Story) -> None:
    """Add a webhook to a chat with a procedure, and file how it answered to each edition."""
    champion, began = story.people[CHAMPION], story.moment(BEGAN)
    with happened(began):
        webhook = Webhook(
            programme=story.programme, name="#crm in the company chat", url=TOKEN, key=UUID(int=7)
        )
        webhook.add(champion)
        procedure = _agree(story, webhook)
    _test(story, webhook)
    zone = champion.zone
    newest = clock.latest_occurrence(story.moment(182), procedure.weekday, procedure.at, zone)
    for weeks_ago in reversed(range(WEEKS)):
        day = newest - timedelta(weeks=weeks_ago)
        edition = _compose(procedure, day, clock.instant(day, procedure.at, zone))
        _answered(webhook, edition, TRIES.get(weeks_ago, [TAKEN]))


def _agree(story: Story, webhook: Webhook) -> Procedure:
    procedure = Procedure(
        programme=story.programme,
        name="The week in the chat",
        topics=f"{Topic.VICTORIES},{Topic.MILESTONES},{Topic.BARRIERS}",
        cadence=Cadence.WEEKLY,
        weekday=Weekday.FRIDAY,
        at=time(15),
        channel=Channel.WEBHOOK,
        webhook=webhook,
        owner=story.people[CHAMPION],
    )
    procedure.agree(story.people[CHAMPION])
    began = story.moment(BEGAN)
    own = Procedure.objects.filter(pk=procedure.pk)
    own.update(agreed_at=began, starts_at=began, tells_from=began)
    return own.select_related("programme").get()


def _compose(procedure: Procedure, day: date, at: datetime) -> Edition:
    edition = procedure.draft(day, at)
    edition.composed_at = edition.handed_over_at = at
    edition.save()
    return edition


def _test(story: Story, webhook: Webhook) -> None:
    at = story.moment(BEGAN, hour=14)
    WebhookDelivery.objects.create(
        webhook=webhook, by=story.people[CHAMPION], made_at=at, **_settled(at, [TAKEN])
    )


def _answered(webhook: Webhook, edition: Edition, answers: list[dict[str, Any]]) -> None:
    delivery = WebhookDelivery(webhook=webhook, edition=edition, made_at=edition.composed_at)
    written = body(delivery)
    for name, value in _settled(edition.composed_at, answers).items():
        setattr(delivery, name, value)
    delivery.body = written or ""
    delivery.save()


def _settled(at: datetime, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the fields of a delivery that was first tried at ``at`` and answered so."""
    last = answers[-1]
    ended = at + timedelta(minutes=sum(2**number for number in range(1, len(answers))))
    taken = last["code"] == TAKEN["code"]
    kept = [{"at": at.isoformat(), **answer} for answer in answers]
    return {
        "state": WebhookDelivery.State.SENT if taken else WebhookDelivery.State.FAILED,
        "reason": "" if taken else f"It answered {last['code']}",
        "attempts": len(answers),
        "trying_since": at,
        "claimed_at": ended,
        "sent_at": ended if taken else None,
        "answers": kept,
    }

"""Who hears what, and when: procedures, the editions composed under them, and their deliveries."""

from changeprog.communications.models.address_trouble import AddressTrouble
from changeprog.communications.models.calendar_feed import CalendarFeed
from changeprog.communications.models.delivery import Delivery
from changeprog.communications.models.edition import Edition
from changeprog.communications.models.inbox_cursor import InboxCursor
from changeprog.communications.models.mention import Mention
from changeprog.communications.models.mute import Mute
from changeprog.communications.models.notice import Notice, NoticeMail
from changeprog.communications.models.preference import Preference
from changeprog.communications.models.procedure import Procedure
from changeprog.communications.models.proof import Proof
from changeprog.communications.models.reminder_rule import ReminderRule
from changeprog.communications.models.unsubscription import Unsubscription
from changeprog.communications.models.webhook import Webhook
from changeprog.communications.models.webhook_delivery import WebhookDelivery

__all__ = [
    "AddressTrouble",
    "CalendarFeed",
    "Delivery",
    "Edition",
    "InboxCursor",
    "Mention",
    "Mute",
    "Notice",
    "NoticeMail",
    "Preference",
    "Procedure",
    "Proof",
    "ReminderRule",
    "Unsubscription",
    "Webhook",
    "WebhookDelivery",
]

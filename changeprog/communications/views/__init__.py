"""Pages of communications."""

from changeprog.communications.views.calendar import (
    calendar_choice,
    calendar_feed,
    calendar_link,
    calendar_page,
    calendar_removal,
    calendar_renewal,
)
from changeprog.communications.views.editions import (
    edition,
    edition_letter,
)
from changeprog.communications.views.ledger import (
    address_again,
    ledger_page,
    posting,
    posting_again,
    posting_letter,
)
from changeprog.communications.views.overview import overview, prepare, procedure
from changeprog.communications.views.procedures import preview, schedule, word
from changeprog.communications.views.unsubscribing import resume, unsubscribe

__all__ = [
    "address_again",
    "calendar_choice",
    "calendar_feed",
    "calendar_link",
    "calendar_page",
    "calendar_removal",
    "calendar_renewal",
    "edition",
    "edition_letter",
    "ledger_page",
    "overview",
    "posting",
    "posting_again",
    "posting_letter",
    "prepare",
    "preview",
    "procedure",
    "resume",
    "schedule",
    "unsubscribe",
    "word",
]

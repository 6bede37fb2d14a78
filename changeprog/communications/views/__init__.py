"""Pages of communications."""

from changeprog.communications.views.editions import (
    delivery,
    delivery_letter,
    edition,
    edition_letter,
)
from changeprog.communications.views.overview import overview
from changeprog.communications.views.procedures import preview, schedule, word
from changeprog.communications.views.unsubscribing import resume, unsubscribe

__all__ = [
    "delivery",
    "delivery_letter",
    "edition",
    "edition_letter",
    "overview",
    "preview",
    "resume",
    "schedule",
    "unsubscribe",
    "word",
]

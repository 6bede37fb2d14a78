"""Who hears of the programme, and why somebody does not."""

from django.db.models import Q

from changeprog.programme.models import Programme

TAKES_PART = Q(removed_at=None) & ~Q(role="") & ~Q(email="")
PAUSED = "Has paused the digest"

REFUSALS = {
    "No longer takes part": ~Q(removed_at=None) | Q(role=""),
    "Has no e-mail address": Q(email=""),
    PAUSED: Q(digest_paused=True),
    "The programme has been stopped": Q(programme__status=Programme.Status.STOPPED),
}
"""Reasons, in words for the ledger, why a message is not sent to a person whom these find."""

WANTS_MAIL = TAKES_PART & Q(digest_paused=False)

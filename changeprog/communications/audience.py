"""Who hears of the programme, and why somebody does not."""

from django.db.models import Q

from changeprog.programme.models import Programme

TAKES_PART = Q(removed_at=None) & ~Q(role="") & ~Q(email="")
PAUSED = "Has paused the digest"

ABSENCES = {
    "No longer takes part": ~Q(removed_at=None) | Q(role=""),
    "Has no e-mail address": Q(email=""),
    "The programme has been stopped": Q(programme__status=Programme.Status.STOPPED),
}
"""Reasons, in words for the ledger, why nothing at all is sent to a person whom these find."""

REFUSALS = {**ABSENCES, PAUSED: Q(digest_paused=True)}
"""The same for the digest, which people may pause."""

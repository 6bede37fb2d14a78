"""Who hears of the programme, and why somebody does not."""

from django.db import transaction
from django.db.models import Q

from changeprog.programme.models import Event, Person, Programme, Visibility

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


def set_paused(person: Person, paused: bool) -> None:
    """Stop or resume the digest of ``person``; asking twice changes nothing."""
    verb = "digest.paused" if paused else "digest.resumed"
    with transaction.atomic():
        others = Person.objects.filter(pk=person.pk).exclude(digest_paused=paused)
        if others.update(digest_paused=paused):
            Event.record(
                person.programme, verb, by=person, subject=person, visibility=Visibility.PRIVATE
            )
    person.digest_paused = paused

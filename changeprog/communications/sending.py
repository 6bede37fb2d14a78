"""How far an edition is on its way to its readers, as its pages show it."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.models import Edition
from changeprog.communications.models.delivery import KEPT_BACK
from changeprog.communications.models.posting import State
from changeprog.programme.progress import Work

OPEN = {State.DUE, State.SENDING}
LEFT = {State.SENT, State.FAILED, State.BOUNCED}
"""In these a message has left, or never will."""
JUST_NOW = timedelta(minutes=1)
OFTEN, SELDOM = 1, 15
"""Seconds between two looks: while messages leave, and while what is left waits for its hour."""


def how_far(edition: Edition) -> Work | None:
    """Return the bar of an edition whose hour has struck, None once nothing is left to send.

    Needs ``with_counts``.
    """
    counts = dict(edition.counts)
    left, done = _sum(counts, OPEN), _sum(counts, LEFT)
    if not left or edition.is_waiting or edition.is_skipped or not (done or _has_struck(edition)):
        return None
    place = [edition.procedure.programme.key, edition.pk]
    is_moving = _moves(edition)
    return Work(
        doing="Being sent" if is_moving else "On its way; the rest waits for its hour",
        done=done,
        total=done + left,
        things="messages",
        address=reverse("communications:sending", args=place),
        stop_url=reverse("communications:stop", args=place),
        stop="Stop the rest",
        after="What has left has left. The rest stays here, and can go on later.",
        seconds=OFTEN if is_moving else SELDOM,
    )


def kept_back(edition: Edition) -> int:
    """Return how many messages were stopped."""
    if edition.stopped_at is None:
        return 0
    return edition.deliveries.filter(state=State.SUPPRESSED, reason=KEPT_BACK).count()


def _sum(counts: dict[State, int], states: set[State]) -> int:
    return sum(counts.get(state, 0) for state in states)


def _has_struck(edition: Edition) -> bool:
    return edition.strikes_at <= now()


def _moves(edition: Edition) -> bool:
    """Whether something of it has left just now, or nothing yet."""
    tried = edition.deliveries.exclude(claimed_at=None).order_by("-claimed_at")
    newest = tried.values_list("claimed_at", flat=True).first()
    return newest is None or newest > now() - JUST_NOW

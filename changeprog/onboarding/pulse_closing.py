"""Closing a pulse: all its answers are opened in one moment, and only what may be told is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.notices import tell
from changeprog.onboarding import pulse, pulse_keys
from changeprog.onboarding.models import Finding, Pulse, Slip
from changeprog.onboarding.models.pulse import to_ask
from changeprog.onboarding.pulse import FEWEST, Answer, Earlier, Tally
from changeprog.onboarding.pulse_box import BELIEFS, NotSealedHere, unseal
from changeprog.onboarding.pulse_keys import KeyAway, KeyLost

log = structlog.get_logger(__name__)

Kept = dict[str, list[Earlier]]
"""By conviction, what earlier pulses of the team told of it, the newest first."""


def close_due(at: datetime) -> None:
    """Close every pulse whose last day is over at ``at``; one that cannot be holds up no other."""
    near = Pulse.objects.open().filter(closes_on__lte=at.date() + timedelta(days=1))
    for each in near.with_names():
        if each.closes_at <= at or not each.programme.goes_on:
            try:
                close(each)
            except KeyAway:
                log.warning("pulse.waits_for_its_key", pulse=each.pk)


def close(over: Pulse) -> bool:
    """Read what was answered and throw the slips away; whether this call did it.

    Raises ``KeyAway`` while the key cannot be asked for: then nothing has changed.
    """
    done = _call_off_or_read(over)
    if done:
        over.forget_key()
    return done


@transaction.atomic
def _call_off_or_read(over: Pulse) -> bool:
    if not Pulse.objects.select_for_update(of=("self",)).open().filter(pk=over.pk).exists():
        return False
    if not over.programme.goes_on:
        return over.call_off(None)
    boxes = _boxes(over)
    if len(boxes) < FEWEST:
        over.end(Pulse.State.TOO_FEW, len(boxes))
    else:
        _read(over, boxes)
    over.record("closed", None, state=over.state)
    if over.state == Pulse.State.READ:
        tell_the_team(over)
    return True


def _boxes(over: Pulse) -> list[bytes]:
    """Return the answers, still sealed, of who takes part; nobody answers until the commit."""
    slips = Slip.objects.select_for_update(of=("self",)).filter(pulse=over)
    present = slips.filter(person__removed_at=None).order_by("pk")
    return [bytes(slip.box) for slip in present if slip.box]


def _read(over: Pulse, boxes: Sequence[bytes]) -> None:
    """Open the answers and keep what may be told of them, and nothing else."""
    try:
        key = pulse_keys.private_key(bytes(over.public_key))
        sheets = [unseal(box, key) for box in boxes]
    except (KeyLost, NotSealedHere):
        over.end(Pulse.State.LOST)
        return
    found = findings(over, sheets)
    over.end(Pulse.State.READ, len(boxes))
    Finding.objects.bulk_create(found)


def findings(over: Pulse, sheets: Sequence[Sequence[Answer]]) -> list[Finding]:
    """Return what may be told of the six by these answers, not saved yet."""
    asked = frozenset(over.people.values_list("pk", flat=True))
    before = told_before(over)
    rows = []
    for belief, answers in zip(BELIEFS, zip(*sheets, strict=True), strict=True):
        tally = Tally.of(answers)
        fifths = pulse.told(tally, asked, before.get(belief, []))
        rows.append(Finding(pulse=over, belief=belief, fifths=fifths, given=tally.given))
    return rows


def told_before(over: Pulse) -> Kept:
    """Return what earlier pulses of the team told, and whom they asked."""
    earlier = Pulse.objects.read().filter(team=over.team_id, opened_at__lt=over.opened_at)
    kept: Kept = {}
    for each in earlier.prefetch_related("people", "findings"):
        asked = frozenset(person.pk for person in each.people.all())
        for row in each.findings.all():
            if row.fifths is not None:
                kept.setdefault(row.belief, []).append(Earlier(row.fifths, row.given, asked))
    return kept


def tell_the_team(over: Pulse) -> None:
    """Tell everybody of the team, whether they answered or not, and nobody else yet."""
    path = reverse("onboarding:pulses_of", args=[over.programme.key, over.team_id])
    for person in to_ask(over.team):
        tell(
            person,
            "pulse.closed",
            str(over.pk),
            text=f"What {over.team.name} believes, in aggregate",
            detail="Your team reads it first; after a week everybody sees it on the board.",
            path=path,
            private=True,
        )


def wait_for_reading(since: datetime) -> bool:
    """Whether a pulse should have been closed by then and was not."""
    near = Pulse.objects.open().filter(closes_on__lte=since.date()).with_names()
    return any(each.closes_at <= since for each in near)


def forget_keys() -> None:
    """Destroy the keys of pulses that are over and could not be destroyed then."""
    for each in Pulse.objects.with_keys():
        each.forget_key()


def close_all_due() -> None:
    """Close what is over now, and destroy what keys are left."""
    close_due(now())
    forget_keys()

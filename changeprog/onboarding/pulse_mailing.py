"""Mailing a pulse: everybody whom it asks is asked once and reminded once, all alike."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import now

from changeprog.communications.arrival import MORNING
from changeprog.communications.clock import instant
from changeprog.communications.delivering import send_all
from changeprog.communications.letter import absolute
from changeprog.communications.models.posting import State
from changeprog.communications.sealing import Sealed
from changeprog.communications.to_one import Words, to_one, words_of
from changeprog.onboarding.models import Pulse, PulseMail, Slip
from changeprog.onboarding.models.pulse_mail import Occasion

if TYPE_CHECKING:
    from changeprog.programme.models import Person

BEFORE = timedelta(days=2)
"""A reminder comes on the morning of the day this long before the last, by the person's clock."""
SETTLED = timedelta(days=2)
"""Nobody is reminded of what they were asked less than this long ago."""
OVER = "The pulse ended before this was sent"


def mail_due() -> None:
    """Ask everybody who was not asked yet, and remind everybody once; one mail for each."""
    at, mails = now(), PulseMail.objects
    pulses = running(at)
    PulseMail.objects.bulk_create(owed(pulses, at), ignore_conflicts=True)
    mails.drop_unwanted(at)
    waiting = mails.ready(at)
    waiting.exclude(pulse__in=pulses).update(state=State.SUPPRESSED, reason=OVER)
    rows = mails.defer("source").select_related("person", "pulse__programme", "pulse__team")
    send_all(rows.order_by("pk"), list(waiting.values_list("pk", flat=True)), written)


def running(at: datetime) -> list[Pulse]:
    """Return the pulses that take answers at the moment ``at``."""
    return [pulse for pulse in Pulse.objects.open().with_names() if pulse.is_running(at)]


def owed(pulses: list[Pulse], at: datetime) -> list[PulseMail]:
    """Return the mails, not saved yet, that are due at ``at`` and have no row."""
    mails = PulseMail.objects.filter(pulse__in=pulses)
    known = set(mails.values_list("pulse", "person", "occasion"))
    slips = Slip.objects.filter(pulse__in=pulses, person__removed_at=None)
    return [
        PulseMail(pulse=slip.pulse, person=slip.person, occasion=occasion)
        for slip in slips.select_related("pulse__programme", "person").order_by("pk")
        for occasion in occasions(slip.pulse, slip.person, at)
        if (slip.pulse_id, slip.person_id, occasion) not in known
    ]


def occasions(pulse: Pulse, person: "Person", at: datetime) -> Iterator[str]:
    """Yield which mails ``person`` should have by the moment ``at``."""
    yield Occasion.ASKS
    struck = instant(pulse.closes_on - BEFORE, MORNING, person.zone)
    if pulse.opened_at + SETTLED <= struck <= at:
        yield Occasion.REMINDS


def written(mail: PulseMail) -> Sealed | None:
    """Return the message, or None when the pulse is over."""
    slips = Slip.objects.filter(pulse=mail.pulse_id, person=mail.person_id)
    slip = slips.select_related("pulse__programme", "pulse__team", "person").first()
    return message(slip, mail.message_id, reminds=mail.reminds) if slip else None


def message(slip: Slip, message_id: str, *, reminds: bool = False) -> Sealed:
    """Return what the person of ``slip`` is written, with their personal link."""
    return to_one(slip.person, message_id, letter(slip, reminds=reminds))


def letter(slip: Slip, *, reminds: bool = False) -> Words:
    """Return what it says, by the clock of the programme, which closes the pulse."""
    pulse = slip.pulse
    about = f"{pulse.team.name}: six questions, half a minute, anonymous"
    subject = f"Until {pulse.closes_on:%-d %B}: {about}" if reminds else about
    context = {
        "pulse": pulse,
        "programme": pulse.programme,
        "person": slip.person,
        "reminds": reminds,
        "link": absolute(slip.path),
    }
    return words_of(subject, "onboarding/mail/pulse", context, pulse.zone)


def wait_for_the_post(since: datetime) -> bool:
    """Whether somebody should have been mailed by then and was not."""
    pulses = running(now())
    older = [pulse for pulse in pulses if pulse.opened_at <= since]
    ready = PulseMail.objects.ready(since).filter(pulse__in=pulses, made_at__lte=since)
    return bool(owed(older, since)) or ready.exists()

"""Mailing reality checks: who is owed a mail, and what it says.

The question that beat asks is "which outsiders have not been asked yet?". What was never claimed
when the link ended is not sent, and the ledger says why.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import now

from changeprog.communications.delivering import send_all
from changeprog.communications.letter import absolute
from changeprog.communications.models.posting import State
from changeprog.communications.sealing import Sealed
from changeprog.communications.to_one import Words, to_one, words_of
from changeprog.onboarding.models import RealityCheck, RealityMail
from changeprog.onboarding.models.reality_mail import FIRST
from changeprog.onboarding.reality_parts import chosen
from changeprog.programme.models import Person

AGAIN_AT_MOST = 3
"""How often somebody outside is mailed again; more than that is no reality check any more."""
OVER = "The link ended before this was sent"


def mail_due() -> None:
    """Ask everybody outside who was not asked yet."""
    at, mails = now(), RealityMail.objects
    checks = running(at)
    mails.bulk_create(owed(checks), ignore_conflicts=True)
    mails.drop_unwanted(at)
    waiting = mails.ready(at)
    over = waiting.exclude(reality_check__in=checks)
    over.update(state=State.SUPPRESSED, reason=OVER)
    related = ("person", "reality_check__programme", "reality_check__invited_by")
    rows = mails.defer("source").select_related(*related)
    send_all(rows.order_by("pk"), list(waiting.values_list("pk", flat=True)), written)


def running(at: datetime) -> list[RealityCheck]:
    """Return the checks whose links are good at the moment ``at``."""
    near = RealityCheck.objects.near(at).with_names()
    return [check for check in near if check.is_running(at)]


def owed(checks: list[RealityCheck]) -> list[RealityMail]:
    """Return the mails, not saved yet, of those who were never mailed."""
    mailed = RealityMail.objects.filter(reality_check__in=checks, occasion=FIRST)
    known = set(mailed.values_list("reality_check", flat=True))
    return [
        RealityMail(reality_check=check, person=check.person)
        for check in checks
        if check.pk not in known
    ]


def mail_again(check: RealityCheck, by: Person, key: UUID) -> bool:
    """Mail the link once more, once per ``key``; say whether this call asked for it."""
    mailed = RealityMail.objects.filter(reality_check=check)
    if not check.is_running() or mailed.count() > AGAIN_AT_MOST:
        return False
    mail = {"person": check.person}
    _, new = RealityMail.objects.get_or_create(
        reality_check=check, occasion=f"again/{key}", defaults=mail
    )
    if new:
        check.record("mailed_again", by)
    return new


def written(mail: RealityMail) -> Sealed | None:
    """Return the message, or ``None`` when there is nothing to ask any more."""
    current = RealityCheck.objects.with_names().get(pk=mail.reality_check_id)
    return message(current, mail.message_id) if current.is_running() else None


def message(check: RealityCheck, message_id: str) -> Sealed:
    """Return what somebody outside is written, with their personal link."""
    return to_one(check.person, message_id, letter(check, absolute(check.path)))


def letter(check: RealityCheck, link: str) -> Words:
    """Return what it says, by the clock of the programme, which ends the link."""
    about = f"What would go wrong with “{check.programme.name}”?"
    context = {
        "check": check,
        "programme": check.programme,
        "person": check.person,
        "asks": check.invited_by,
        "parts": chosen(check.part_names),
        "link": link,
    }
    return words_of(about, "onboarding/mail/reality_check", context, check.zone)


def wait_for_the_post(since: datetime) -> bool:
    """Whether somebody should have been mailed by then and was not."""
    checks = running(now())
    unwritten = [mail for mail in owed(checks) if mail.reality_check.invited_at <= since]
    ready = RealityMail.objects.ready(since).filter(reality_check__in=checks)
    return bool(unwritten) or ready.filter(made_at__lte=since).exists()

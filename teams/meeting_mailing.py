"""Telling people of a meeting by mail, once for each version of it, with its calendar entry."""

from django.conf import settings
from django.utils.timezone import now

from changeprog.communications import calendar_mail
from changeprog.communications.delivering import send_all
from changeprog.communications.models.posting import State
from changeprog.communications.sealing import Sealed
from teams.convening import invite_newly_seated
from teams.meeting_calendar import mailed
from teams.models import Meeting, MeetingMail
from teams.models.meeting_mail import HANDED_OVER

OVERTAKEN = "The meeting has changed again since"
BEGUN = "The meeting has begun"
NEWS = {
    "invited": "You are invited: {}",
    "changed": "Changed: {}",
    "cancelled": "Cancelled: {}",
    "released": "You need not come: {}",
}
"""The subject of a mail by what it tells."""


def mail_due() -> None:
    """Mail everybody who has not been told the newest version of a coming meeting."""
    at, mails = now(), MeetingMail.objects
    invite_newly_seated(at)
    MeetingMail.owe(at)
    mails.drop_unwanted(at)
    mails.overtaken().ready(at).update(state=State.SUPPRESSED, reason=OVERTAKEN)
    begun = mails.filter(meeting__starts_at__lte=at)
    begun.ready(at).update(state=State.SUPPRESSED, reason=BEGUN)
    waiting = list(mails.ready(at).order_by("pk").values_list("pk", flat=True))
    rows = mails.defer("source").select_related("person__programme", "meeting__programme")
    send_all(rows.order_by("pk"), waiting, written)


def news(mail: MeetingMail) -> str:
    """Return what the mail tells its person: one of ``NEWS``."""
    if mail.meeting.status == Meeting.Status.CANCELLED:
        return "cancelled"
    if mail.takes_back:
        return "released"
    told = MeetingMail.objects.filter(meeting=mail.meeting, person=mail.person)
    before = told.filter(state__in=HANDED_OVER, sequence__lt=mail.sequence)
    return "changed" if before.exists() else "invited"


def written(mail: MeetingMail) -> Sealed:
    """Return the message: words in the person's time zone, and the entry for their calendar."""
    what = news(mail)
    path = mail.meeting.get_absolute_url()
    context = {
        "mail": mail,
        "meeting": mail.meeting,
        "person": mail.person,
        "what": what,
        "page": settings.BASE_URL + path,
    }
    subject = NEWS[what].format(mail.meeting.title)
    template = "teams/meeting/mail/meeting"
    return calendar_mail.written(mail, subject, template, context, mailed(mail))

"""Telling people of a workshop by mail, once for each version of it, with its calendar entry."""

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from changeprog.communications import calendar_mail
from changeprog.communications.delivering import send_all
from changeprog.communications.models.posting import State
from changeprog.communications.sealing import Sealed
from workshops.calendar import mailed
from workshops.joining import join_url
from workshops.models import Participant, Workshop, WorkshopMail

OVERTAKEN = "Something newer is told instead"
BEGUN = "The workshop has begun"
NOT_ASKED = "Taken off the list, or the workshop cancelled, before this was sent"
NEWS = {
    "invited": "You are invited: {}",
    "changed": "Changed: {}",
    "cancelled": "Cancelled: {}",
    "removed": "No longer in your calendar: {}",
}
"""The subject of a mail by what it tells."""


def mail_due() -> None:
    """Mail everybody whose calendar does not hold what is true of a coming workshop."""
    at, mails = now(), WorkshopMail.objects
    WorkshopMail.owe(at)
    mails.drop_unwanted(at)
    newer = mails.overtaken().values("pk")
    mails.ready(at).filter(pk__in=newer).update(state=State.SUPPRESSED, reason=OVERTAKEN)
    begun = mails.filter(workshop__starts_at__lte=at).ready(at)
    begun.update(state=State.SUPPRESSED, reason=BEGUN)
    removed = Participant.objects.filter(
        workshop=OuterRef("workshop"), person=OuterRef("person"), state=Participant.State.REMOVED
    )
    vain = mails.filter(Q(Exists(removed)) | Q(workshop__status=Workshop.Status.CANCELLED))
    vain.filter(cancels=False).ready(at).update(state=State.SUPPRESSED, reason=NOT_ASKED)
    waiting = list(mails.ready(at).order_by("pk").values_list("pk", flat=True))
    rows = mails.defer("source").select_related(
        "person__programme", "workshop__programme", "workshop__facilitator"
    )
    send_all(rows.order_by("pk"), waiting, written)


def news(mail: WorkshopMail) -> str:
    """Return what the mail tells its person: one of ``NEWS``."""
    if mail.cancels:
        off = mail.workshop.status == Workshop.Status.CANCELLED
        return "cancelled" if off else "removed"
    told = WorkshopMail.objects.filter(workshop=mail.workshop, person=mail.person)
    last = told.handed_over().filter(sequence__lt=mail.sequence).order_by("-sequence").first()
    return "changed" if last and not last.cancels else "invited"


def written(mail: WorkshopMail) -> Sealed:
    """Return the message: words in the person's time zone, and the entry for their calendar."""
    what = news(mail)
    context = {
        "workshop": mail.workshop,
        "person": mail.person,
        "what": what,
        "page": join_url(mail.workshop),
    }
    subject = NEWS[what].format(mail.workshop.title)
    template = "workshops/mail/workshop"
    return calendar_mail.written(mail, subject, template, context, mailed(mail))

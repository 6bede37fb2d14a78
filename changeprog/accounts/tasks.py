"""Jobs of accounts: take what is due, call one verb."""

from smtplib import SMTPException

import structlog
from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from changeprog.accounts.lines import one_line
from changeprog.accounts.mail import mail_html
from changeprog.accounts.models import Invitation

log = structlog.get_logger(__name__)


@shared_task
def mail_invitations() -> None:
    """Mail every open invitation that has not been mailed, each claimed just before it is sent."""
    waiting = list(Invitation.objects.unmailed().select_related("invited_by"))
    if not waiting:
        return
    with get_connection() as connection:
        for invitation in waiting:
            if invitation.claim():
                mail(invitation, connection)


def mail(invitation: Invitation, connection: object) -> None:
    """Send one claimed invitation; a failure leaves the claim to run out and be tried again."""
    context = {"invitation": invitation, "link": settings.BASE_URL + invitation.get_absolute_url()}
    message = EmailMultiAlternatives(
        subject=one_line(f"{invitation.invited_by} invites you to {invitation.purpose}"),
        body=render_to_string("accounts/mail/invitation.txt", context),
        to=[invitation.email],
        headers={"Message-ID": f"<invitation-{invitation.pk}-{invitation.nonce}@changeprog>"},
        connection=connection,
    )
    message.attach_alternative(mail_html("accounts/mail/invitation.html", context), "text/html")
    try:
        message.send()
    except (SMTPException, OSError):
        log.exception("invitation.not_mailed", invitation=invitation.pk)
    else:
        invitation.mailed()

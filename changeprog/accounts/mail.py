"""How a mail is drawn, and how it is kept where no mail server is configured."""

from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import cache
from typing import Any

import css_inline
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMultiAlternatives
from django.template.loader import render_to_string

from changeprog.accounts.models import Letter


@cache
def inliner() -> css_inline.CSSInliner:
    """Return what moves the style sheet into the elements and leaves only its media queries."""
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def mail_html(template: str, context: dict[str, Any]) -> str:
    """Return the HTML part that ``template`` (one that extends mail/base.html) draws."""
    return inliner().inline(render_to_string(template, context))


class KeptBackend(BaseEmailBackend):
    """The backend in force while ``EMAIL_URL`` is not set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep one ``Letter`` per recipient and return the number of messages."""
        for message in email_messages:
            keep(message)
        return len(email_messages)


def keep(message: EmailMessage) -> None:
    """Store ``message``, headers checked as for sending, once per recipient."""
    source = message.message()
    for recipient in message.recipients():
        Letter.objects.create(
            to=readable(recipient),
            subject=str(message.subject)[:998],
            text=str(message.body),
            html=html_part(message),
            source=source.as_bytes(),
        )


def readable(recipient: str) -> str:
    """Return ``recipient`` as people write it: on its way, a name such as Kovač is encoded."""
    try:
        return str(make_header(decode_header(recipient)))
    except (HeaderParseError, LookupError, UnicodeError):
        return recipient


def html_part(message: EmailMessage) -> str:
    """Return the HTML alternative of ``message``, or an empty string."""
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(body) for body, kind in alternatives if kind == "text/html"), "")

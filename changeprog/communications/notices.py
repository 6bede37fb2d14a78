"""Telling people one thing: what is written, when it leaves, and the mail it becomes.

``tell`` may be called as often as one likes: a person is told once for each occasion of a kind.
What has become untrue before it left is taken back with ``Notice.objects.of(…).withdraw()``.
"""

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import now

from changeprog.accounts.lines import one_line
from changeprog.celery import hint
from changeprog.communications import reminders, unsubscribing
from changeprog.communications.counting import announce
from changeprog.communications.delivering import send_all
from changeprog.communications.letter import absolute
from changeprog.communications.models import Notice, NoticeMail
from changeprog.communications.models.notice import TEXT, gather
from changeprog.communications.sealing import Sealed
from changeprog.communications.to_one import to_one, words_of
from changeprog.programme.models import Person, Visibility


def tell(  # noqa: PLR0913 -- what a notice says
    person: Person,
    kind: str,
    occasion: str,
    *,
    text: str,
    path: str,
    detail: str = "",
    at_once: bool = False,
    thing: str = "",
    private: bool = False,
    mailed: bool = True,
    visibility: Visibility = Visibility.EVERYONE,
) -> Notice:
    """Have ``person`` told ``text``, once for this ``occasion`` of this ``kind``.

    ``kind`` is a verb such as "barrier.escalated"; ``path`` is where the thing stands in the app,
    and ``thing`` ("barrier/7") what the person may mute. A ``private`` notice is read by nobody
    else; one that is not ``mailed`` stands in the inbox alone. Without the role that ``visibility``
    asks for, its person does not see it in the inbox. What is asked of somebody directly names no
    ``thing``: it cannot be muted.
    """
    said = {"text": Truncator(one_line(text)).chars(TEXT), "detail": detail, "path": path}
    notice, new = Notice.objects.get_or_create(
        person=person,
        kind=kind,
        occasion=occasion,
        defaults={
            **said,
            "at_once": at_once,
            "thing": thing,
            "private": private,
            "mailed": mailed,
            "visibility": visibility,
        },
    )
    if new:
        announce([person.pk])
    if new and mailed and at_once:
        hint("changeprog.communications.tasks.send_notices")
    return notice


def send_due() -> None:
    """Put what is due into mails, and send every mail that waits.

    Reminders are asked once more whether they are still true.
    """
    reminders.withdraw_untrue(now())
    gather(now())
    NoticeMail.objects.drop_unwanted(now())
    mails = NoticeMail.objects.with_names().order_by("pk")
    send_all(mails, NoticeMail.objects.due(now()), written)


def written(mail: NoticeMail) -> Sealed | None:
    """Return the message, or ``None`` when everything it was to say has been taken back."""
    notices = list(mail.notices.all())
    if not notices:
        return None
    return _sealed(mail, notices)


def subject(mail: NoticeMail, notices: list[Notice]) -> str:
    """Return what it is about: the one thing, or how many there are."""
    name = mail.person.programme.name
    about = notices[0].text if len(notices) == 1 else f"{len(notices)} things for you"
    return f"{name}: {about}"


def _sealed(mail: NoticeMail, notices: list[Notice]) -> Sealed:
    person, programme = mail.person, mail.person.programme
    way_out = unsubscribing.path_for(person, "single")
    context = {
        "person": person,
        "programme": programme,
        "lines": [(each.text, each.detail, absolute(each.path)) for each in notices],
        "home": absolute(programme.get_absolute_url()),
        "settings": absolute(reverse("communications:preferences", args=[programme.key])),
        "unsubscribe": absolute(way_out),
    }
    words = words_of(subject(mail, notices), "communications/mail/notices", context, person.zone)
    return to_one(person, mail.message_id, words, way_out)

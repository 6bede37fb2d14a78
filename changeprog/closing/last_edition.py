"""The last edition: the next one of the digest, composed now, with what came of the programme.

It is an edition as any other: it is looked at, worded and approved on its own page, and goes out at
its hour, also when the programme has been closed meanwhile.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.closing import review
from changeprog.closing.models import Closing
from changeprog.communications.digest import Line, Section, nothing
from changeprog.communications.models import Edition, Procedure
from changeprog.communications.models.procedure import SETTLING
from changeprog.programme.models import Person, Programme

TOPIC = "closing"
"""No procedure asks for it; those that tell of everything tell of it."""
DETAIL = 300
"""Characters of a chapter's words that a line repeats; the whole stands in the review."""


@transaction.atomic
def prepare(by: Person) -> Edition:
    """Return the last edition, named as such; the same again changes nothing.

    One of the digest that waits for approval already becomes it. It leaves once it is approved.
    """
    closing = Closing.begun(by.programme, by)
    named = closing.last_edition
    if named and not named.is_skipped:
        return named
    closing.ask_for_edition()
    digests = Procedure.objects.digests().select_for_update(of=("self",))
    digest = digests.select_related("programme").get(programme=by.programme)
    edition = digest.waiting_edition()
    if edition:
        edition.renew(by, edition.revision, now() - SETTLING)
    else:
        edition = compose(digest, by)
    closing.tell_by(by, edition)
    return edition


def compose(digest: Procedure, by: Person) -> Edition:
    """Compose an edition of ``digest`` today, whatever day it usually has; it waits."""
    day = localdate(timezone=ZoneInfo(digest.programme.time_zone))
    edition = digest.draft(day, now() - SETTLING)
    edition.status = Edition.Status.WAITING
    edition.number = Edition.objects.filter(procedure=digest, occurrence=day).count() + 1
    return digest.issue(edition, by)


def lines(programme: Programme, _since: datetime, _until: datetime) -> list[Line]:
    """Tell of each chapter the champion's words, or else what is known; once it was asked for."""
    closing = Closing.of(programme)
    if not closing.tells_its_end:
        return []
    path = reverse("closing:review", args=[programme.key])
    return [
        Line(each.title, detail=(each.words or each.summary)[:DETAIL], path=path)
        for each in review.told(closing)
        if each.words or each.summary
    ]


SECTION = Section("closing", "What came of it", -10, lines, topic=TOPIC, news=nothing)

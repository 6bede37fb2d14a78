"""Filling inboxes from the journal: who is told of what others did.

Beat asks it every minute, and a worker as soon as something that may concern somebody has been
committed. What happened is told once: the cursor of a programme stays a few seconds behind, for
what is committed late, and remembers what it told of these seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from django.db import DatabaseError, transaction
from django.utils.text import Truncator
from django.utils.timezone import now

from changeprog.accounts.lines import one_line
from changeprog.communications import inbox
from changeprog.communications.counting import announce
from changeprog.communications.inbox import Word
from changeprog.communications.models import InboxCursor, Notice
from changeprog.communications.models.inbox_cursor import OLDEST
from changeprog.communications.models.notice import TEXT
from changeprog.programme.models import Event, Person
from changeprog.programme.models.event import READABLE

log = structlog.get_logger(__name__)

SETTLING = timedelta(seconds=30)
"""How far the cursor stays behind: longer than a verb's transaction takes."""
AT_ONCE = 500
"""Events that are looked at in one go."""
MANY = 5
"""More words than this of one kind, to one person in one go, become one item."""


def fill_due() -> None:
    """Tell everybody what concerns them and has happened since they were told last."""
    InboxCursor.begin(now())
    behind = InboxCursor.objects.behind(inbox.verbs(), now())
    for cursor in behind.values_list("pk", flat=True):
        try:
            while fill(cursor, now()):
                pass
        except DatabaseError:
            log.exception("inboxes.not_filled", cursor=cursor)


@transaction.atomic
def fill(cursor: int, at: datetime) -> bool:
    """Tell the next part of a programme's journal up to ``at``; say whether there is more.

    Two workers at once do no harm: the second finds the cursor taken.
    """
    found = InboxCursor.objects.select_for_update(skip_locked=True).filter(pk=cursor).first()
    if found is None:
        return False
    since = max(found.until, at - OLDEST)
    events = _events(found, since, at)
    tell(events)
    more = len(events) == AT_ONCE
    settled = min(at - SETTLING, events[-1].at) if more else at - SETTLING
    found.until = max(since, settled)
    told = {event.pk for event in events} | set(found.ahead)
    newer = Event.objects.filter(programme=found.programme_id, at__gte=found.until, pk__in=told)
    found.ahead = list(newer.values_list("pk", flat=True))
    found.save(update_fields=["until", "ahead"])
    return more


def _events(cursor: InboxCursor, since: datetime, until: datetime) -> list[Event]:
    happened = Event.objects.filter(programme=cursor.programme_id, at__gte=since, at__lte=until)
    new = happened.about(*inbox.verbs()).exclude(pk__in=cursor.ahead)
    return list(new.select_related("person", "programme").order_by("at", "pk")[:AT_ONCE])


def tell(events: Sequence[Event]) -> None:
    """Put what is to be told of ``events`` into the inboxes of those whom it concerns."""
    words = _readable([word for word in _words(events) if word.person != word.event.person_id])
    few = _few(words)
    anew = [_notice(word) for word in few if word.again]
    once = [_notice(word) for word in few if not word.again]
    Notice.objects.bulk_create(once, ignore_conflicts=True)
    Notice.objects.bulk_create(
        anew,
        update_conflicts=True,
        unique_fields=["person", "kind", "occasion"],
        update_fields=["text", "detail", "told_at", "read_at"],
    )
    announce({notice.person_id for notice in [*once, *anew]})


def _words(events: Sequence[Event]) -> Iterable[Word]:
    by_verb = sorted(events, key=lambda event: event.verb)
    for verb, some in groupby(by_verb, key=lambda event: event.verb):
        try:
            yield from inbox.words(verb, list(some))
        except DatabaseError:
            raise
        except Exception:  # an app may raise anything, and holds up nobody else
            log.exception("inboxes.not_told", verb=verb)


def _readable(words: Sequence[Word]) -> list[Word]:
    """Keep to what is told those who take part and may read of it: one query."""
    people = Person.objects.present().with_role().filter(pk__in={word.person for word in words})
    roles = dict(people.values_list("pk", "role"))
    return [
        word
        for word in words
        if word.person in roles
        and (word.visibility or word.event.visibility) in READABLE[roles[word.person]]
    ]


def _few(words: Sequence[Word]) -> list[Word]:
    """Return one word of each occasion, the newest, and one instead of many of a kind."""
    of_kind: dict[tuple[int, str], dict[str, Word]] = defaultdict(dict)
    for word in sorted(words, key=lambda word: (word.event.at, word.event.pk)):
        occasion = word.occasion or str(word.event.pk)
        of_kind[word.person, word.event.verb][occasion] = replace(word, occasion=occasion)
    return [word for each in of_kind.values() for word in _together(list(each.values()))]


def _together(words: list[Word]) -> list[Word]:
    """Return words of one kind for one person as they are, or as one item where there are many."""
    if len(words) <= MANY:
        return words
    newest, others = words[-1], len(words) - 1
    text = f"{Truncator(one_line(newest.text)).chars(TEXT - 40)}, and {others} more like it"
    return [replace(newest, text=text, detail="", thing="", occasion=f"{newest.event.pk}/many")]


def _notice(word: Word) -> Notice:
    event = word.event
    return Notice(
        person_id=word.person,
        kind=event.verb,
        occasion=word.occasion,
        text=Truncator(one_line(word.text)).chars(TEXT),
        detail=word.detail,
        path=word.path,
        thing=word.thing,
        private=word.private,
        visibility=word.visibility or event.visibility,
        mailed=False,
        told_at=event.at,
    )

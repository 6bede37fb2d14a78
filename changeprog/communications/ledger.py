"""The ledger: what became of every mail of a programme, whichever app it is from.

Apps that send postings of their own register their kind in their ``register.py``:

    ledger.register(Kind("meeting", "Meeting", MeetingMail))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from django.db.models import Case, CharField, DateTimeField, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from changeprog.communications.models.posting import Posting, State
from changeprog.programme.models import Person, Programme

STATES = {state.value: state.label for state in State}
COLUMNS = (
    "kind",
    "pk",
    "shown",
    "name",
    "address",
    "about",
    "reason",
    "attempts",
    "sent_at",
    "retry_at",
    "claimed_at",
    "at",
)
DAY = timedelta(days=1)
Rows: TypeAlias = QuerySet[Any, dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of mail: its ``name`` in addresses, its ``title`` on pages, and its rows.

    ``hidden`` finds rows of which nobody but their person may read a word. ``made`` is when a row
    came to be, and ``about`` what it is about, for one that has not been written yet.
    """

    name: str
    title: str
    model: type[Posting]
    hidden: Q = field(default_factory=lambda: Q(pk=None))
    made: Combinable = field(default_factory=lambda: Value(None, DateTimeField()))
    about: Combinable = field(default_factory=lambda: Value(""))

    def rows(self) -> Any:
        """Return the queryset of all its rows."""
        return self.model._default_manager.all()  # noqa: SLF001 -- documented by Django


@dataclass(frozen=True)
class Wanted:
    """What is looked for: part of a name or an address, a state, a kind, days, words."""

    who: str = ""
    state: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Have the ledger show these kinds of mail; registering one twice changes nothing."""
    _kinds.update({kind.name: kind for kind in kinds})


def kinds() -> Mapping[str, Kind]:
    """Return every kind of mail by its name, in the order in which they were registered."""
    return _kinds


def rows(programme: Programme, viewer: Person, wanted: Wanted) -> Rows:
    """Return what became of the mails that are wanted, newest first.

    One query for a count and one for a page, whatever the number of rows. Words of what ``viewer``
    may not read are neither shown nor found.
    """
    asked = [_kinds[wanted.kind]] if wanted.kind in _kinds else list(_kinds.values())
    first, *others = [_rows_of(kind, programme, viewer, wanted) for kind in asked]
    return first.union(*others, all=True).order_by("-at", "-pk", "kind")


def _rows_of(kind: Kind, programme: Programme, viewer: Person, wanted: Wanted) -> Rows:
    unread = When(kind.hidden & ~Q(person=viewer), then=Value(""))
    unwritten = When(subject="", then=kind.about)
    found = (
        kind.rows()
        .filter(person__programme=programme)
        .annotate(
            kind=Value(kind.name, CharField()),
            shown=F("state"),
            name=F("person__name"),
            address=F("person__email"),
            about=Case(unread, unwritten, default=F("subject"), output_field=CharField()),
            at=Coalesce("sent_at", "claimed_at", kind.made),
        )
    )
    narrowed: Rows = found.filter(_condition(wanted, viewer)).order_by().values(*COLUMNS)
    return narrowed


def _condition(wanted: Wanted, viewer: Person) -> Q:
    found = Q()
    if wanted.who:
        found &= Q(name__icontains=wanted.who) | Q(address__icontains=wanted.who)
    if wanted.state:
        found &= Q(shown=wanted.state)
    if wanted.since:
        found &= Q(at__gte=_midnight(wanted.since, viewer))
    if wanted.until:
        found &= Q(at__lt=_midnight(wanted.until + DAY, viewer))
    for word in wanted.words.split():
        found &= Q(about__icontains=word)
    return found


def _midnight(day: date, viewer: Person) -> datetime:
    return datetime.combine(day, time(), viewer.zone)


def may_read(kind: Kind, posting: Posting, viewer: Person) -> bool:
    """Whether ``viewer`` may read what is in the message."""
    own: bool = posting.person == viewer
    return own or not kind.rows().filter(kind.hidden, pk=posting.pk).exists()

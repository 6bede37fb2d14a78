"""What monitoring reads of mails and editions: how many there are in each state, no more."""

from django.db.models import Count, Min
from django.utils.timezone import now

from changeprog import metrics
from changeprog.communications import ledger
from changeprog.communications.models import Edition


def mails() -> metrics.Samples:
    """Yield the number of mails of each kind in each state."""
    for kind in ledger.kinds().values():
        counted = kind.rows().order_by().values_list("state").annotate(Count("pk"))
        yield from (((kind.name, state), float(number)) for state, number in counted)


def waiting_editions() -> metrics.Samples:
    """Yield how many editions wait for somebody's approval."""
    return [((), float(Edition.objects.waiting().count()))]


def oldest_waiting_edition() -> metrics.Samples:
    """Yield for how many seconds the oldest of them has been waiting; 0 if none does."""
    since = Edition.objects.waiting().aggregate(since=Min("composed_at"))["since"]
    return [((), (now() - since).total_seconds() if since else 0.0)]


def register() -> None:
    """Have them read."""
    metrics.register(
        metrics.Gauge("mails", "Mails by kind and state.", mails, ("kind", "state")),
        metrics.Gauge(
            "editions_waiting", "Editions that wait for somebody's approval.", waiting_editions
        ),
        metrics.Gauge(
            "edition_waiting_seconds",
            "How long the oldest of them has been waiting.",
            oldest_waiting_edition,
        ),
    )

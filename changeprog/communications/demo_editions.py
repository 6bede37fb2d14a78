"""The demo's chapter of editions that are approved: sent, skipped with a reason, and waiting."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from changeprog.communications import clock
from changeprog.communications.demo import file
from changeprog.communications.models import Edition, Procedure
from changeprog.communications.models.posting import State
from changeprog.communications.models.terms import Cadence
from changeprog.programme.demo import Story, happened

BARRIERS, FIGURES = "Barriers to the leadership", "Figures for those who pay for it"
WEEKS = 7
WHY = "Two of the figures were still being checked."
WORD = (
    "One number in here is worse than last month. We say so ourselves, before somebody asks: the "
    "second region started late."
)


def tell(story: Story) -> None:
    """File the editions of two procedures; the next of the second waits for its owner."""
    own = Procedure.objects.filter(programme=story.programme).select_related("programme", "owner")
    around = [Cadence.BEFORE_MILESTONE, Cadence.AFTER_MILESTONE, Cadence.AT_ONCE]
    own.filter(cadence__in=around).update(starts_at=now(), tells_from=now())
    own.kept_by_hand().update(reminded_on=now().date())
    _weekly(story, own.get(name=BARRIERS))
    _approved(story, own.get(name=FIGURES))


def _weekly(story: Story, procedure: Procedure) -> None:
    zone = story.people[18].zone
    newest = procedure.schedule().struck(now(), zone)
    assert newest, "it has been agreed for months"  # noqa: S101
    for weeks_ago in reversed(range(WEEKS)):
        file(story, procedure, newest - timedelta(weeks=weeks_ago))


def _approved(story: Story, procedure: Procedure) -> None:
    """Skip the first edition, approve those that follow, and leave the next to be approved."""
    owner = procedure.owner
    assert owner, "somebody answers for it"  # noqa: S101
    first, *others = _struck(procedure)
    _skip(story, procedure, first)
    for day in others:
        edition = file(story, procedure, day)
        at = edition.composed_at - timedelta(hours=5)
        Edition.objects.filter(pk=edition.pk).update(decided_by=owner, decided_at=at)
    waiting = procedure.prepare(owner)
    assert waiting, "there is always a next month"  # noqa: S101
    waiting.put(owner, waiting.revision, WORD)


def _skip(story: Story, procedure: Procedure, day: date) -> None:
    owner = procedure.owner
    edition = file(story, procedure, day)
    at = edition.composed_at - timedelta(hours=3)
    untouched = {"attempts": 0, "claimed_at": None, "sent_at": None, "source": b"", "reason": ""}
    sent = edition.deliveries.exclude(state=State.SUPPRESSED)
    sent.update(state=State.WAITING, **untouched)
    edition.keep(status=Edition.Status.WAITING)
    with happened(at):
        edition.skip(owner, WHY)
    Edition.objects.filter(pk=edition.pk).update(decided_at=at)


def _struck(procedure: Procedure) -> list[date]:
    """Return the days that have struck everywhere since it was agreed."""
    schedule = procedure.schedule()
    days = schedule.upcoming(schedule.days.after(procedure.starts_at.date()), 12)
    clocks = procedure.clocks()
    return [day for day in days if _is_past(procedure, day, clocks)]


def _is_past(procedure: Procedure, day: date, clocks: list[str]) -> bool:
    last = max(clock.instant(day, procedure.at, ZoneInfo(name)) for name in clocks)
    return last < now()

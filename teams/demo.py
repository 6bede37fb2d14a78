"""The demo's barriers: what stood in the way."""

from uuid import NAMESPACE_URL, uuid5

from changeprog.programme.demo import Story, happened
from teams.models import Barrier

BARRIERS = [
    (20, 11, "Nobody knows who owns the customer list", 12, 60,
     "Samuel owns it; IT looks after it"),
    (48, 13, "Service has no time for training in the quarter's last week", 2, 74,
     "Training moved to the second week; two shifts covered by operations"),
    (88, 21, "Bonus still counts mails sent, not answers given", 7, None, None),
    (112, 4, "Old mailing tool and CRM disagree about who has unsubscribed", 15, 140,
     "The CRM is the only source; the old tool reads from it every night"),
    (139, 20, "Two regions share one licence and lock each other out", 14, None, None),
    (163, 17, "Pune sees customer records only until 17:00 Chicago time", 14, None, None),
    (174, 3, "Nobody has agreed what counts as an occasion to write", 5, None, None),
    (180, 8, "The fair team has no tablets for the next show", None, None, None),
]  # fmt: skip
"""Day, who logged it, what, owner, knocked down on which day, how."""


def tell(story: Story) -> None:
    """Log eight barriers, three of them knocked down since."""
    for day, by, what, owner, until, how in BARRIERS:
        barrier = _barrier(story, day, by, what, owner)
        if until:
            _knock_down(story, barrier, until, how or "")


def _barrier(story: Story, day: int, by: int, what: str, owner: int | None) -> Barrier:
    with happened(story.moment(day, 11)):
        barrier = Barrier.log(
            story.people[by],
            uuid5(NAMESPACE_URL, what),
            what,
            story.people[owner] if owner else None,
        )
    Barrier.objects.filter(pk=barrier.pk).update(logged_at=story.moment(day, 11))
    barrier.refresh_from_db()
    return barrier


def _knock_down(story: Story, barrier: Barrier, day: int, how: str) -> None:
    owner = barrier.owner or story.people[18]
    with happened(story.moment(day, 17)):
        barrier.knock_down(owner, how)
    Barrier.objects.filter(pk=barrier.pk).update(knocked_down_at=story.moment(day, 17))

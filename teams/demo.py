"""The demo's third chapter: what was won on the way, and what stood in it."""

from uuid import NAMESPACE_URL, uuid5

from changeprog.direction.models import Milestone, Objective
from changeprog.programme.demo import Story, happened
from teams.models import Barrier, Victory

VICTORIES = [
    (24, 16, "A customer thanked us for calling back the same afternoon", 0, None, None),
    (52, 12, "Sales and service found 340 double records in one lunch break", 2, None, None),
    (66, 10, "Nobody missed the spring mailing we did not send", 1, None,
     "The bravest thing this quarter was a mail that stayed unsent."),
    (83, 4, "The seven customer lists are one list", None,
     "One list of customers instead of seven",
     "Seven departments gave up something of their own so that all could have one."),
    (97, 19, "The plant now tells sales when a delivery slips, before the customer asks", 2, None,
     None),
    (109, 3, "19 of 62 customers took the maintenance offer in the week they needed it", None,
     "First campaign triggered by what a customer did", None),
    (118, 17, "Pune handled its first enquiry from start to finish in the CRM", 0, None, None),
    (131, 20, "Two engineers wrote the answer to the most asked question themselves", 3, None,
     None),
    (149, 1, "All eleven service desks see open offers while on the phone", None,
     "Service sees open offers while on the phone", None),
    (158, 8, "Fair contacts from Hanover were answered before they were home", 0, None,
     "Our oldest promise to visitors, kept for the first time."),
    (171, 6, "Walter closed a repeat order from a note that service had left", 3, None, None),
    (177, 5, "The first of three occasions goes out instead of the newsletter", 1, None, None),
    (181, 16, "A customer who had left in spring asked for an offer again", 3, None, None),
]  # fmt: skip
"""Day, who logged it, what, index of the objective, milestone, promoted because."""

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
    """Log thirteen victories and eight barriers, three of them knocked down since."""
    objectives = list(Objective.objects.filter(programme=story.programme).order_by("pk"))
    for day, by, what, objective, milestone, because in VICTORIES:
        victory = _victory(story, day, by, what)
        victory.objective = None if objective is None else objectives[objective]
        victory.milestone = Milestone.objects.filter(
            programme=story.programme, name=milestone or ""
        ).first()
        victory.save()
        if because:
            _promote(story, victory, day + 1, because)
    for day, by, what, owner, until, how in BARRIERS:
        barrier = _barrier(story, day, by, what, owner)
        if until:
            _knock_down(story, barrier, until, how or "")


def _victory(story: Story, day: int, by: int, what: str) -> Victory:
    person = story.people[by]
    with happened(story.moment(day, 14)):
        victory = Victory.log(person, uuid5(NAMESPACE_URL, what), what, function=person.function)
    Victory.objects.filter(pk=victory.pk).update(logged_at=story.moment(day, 14))
    victory.refresh_from_db()
    return victory


def _promote(story: Story, victory: Victory, day: int, because: str) -> None:
    with happened(story.moment(day)):
        victory.promote(story.people[18], because)
    Victory.objects.filter(pk=victory.pk).update(promoted_at=story.moment(day))


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

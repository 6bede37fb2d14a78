"""The demo's victories: what was won on the way, where it can be seen, and who said thank you."""

from uuid import NAMESPACE_URL, uuid5

from changeprog.direction.models import Milestone, Objective
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Team
from teams.demo_pictures import one_list, service_desk
from teams.models import Picture, Thanks, Victory

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

SEEN = {
    52: "The counter above the coffee machine in building 2",
    83: "Every customer page in the CRM; the old lists can only be read",
    109: "Report “Offers by occasion”, first page",
    118: "Enquiry 4711 in the CRM, open to all",
    149: "On the left screen of every service desk",
    158: "The thank-you notes on the wall of the fair team",
    177: "Outbox of the campaign “Warranty ends”",
}
"""Where a victory of that day can be seen."""
DOERS = {52: [12, 8, 19], 83: [4, 12], 131: [20, 14], 158: [8, 21], 171: [6, 19]}
"""Whose doing it was, where whoever logged it was not alone."""
TEAMS = {66: "leadership", 83: "design", 149: "rollout", 177: "rollout"}
THANKS = {
    24: [18], 52: [1, 15], 66: [7, 9, 2], 83: [18, 7, 10, 19, 6], 97: [3], 109: [15, 18],
    131: [18, 3], 149: [7, 15, 20], 158: [18, 2, 5, 9], 171: [9, 18], 181: [18, 6],
}  # fmt: skip
"""Who said thank you for what was won on a day."""
PICTURES = {
    83: (one_list, "Seven stacks of cards, and an arrow to a single one"),
    149: (service_desk, "A desk with two screens, the left one showing an open offer"),
}


def tell(story: Story) -> None:
    """Log thirteen victories, promote three of them, and say thank you."""
    objectives = list(Objective.objects.filter(programme=story.programme).order_by("pk"))
    for day, by, what, objective, milestone, because in VICTORIES:
        chosen = None if objective is None else objectives[objective]
        victory = _victory(story, day, by, what, chosen, milestone or "")
        _say_more(story, victory, day)
        if because:
            _promote(story, victory, day + 1, because)
        _thank(story, victory, day)


def _victory(  # noqa: PLR0913, PLR0917 -- what a line of VICTORIES says
    story: Story, day: int, by: int, what: str, objective: Objective | None, milestone: str
) -> Victory:
    person, at = story.people[by], story.moment(day, 14)
    own = Milestone.objects.filter(programme=story.programme, name=milestone)
    with happened(at):
        victory = Victory.log(
            person,
            uuid5(NAMESPACE_URL, what),
            what,
            function=person.function,
            objective=objective,
            milestone=own.first(),
        )
    Victory.objects.filter(pk=victory.pk).update(logged_at=at)
    victory.refresh_from_db()
    return victory


def _say_more(story: Story, victory: Victory, day: int) -> None:
    """Add where it can be seen, whose doing it was, and its picture, an hour later."""
    said: dict[str, object] = {"where": SEEN.get(day, "")}
    if kind := TEAMS.get(day):
        said["team"] = Team.objects.get(programme=story.programme, kind=kind)
    if numbers := DOERS.get(day):
        people = [story.people[number] for number in numbers]
        said["doers"] = sorted(people, key=lambda person: person.name)
    if day in PICTURES:
        draw, alt = PICTURES[day]
        said |= {"picture": Picture.keep(story.programme, draw()), "alt": alt}
    with happened(story.moment(day, 15)):
        victory.change(story.people[18], victory.revision, **said)


def _promote(story: Story, victory: Victory, day: int, because: str) -> None:
    with happened(story.moment(day)):
        victory.promote(story.people[18], because)
    Victory.objects.filter(pk=victory.pk).update(promoted_at=story.moment(day))


def _thank(story: Story, victory: Victory, day: int) -> None:
    for number in THANKS.get(day, []):
        at = story.moment(day + 1, 10)
        with happened(at):
            victory.thank(story.people[number])
        Thanks.objects.filter(victory=victory, person=story.people[number]).update(at=at)

"""What happens to a team's stage, lead and day: how it is called, and how it is taken back."""

from datetime import date

from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing, doer
from changeprog.onboarding.models import Adoption
from changeprog.onboarding.models.adoption import AdoptionOvertaken, NotUsualYet
from changeprog.onboarding.standing import may_lead
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Team

VERBS = [
    Verb("team.invited", "invited a team on board"),
    Verb("team.moved", "brought a team to another stage"),
    Verb("team.arranged", "said who leads a team on board, and when"),
]


def move_back(team: Team, event: Event) -> None:
    """Bring ``team`` back to where it was; raises ``TooLate`` when it has moved on since."""
    adoption, before = Adoption.of(team), event.facts["undo"]
    if adoption.stage != before["at"]:
        raise TooLate
    try:
        adoption.move(doer(event), before["stage"], date.fromisoformat(before["since"]))
    except NotUsualYet as refusal:
        raise TooLate from refusal


def arrange_back(team: Team, event: Event) -> None:
    """Put lead and day back; raises ``TooLate`` when they were changed since."""
    before = event.facts["undo"]
    people = Person.objects.present().filter(programme=team.programme_id)
    lead = people.filter(pk=before["lead"]).first()
    day = date.fromisoformat(before["starts_on"]) if before["starts_on"] else None
    try:
        Adoption.of(team).arrange(doer(event), before["based_on"], lead, day)
    except AdoptionOvertaken as refusal:
        raise TooLate from refusal


def leads(team: Team, person: Person) -> bool:
    """Whether ``person`` may undo what they did to ``team``."""
    return may_lead(person, team)


UNDOINGS = {
    "team.moved": Undoing(move_back, leads),
    "team.invited": Undoing(move_back, leads, "It is not invited yet, as before."),
    "team.arranged": Undoing(arrange_back, leads),
}


def newest(team: Team, person: Person) -> Event | None:
    """Return the last thing that ``person`` did to ``team``, if it can be taken back here."""
    event = Event.objects.of(team).filter(person=person).first()
    return event if event and event.verb in UNDOINGS else None


def register() -> None:
    """Name what can happen, say how it is undone, and tell it in the demo."""
    journal.register(*VERBS)
    demo.register(72, "changeprog.onboarding.demo_adoption.tell")
    undoing.register(UNDOINGS)

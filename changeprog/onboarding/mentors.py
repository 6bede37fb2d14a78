"""Mentors, where they are recognised: beside their name, on the board, at home, in their week."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from changeprog.communications import inbox
from changeprog.communications.inbox import About, Kind, Word, changes, who
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate, Undoing
from changeprog.onboarding import columns
from changeprog.onboarding.columns import Cell, Column
from changeprog.onboarding.models import AlreadyMentor, Mentorship, Question
from changeprog.onboarding.standing import may_lead
from changeprog.programme import home, journal, parts
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.parts import Part
from changeprog.programme.rooms import ProgrammeRegion
from changeprog.programme.words import figure
from teams import asked_hours
from teams.asked_hours import AskedHours

VERBS = [
    Verb("mentorship.named", "named a mentor"),
    Verb("mentorship.changed", "changed what is agreed with a mentor"),
    Verb("mentorship.ended", "ended a mentorship"),
    Verb("mentorship.resumed", "found somebody still a mentor"),
    Verb("mentorship.removed", "took a mentor back who was named by mistake"),
    Verb("mentorship.restored", "brought a mentor back"),
]
STALE = ("mentorship.", "question.", "team.retired", "team.returned", "person.removed")
NAMED = 2
"""Mentors that the board names; it counts the others."""
WAITING = 3
"""Questions on the home page."""
DID = {
    "named": "asks you to be a mentor of {}",
    "changed": "changed what is agreed on your time as a mentor of {}",
    "ended": "ended your time as a mentor of {}: thank you",
    "resumed": "found you still a mentor of {}",
    "removed": "took back that you are a mentor of {}",
    "restored": "named you a mentor of {} again",
}


def may_keep(mentorship: Mentorship, person: Person) -> bool:
    """Whether ``person`` may change what is agreed: who leads the team."""
    return may_lead(person, mentorship.team)


def may_end(mentorship: Mentorship, person: Person) -> bool:
    """Whether ``person`` may end it: who leads the team, and the mentor."""
    own = mentorship.person_id == person.pk and person.may(Role.MEMBER)
    return own or may_keep(mentorship, person)


def mentored(programme: Programme, people: Collection[Person]) -> dict[int, list[Part]]:
    """Return the teams whose mentor each of ``people`` is; one query."""
    held = Mentorship.objects.held().filter(programme=programme, person__in=people)
    known: dict[int, list[Part]] = {}
    for each in held.select_related("team").order_by("team__name", "pk"):
        url = reverse("onboarding:team", args=[programme.key, each.team_id])
        note = f"mentor, {figure(each.hours)} h a week"
        known.setdefault(each.person_id, []).append(Part(each.team.name, url, note))
    return known


def of_teams(programme: Programme, _viewer: Person) -> dict[int, Cell]:
    """Return who is a mentor of each team; one query."""
    names: dict[int, list[str]] = {}
    held = Mentorship.objects.held().filter(programme=programme).order_by("person__name", "pk")
    for team, name in held.values_list("team", "person__name"):
        names.setdefault(team, []).append(name)
    page = reverse("onboarding:mentors", args=[programme.key])
    return {
        team: Cell(_in_short(known), f"{page}?team={team}", detail=", ".join(known))
        for team, known in names.items()
    }


def _in_short(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def hours(programme: Programme, weeks: Sequence[date]) -> Iterable[AskedHours]:
    """Yield what is set aside of mentors' weeks, so that nobody fills it with something else."""
    held = Mentorship.objects.held().filter(programme=programme).select_related("team")
    page = reverse("onboarding:mentors", args=[programme.key])
    for each in held:
        for monday in weeks:
            if each.since < monday + timedelta(days=7):
                yield AskedHours(
                    person=each.person_id,
                    day=monday,
                    hours=each.hours,
                    title=f"Mentor of {each.team.name}",
                    address=f"{page}?team={each.team_id}",
                )


def at_home(person: Person) -> dict[str, Any]:
    """Return whose mentor ``person`` is, and what those people ask; of others nothing is read."""
    own = list(Mentorship.objects.held().filter(person=person).with_names())
    if not own:
        return {"mentorships": []}
    teams = [each.team_id for each in own]
    waiting = Question.objects.waiting().filter(team__in=teams).exclude(asker=person)
    return {
        "mentorships": own,
        "questions": waiting.with_names().order_by("asked_at", "pk")[:WAITING],
    }


def mentorships(numbers: Collection[int]) -> Mapping[int, Mentorship]:
    related = Mentorship.everything().select_related("programme", "team")
    return related.in_bulk(numbers)


def of_mentor(event: Event, mentorship: Mentorship) -> Iterable[Word]:
    """Tell the mentor what has been agreed about their time."""
    act = event.verb.partition(".")[2]
    text = f"{who(event)} {DID[act].format(mentorship.team)}"
    if act == "named":
        text += f", {figure(mentorship.hours)} hours a week"
    path = reverse("onboarding:team", args=[mentorship.programme.key, mentorship.team_id])
    yield Word(event, mentorship.person_id, text, path, changes(event))


def resume(mentorship: Mentorship, event: Event) -> None:
    """Undo the end of it, unless the person was named anew."""
    try:
        mentorship.resume(undoing.doer(event))
    except AlreadyMentor as refusal:
        raise TooLate from refusal


def bring_back(mentorship: Mentorship, event: Event) -> None:
    """Undo its removal, unless the person was named anew."""
    try:
        undoing.bring_back(mentorship, event)
    except AlreadyMentor as refusal:
        raise TooLate from refusal


def end_again(mentorship: Mentorship, event: Event) -> None:
    mentorship.end(undoing.doer(event))


UNDOINGS = {
    **undoing.of_removable("mentorship", "named", may_keep),
    "mentorship.removed": Undoing(bring_back, may_keep, "It is back."),
    "mentorship.ended": Undoing(resume, may_end, "It goes on."),
    "mentorship.resumed": Undoing(end_again, may_end, "It is over again."),
}
HOME = ProgrammeRegion(
    "home-mentoring",
    "onboarding/mentorship/_home.html",
    STALE,
    personal_context=at_home,
    least=Role.MEMBER,
)


def register() -> None:
    """Name what can happen, how it is undone, and everywhere that mentors are recognised."""
    journal.register(*VERBS)
    undoing.register(UNDOINGS)
    parts.register(mentored)
    columns.register(Column(60, "Mentor", of_teams, ("mentorship.",)))
    asked_hours.register(hours)
    home.register(home.Panel(27, HOME))
    inbox.register(About(mentorships, of_mentor), *(f"mentorship.{act}" for act in DID))
    inbox.describe(Kind("mentorship", "Mentors", "graduation-cap"))

"""Whom it concerns what happens to criteria of business as usual and to what shows them."""

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse

from changeprog.communications import inbox
from changeprog.communications.inbox import About, Kind, Word, changes, who
from changeprog.onboarding.models import Adoption, Criterion, Evidence
from changeprog.programme.models import Event, Person, Role, Team
from teams.models import Seat

DID = {
    "changed": "changed",
    "removed": "took away",
    "restored": "brought back",
}
"""What somebody did to a criterion, as "Ana ___ what you are to accept"."""


def criteria(numbers: Collection[int]) -> Mapping[int, Criterion]:
    """Return these criteria, also those taken away."""
    return Criterion.everything().select_related("programme", "team__adoption").in_bulk(numbers)


def of_criterion(event: Event, criterion: Criterion) -> Iterable[Word]:
    """Tell who accepts it that they are asked to, or that it is another one now."""
    act, path = event.verb.partition(".")[2], criterion.get_absolute_url()
    if criterion.acceptor_id is None:
        return
    if act == "agreed" or "acceptor" in event.facts.get("changes", {}):
        text = f"{who(event)} asks you to say when this is so: “{criterion}” ({criterion.whose})"
        yield Word(event, criterion.acceptor_id, text, path, changes(event, "acceptor"))
        return
    path = criterion.get_list_url() if act == "removed" else path
    text = f"{who(event)} {DID[act]} what you are to accept: “{criterion}” ({criterion.whose})"
    yield Word(event, criterion.acceptor_id, text, path, changes(event), thing_of(criterion))


def of_acceptance(event: Event, criterion: Criterion) -> Iterable[Word]:
    """Tell those who lead there that it is accepted, or is so no more."""
    did = "accepted" if event.verb == "criterion.accepted" else "took back that it is so"
    text = f"{who(event)} {did}: “{criterion}” ({criterion.whose})"
    for person in leaders(criterion):
        path, why = criterion.get_absolute_url(), event.facts.get("why", "")
        yield Word(event, person, text, path, why, thing_of(criterion))


def evidence(numbers: Collection[int]) -> Mapping[int, Evidence]:
    rows = Evidence.objects.select_related("programme", "criterion__programme", "criterion__team")
    return rows.in_bulk(numbers)


def of_evidence(event: Event, given: Evidence) -> Iterable[Word]:
    """Tell who accepts a criterion what shows it, as long as they have not accepted it."""
    criterion = given.criterion
    if criterion.acceptor_id and not criterion.is_accepted:
        text = f"{who(event)} shows that it is so, and you can accept it: “{criterion}”"
        path = criterion.get_absolute_url()
        yield Word(event, criterion.acceptor_id, text, path, given.words, thing_of(criterion))


def teams(numbers: Collection[int]) -> Mapping[int, Team]:
    """Return these teams with their criteria."""
    rows = Team.objects.select_related("programme").prefetch_related("criteria")
    return rows.in_bulk(numbers)


def of_beginning(event: Event, team: Team) -> Iterable[Word]:
    """Tell whoever is named for the criteria that a team began with."""
    path = reverse("onboarding:team", args=[team.programme.key, team.pk])
    begun = set(event.facts["undo"]["keys"])
    own = [each for each in team.criteria.all() if str(each.key) in begun]
    for person in sorted({each.acceptor_id for each in own if each.acceptor_id}):
        count = sum(each.acceptor_id == person for each in own)
        text = f"{who(event)} asks you to say when {count} things are so for {team}"
        yield Word(event, person, text, f"{path}#usual")


def leaders(criterion: Criterion) -> list[int]:
    """Return who leads the team on board or chairs it; for the programme its champions."""
    if criterion.team is None:
        own = Person.objects.present().filter(programme=criterion.programme, role=Role.CHAMPION)
        return list(own.order_by("pk").values_list("pk", flat=True))
    chairs = Seat.objects.held().chairs().filter(team=criterion.team).values_list("person")
    leads = Adoption.objects.filter(team=criterion.team, lead__removed_at=None).values_list("lead")
    found = {person for (person,) in [*chairs, *leads] if person}
    return sorted(found)


def thing_of(criterion: Criterion) -> str:
    """Return what is muted of it, such as "criterion/7"."""
    return f"criterion/{criterion.pk}"


def register() -> None:
    """Have these told, and say what it is about."""
    own = About(criteria, of_criterion)
    inbox.register(own, "criterion.agreed", *(f"criterion.{act}" for act in DID))
    inbox.register(About(criteria, of_acceptance), "criterion.accepted", "criterion.taken_back")
    inbox.register(About(evidence, of_evidence), "evidence.given")
    inbox.register(About(teams, of_beginning), "criterion.begun")
    inbox.describe(Kind("criterion", "Business as usual", "stamp"))
    inbox.describe(Kind("evidence", "Business as usual", "stamp"))

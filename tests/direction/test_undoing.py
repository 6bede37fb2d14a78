"""What was done is undone from the message that tells of it, and both stay in the journal."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from changeprog.direction.models import (
    Benefit,
    CapabilityImprovement,
    Dependency,
    Milestone,
    Resource,
    SideEffect,
    Vision,
)
from changeprog.direction.undoing import UNDOINGS
from changeprog.programme import journal
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.direction.undo import newest, to, undo_of, undone, verbs

Browse = Callable[[Person], Client]
DAY = date(2026, 3, 1)


def test_every_verb_that_can_be_undone_is_one() -> None:
    assert [journal.verb(name).name for name in UNDOINGS] == list(UNDOINGS)


def test_what_was_just_made_is_taken_away_again(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    client = browse(champion)
    new = {"key": str(uuid4()), "revision": "0", "name": "By mistake", "due": "2027-03-01"}
    answer = client.post(reverse("direction:new_milestone", args=[programme.key]), new)
    assert Milestone.objects.count() == 1
    answer = undone(client, answer)
    assert answer.headers["Location"] == reverse("direction:milestones", args=[programme.key])
    assert Milestone.objects.count() == 0
    assert verbs(programme) == ["milestone.removed", "milestone.planned"]


def test_a_change_is_undone_field_by_field(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    objective = factory.make_objective(programme)
    milestone = factory.make_milestone(programme, owner=member, due=date(2027, 3, 1))
    sent = {
        "key": str(uuid4()),
        "revision": "1",
        "name": "Other words",
        "due": "2027-04-01",
        "owner": "",
        "objective": str(objective.pk),
        "visible_benefit": "on",
    }
    client = browse(champion)
    answer = client.post(to("milestone_editing", milestone), sent)
    milestone.refresh_from_db()
    assert (milestone.name, milestone.owner, milestone.objective) == (
        "Other words",
        None,
        objective,
    )
    undone(client, answer)
    milestone.refresh_from_db()
    assert (milestone.name, milestone.due, milestone.owner, milestone.objective) == (
        "Pilot live",
        date(2027, 3, 1),
        member,
        None,
    )
    assert (milestone.visible_benefit, milestone.moves.count()) == (False, 0)
    assert verbs(programme) == ["milestone.changed", "milestone.changed"]


def test_numbers_and_relations_to_many_come_back(programme: Programme, champion: Person) -> None:
    one, other = (factory.make_capability(programme, name) for name in ("One", "Other"))
    benefit = factory.make_benefit(programme, capabilities=(one,))
    benefit.change(champion, 1, likely=Decimal("200000.00"), capabilities=[one, other])
    event = Event.objects.get(verb="benefit.changed")
    other.remove(champion)
    benefit.put_back(champion, event.facts["undo"])
    benefit.refresh_from_db()
    assert benefit.likely == Decimal("240000.00")
    assert list(benefit.capabilities.all()) == [one]


def test_a_change_that_was_changed_again_stays(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    milestone = factory.make_milestone(programme)
    milestone.change(champion, 1, name="Second")
    event = Event.objects.get(verb="milestone.changed")
    milestone.change(champion, 2, name="Third")
    client = browse(champion)
    answer = client.post(reverse("direction:undoing", args=[programme.key, event.pk]), follow=True)
    assert "Somebody has changed it since" in answer.content.decode()
    milestone.refresh_from_db()
    assert milestone.name == "Third"


def test_saving_without_a_change_offers_nothing_to_undo(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    milestone = factory.make_milestone(programme)
    sent = {"key": str(uuid4()), "revision": "1", "name": milestone.name, "due": milestone.due}
    assert undo_of(browse(champion).post(to("milestone_editing", milestone), sent)) == ""


def test_only_who_did_it_undoes_it(
    browse: Browse, programme: Programme, champion: Person, member: Person, stranger: Person
) -> None:
    objective = factory.make_objective(programme)
    objective.read(champion, Decimal(50), DAY)
    address = reverse("direction:undoing", args=[programme.key, newest(programme)])
    assert [browse(who).post(address).status_code for who in (member, stranger)] == [404, 404]
    assert objective.readings.count() == 1
    assert browse(champion).post(address).status_code == 302
    assert objective.readings.count() == 0


def test_who_may_no_longer_do_it_may_not_undo_it(
    browse: Browse, programme: Programme, member: Person
) -> None:
    milestone = factory.make_milestone(programme, owner=member)
    client = browse(member)
    sent = {"evidence": "Seen", "on": "2026-03-01"}
    address = undo_of(client.post(to("milestone_completion", milestone), sent))
    Milestone.objects.update(owner=None)
    assert client.post(address).status_code == 403
    Milestone.objects.update(owner=member)
    assert client.post(address).status_code == 302
    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_readings_come_and_go(browse: Browse, programme: Programme, member: Person) -> None:
    objective = factory.make_objective(programme)
    client = browse(member)
    recorded = client.post(to("objective_readings", objective), {"value": "50", "on": "2026-03-01"})
    client.get(objective.get_absolute_url())
    reading = objective.readings.get()
    sent = {"seen": "50", "value": "60", "note": "Again"}
    corrected = client.post(to("reading_editing", reading), sent)
    undone(client, corrected)
    assert [(each.value, each.note) for each in objective.readings.all()] == [(Decimal(50), "")]
    taken = client.post(to("reading_withdrawal", objective.readings.get()))
    assert objective.readings.count() == 0
    undone(client, taken)
    assert [(each.value, each.on) for each in objective.readings.all()] == [(Decimal(50), DAY)]
    assert undo_of(recorded) != ""


def test_a_reading_of_the_day_that_came_meanwhile_stays(
    programme: Programme, champion: Person, member: Person
) -> None:
    objective = factory.make_objective(programme)
    objective.read(member, Decimal(50), DAY)
    objective.withdraw(member, DAY)
    objective.read(champion, Decimal(70), DAY)
    objective.give_back(member, DAY, Decimal(50), "")
    assert objective.readings.get().value == Decimal(70)


def test_a_sheet_is_taken_back_as_a_whole(
    browse: Browse, programme: Programme, member: Person
) -> None:
    objective = factory.make_objective(programme)
    objective.read(member, Decimal(41), DAY, "kept")
    later = date(2026, 4, 1)
    objective.read_all(member, {DAY: (Decimal(50), ""), later: (Decimal(60), "")})
    address = reverse("direction:undoing", args=[programme.key, newest(programme)])
    client = browse(member)
    client.post(address)
    before = [(DAY, Decimal(41), "kept")]
    assert [(r.on, r.value, r.note) for r in objective.readings.all()] == before
    client.post(address)
    assert [(r.on, r.value, r.note) for r in objective.readings.all()] == before


def test_a_level_is_taken_back(browse: Browse, programme: Programme, champion: Person) -> None:
    capability: CapabilityImprovement = factory.make_capability(programme)
    client = browse(champion)
    sent = {"level": "3", "shown_by": "Seen", "on": "2026-03-01"}
    undone(client, client.post(to("capability_levels", capability), sent))
    capability.refresh_from_db()
    assert (capability.level, capability.levels.count()) == (2, 1)


def test_what_came_of_a_benefit_is_taken_back_and_stays_readable(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    benefit: Benefit = factory.make_benefit(programme)
    client = browse(champion)
    sent = {"key": str(uuid4()), "amount": "20000", "on": "2026-03-01", "note": "Books"}
    undone(client, client.post(to("benefit_entries", benefit), sent))
    assert [each.amount for each in benefit.entries.standing()] == [Decimal(0)]
    assert benefit.entries.count() == 2
    entry = benefit.realise(champion, uuid4(), Decimal("500.00"), DAY)
    changed = {"amount": "600", "on": "2026-03-01", "note": ""}
    correction = reverse("direction:entry_correction", args=[programme.key, entry.pk])
    undone(client, client.post(correction, changed))
    amounts = sorted(each.amount for each in benefit.entries.standing())
    assert amounts == [Decimal(0), Decimal(500)]


def test_resources_and_promises_stand_again(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    resource: Resource = factory.make_resource(programme)
    client = browse(champion)
    undone(client, client.post(to("resource_dropping", resource)))
    resource.refresh_from_db()
    assert resource.dropped_at is None
    promise = resource.promise(champion, uuid4(), champion, Decimal(4), since=DAY)
    withdrawal = reverse("direction:promise_withdrawal", args=[programme.key, promise.pk])
    undone(client, client.post(withdrawal))
    promise.refresh_from_db()
    assert promise.withdrawn_at is None
    assert verbs(programme) == ["resource.promise_renewed", "resource.promise_withdrawn"]


def test_a_side_effect_is_open_again(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    side_effect: SideEffect = factory.make_side_effect(programme)
    client = browse(champion)
    undone(client, client.post(to("side_effect_settling", side_effect)))
    side_effect.refresh_from_db()
    assert side_effect.settled_at is None


def test_a_milestone_waits_again(browse: Browse, programme: Programme, champion: Person) -> None:
    waiting, needed = (factory.make_milestone(programme, name) for name in ("Waits", "Needed"))
    Dependency.add(champion, waiting, needed)
    link = Dependency.objects.get()
    client = browse(champion)
    freed = client.post(reverse("direction:dependency_removal", args=[programme.key, link.pk]))
    assert Dependency.objects.count() == 0
    undone(client, freed)
    assert list(waiting.needs.all()) == [needed]


def test_waiting_again_closes_no_circle(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    one, other = (factory.make_milestone(programme, name) for name in ("One", "Other"))
    Dependency.add(champion, one, other)
    Dependency.objects.get().remove(champion)
    freed = newest(programme)
    Dependency.add(champion, other, one)
    address = reverse("direction:undoing", args=[programme.key, freed])
    assert "so it stays" in browse(champion).post(address, follow=True).content.decode()
    assert list(one.needs.all()) == []


def test_the_version_before_holds_again(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    factory.write_vision(programme, "First words")
    sent = {"statement": "Second words", "based_on": "1"}
    client = browse(champion)
    undone(client, client.post(reverse("direction:write_vision", args=[programme.key]), sent))
    current = Vision.current(programme)
    assert current is not None
    assert (current.version, current.statement) == (3, "First words")

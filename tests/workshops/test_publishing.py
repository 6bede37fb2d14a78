"""Publishing: the preview, one action, and what it makes, once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Barrier as Gate
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from changeprog.accounts.models import User
from changeprog.direction.models import Objective, Vision, VisionSignOff
from changeprog.programme.models import Event, Person
from changeprog.programme.origins import origins_of
from teams.models import Action, Barrier
from tests import factory, workshop_factory
from tests.workshops.conftest import Put
from workshops import ending, harvest, phases, publishing
from workshops.models import (
    LeftOut,
    Note,
    Output,
    Participant,
    PointOfView,
    Proposal,
    Round,
    Workshop,
    feedback,
)

Browse = Callable[[Person | User | None], Client]
OBJECTIVE = {
    "measure": "Enquiries answered within a day",
    "unit": "%",
    "aim": "reach",
    "baseline": "40",
    "baseline_on": "2026-01-01",
    "target": "90",
    "due": "2027-12-31",
}


def collect(on: Put, workshop: Workshop, subject: str, text: str, draft: dict[str, str]) -> Note:
    """Collect one note on a subject, and draft what becomes of it."""
    activity = on("collect", subject=subject)
    author = workshop.participants.arrived().earliest("pk")
    author.workshop = workshop
    note = Note.write(activity, author, uuid4(), text)
    Note.objects.filter(pk=note.pk).update(draft=draft)
    activity.set(factory.champion_of(workshop.programme), phase=phases.Phase.DONE)
    return note


def agree(
    on: Put, by: Person, words: str, levels: dict[Participant, int], subject: str = "vision"
) -> Proposal:
    """Agree on words in one named round."""
    activity = on("consensus", subject=subject)
    proposal = Proposal(programme=activity.programme, activity=activity)
    proposal.propose(by, words)
    held = Round.open_on(proposal, by, uuid4(), anonymous=False, scale="eight")
    for participant, level in levels.items():
        held.take(participant, level)
    held.reveal(by)
    proposal.agree(by)
    return proposal


def place(workshop: Workshop, placed: str, word: str) -> PointOfView:
    """Park a point of view and say what becomes of it."""
    author = workshop.participants.arrived().earliest("pk")
    author.workshop = workshop
    point = PointOfView.park(author, uuid4(), side="fear", text="My team", lot="facilitator")
    point.place(placed, word)
    return point


def publish(workshop: Workshop, by: Person) -> bool:
    """Publish what the preview shows just now."""
    fresh = Workshop.objects.with_names().get(pk=workshop.pk)
    return publishing.publish(fresh, by, harvest.digest(fresh, harvest.pieces(fresh)))


@pytest.fixture
def here(workshop: Workshop) -> dict[str, Participant]:
    """Those in the room by their names."""
    rows = workshop.participants.select_related("person")
    for row in rows:
        row.workshop = workshop
    return {row.name: row for row in rows}


def test_everything_agreed_and_drafted_is_made_and_keeps_where_it_came_from(
    on: Put, workshop: Workshop, champion: Person, here: dict[str, Participant]
) -> None:
    note = collect(on, workshop, "objective", "Answer faster", OBJECTIVE)
    proposal = agree(on, champion, "Every customer is known.", dict.fromkeys(here.values(), 2))
    point = place(workshop, "action", "Show the plan to the works council")
    other = place(workshop, "barrier", "Two systems for one customer")
    on("close")

    assert publish(workshop, champion) is True

    objective = Objective.objects.get()
    assert (objective.measure, objective.target, objective.due) == (
        "Enquiries answered within a day",
        Decimal(90),
        date(2027, 12, 31),
    )
    vision = Vision.objects.get()
    assert vision.statement == "Every customer is known."
    made = {(row.kind, row.source, row.made) for row in Output.objects.all()}
    assert made == {
        ("vision", proposal, vision),
        ("objective", note, objective),
        ("action", point, Action.objects.get(text="Show the plan to the works council")),
        ("barrier", other, Barrier.objects.get(what="Two systems for one customer")),
    }
    assert Output.objects.get(kind="vision").round == proposal.rounds.get()
    workshop.refresh_from_db()
    assert (workshop.status, workshop.published_at is not None) == ("closed", True)


def test_who_stood_behind_the_vision_signs_it_off_and_who_abstained_does_not(
    on: Put, workshop: Workshop, champion: Person, member: Person, here: dict[str, Participant]
) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(rule={"worst": 8, "share": 0, "quorum": 0})
    levels = {here[champion.name]: 3, here[member.name]: 4}
    agree(on, champion, "Every customer is known.", levels)
    publish(workshop, champion)
    assert list(VisionSignOff.objects.values_list("person", "where")) == [
        (champion.pk, "One commitment")
    ]


def test_publishing_twice_makes_nothing_twice(
    on: Put, workshop: Workshop, champion: Person
) -> None:
    collect(on, workshop, "barrier", "Slow", {"what": "Approvals take weeks"})
    assert [publish(workshop, champion), publish(workshop, champion)] == [True, False]
    assert Barrier.objects.count() == 1
    assert Event.objects.filter(verb="workshop.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_pressed_by_two_at_the_same_moment_everything_is_made_once(
    on: Put, workshop: Workshop, champion: Person
) -> None:
    collect(on, workshop, "barrier", "Slow", {"what": "Approvals take weeks"})
    fresh = Workshop.objects.with_names().get(pk=workshop.pk)
    seen = harvest.digest(fresh, harvest.pieces(fresh))
    gate, answers = Gate(4), []

    def press() -> None:
        own = Workshop.objects.with_names().get(pk=workshop.pk)
        gate.wait()
        answers.append(publishing.publish(own, champion, seen))
        connection.close()

    threads = [Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]
    assert [Barrier.objects.count(), Output.objects.count()] == [1, 1]


def test_what_is_left_out_stays_in_the_workshop(
    on: Put, workshop: Workshop, champion: Person, browse: Browse
) -> None:
    note = collect(on, workshop, "barrier", "Slow", {"what": "Approvals take weeks"})
    page = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/publishing/"
    name = {"name": f"note-{note.pk}"}
    client = browse(champion)
    client.post(f"{page}left-out/", {**name, "out": "on"})
    assert LeftOut.objects.count() == 1
    client.post(f"{page}left-out/", name)
    assert LeftOut.objects.count() == 0
    client.post(f"{page}left-out/", {**name, "out": "on"})
    publish(workshop, champion)
    assert [Barrier.objects.count(), Output.objects.count()] == [0, 0]


def test_a_point_of_view_that_is_open_has_to_be_placed_first(
    workshop: Workshop, champion: Person, here: dict[str, Participant], browse: Browse
) -> None:
    PointOfView.park(here[champion.name], uuid4(), side="win", text="Hidden", lot="facilitator")
    address = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/"
    seen = harvest.digest(workshop, harvest.pieces(workshop))
    answer = browse(champion).post(f"{address}publication/", {"seen": seen}, follow=True)
    assert (
        "1 point of view is still open: the facilitator says what becomes of it."
        in answer.content.decode()
    )
    workshop.refresh_from_db()
    assert workshop.status == "open"


def test_a_preview_that_has_changed_is_looked_at_again(
    on: Put, workshop: Workshop, champion: Person
) -> None:
    seen = harvest.digest(workshop, harvest.pieces(workshop))
    collect(on, workshop, "barrier", "Slow", {"what": "Approvals take weeks"})
    with pytest.raises(publishing.NotYet):
        publishing.publish(workshop, champion, seen)
    assert Barrier.objects.count() == 0


def test_a_vision_written_meanwhile_is_not_overwritten_unseen(
    on: Put, workshop: Workshop, champion: Person, here: dict[str, Participant]
) -> None:
    agree(on, champion, "Every customer is known.", dict.fromkeys(here.values(), 1))
    fresh = Workshop.objects.with_names().get(pk=workshop.pk)
    seen = harvest.digest(fresh, harvest.pieces(fresh))
    factory.write_vision(workshop.programme, "Written by hand.")
    with pytest.raises(publishing.NotYet):
        publishing.publish(fresh, champion, seen)
    assert Vision.current(workshop.programme).statement == "Written by hand."  # type: ignore[union-attr]


def test_an_end_state_becomes_a_part_of_the_next_version(
    on: Put, workshop: Workshop, champion: Person
) -> None:
    factory.write_vision(workshop.programme)
    for text in ("One screen for all.", "Nobody asks twice."):
        collect(on, workshop, "end_state", text, {"end_state": text})
    publish(workshop, champion)
    current = Vision.current(workshop.programme)
    assert current is not None
    assert (current.version, current.statement, current.end_state) == (
        2,
        "Every customer is known.",
        "One screen for all.\nNobody asks twice.",
    )


def test_an_end_state_waits_while_there_is_no_vision(
    on: Put, workshop: Workshop, champion: Person
) -> None:
    collect(on, workshop, "end_state", "One screen.", {"end_state": "One screen."})
    assert [piece.missing for piece in harvest.pieces(workshop)] == [harvest.NO_VISION]
    publish(workshop, champion)
    assert Vision.objects.count() == 0


def test_a_draft_that_lacks_something_waits_and_says_what(on: Put, workshop: Workshop) -> None:
    collect(on, workshop, "milestone", "Pilot", {"name": "Pilot live", "due": ""})
    (piece,) = harvest.pieces(workshop)
    assert (piece.goes, piece.missing) == (False, "Choose a day.")


def test_the_preview_leads_to_the_draft_that_lacks_something(
    on: Put, workshop: Workshop, champion: Person, browse: Browse
) -> None:
    note = collect(on, workshop, "objective", "Answered fast", OBJECTIVE | {"due": ""})
    key = workshop.programme.key
    page = browse(champion).get(f"/p/{key}/workshops/{workshop.pk}/publishing/")
    mending = f"/p/{key}/workshops/notes/{note.pk}/draft/"
    assert [page.content.decode().count(f'href="{mending}"')] == [1]


def test_pages_of_what_was_published_lead_back_to_the_workshop(
    on: Put,
    workshop: Workshop,
    member: Person,
    observer: Person,
    browse: Browse,
) -> None:
    collect(on, workshop, "objective", "Answer faster", OBJECTIVE)
    publish(workshop, factory.champion_of(workshop.programme))
    record = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/record/"
    found = Objective.objects.get()
    page = browse(member).get(found.get_absolute_url()).content.decode()
    assert f'href="{record}"' in page
    told = {
        who.role: [(o.note, o.url) for o in origins_of(found, who)] for who in (member, observer)
    }
    assert told == {
        "member": [("“Collect”: “Answer faster”", record)],
        "observer": [("“Collect”", "")],
    }


def test_only_who_leads_the_workshop_publishes(
    workshop: Workshop, member: Person, champion: Person, browse: Browse
) -> None:
    address = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/"
    seen = harvest.digest(workshop, [])
    answers = {
        who.role: browse(who).post(f"{address}publication/", {"seen": seen}).status_code
        for who in (member, champion)
    }
    assert answers == {"member": 403, "champion": 302}


def test_feedback_is_given_once_and_shown_from_three_on(
    on: Put, workshop: Workshop, member: Person, champion: Person, browse: Browse
) -> None:
    activity = on("close")
    address = f"/room/{workshop.programme.key}/{workshop.pk}/feedback/"
    client = browse(member)
    for score in (5, 1):
        client.post(address, {"score": score, "word": "Marker"})
    assert list(workshop.feedback.values_list("score", flat=True)) == [5]
    assert ending.spread(workshop) == []
    for name in ("Gil Guest", "Gia Guest"):
        guest = workshop_factory.guest(workshop, name)
        guest.workshop = workshop
        feedback.give(guest, 4)
    assert {bar.score: bar.count for bar in ending.spread(workshop)} == {
        5: 1,
        4: 2,
        3: 0,
        2: 0,
        1: 0,
    }
    assert "Marker" not in ending.progress(activity, "facilitator")


def test_an_unreadable_answer_is_refused_in_words(
    on: Put, workshop: Workshop, member: Person, browse: Browse
) -> None:
    on("close")
    address = f"/room/{workshop.programme.key}/{workshop.pk}/feedback/"
    answer = browse(member).post(address, {"score": 9}, headers={"HX-Request": "true"})
    assert (answer.status_code, workshop.feedback.count()) == (422, 0)

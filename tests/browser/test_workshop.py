"""The commitment workshop from arriving to its end, in several browsers at once."""

import re

import pytest
from playwright.sync_api import Request, expect

from changeprog.direction.models import Vision
from changeprog.programme.models import Person
from tests.browser.conftest import Visit
from tests.browser.workshop_room import AGREED, Room, entered, held, propose, stand, write_note
from workshops.models import Commitment, Note, Position, Workshop

pytestmark = pytest.mark.browser


def test_four_phones_and_a_wall_go_through_the_default_agenda(
    visit: Visit, champion: Person
) -> None:
    workshop, people = held(champion)
    room = entered(visit, workshop, champion, people)
    room.is_at("Arrive")
    everybody_arrives(room)
    room.go_on("Park agendas")
    somebody_parks(room)
    room.go_on("Where are we headed?")
    everybody_writes_and_votes(room)
    for title in ("Objectives", "Milestones", "Barriers", "Resources", "Consensus on the vision"):
        room.go_on(title)
    everybody_agrees(room)
    room.go_on("Commitments")
    somebody_commits(room)
    room.go_on("Close")
    what_was_parked_is_placed(room, people[0])
    room.desk.get_by_role("button", name=re.compile("^Publish")).click()
    for phone in room.phones:
        expect(phone.get_by_text("The workshop is closed")).to_be_visible()
    all_of_it_is_kept(champion)
    assert [page.evaluate("window.sameDocument") for page in room.phones] == [True] * 4


def everybody_arrives(room: Room) -> None:
    for number, phone in enumerate(room.phones):
        phone.get_by_label("A word you bring along").fill(f"Word {number}")
        phone.get_by_role("button", name="I am here").click()
        expect(phone.get_by_text(re.compile("^You are here"))).to_be_visible()
        expect(room.wall.get_by_text(f"Word {number}")).to_be_visible()


def somebody_parks(room: Room) -> None:
    phone = room.phones[0]
    phone.get_by_role("radio", name=re.compile("lose")).first.check()
    phone.get_by_label("In your words").first.fill("My budget")
    phone.get_by_role("button", name="Park it").click()
    expect(room.desk.get_by_text("My budget")).to_be_visible()
    expect(room.wall.get_by_text("My budget")).to_have_count(0)


def everybody_writes_and_votes(room: Room) -> None:
    for number, phone in enumerate(room.phones):
        write_note(phone, f"Thought {number}")
    for page in (room.desk, room.wall):
        expect(page.get_by_text("Thought 0")).to_have_count(0)
    room.press("Show the notes")
    for page in (room.desk, room.wall):
        expect(page.get_by_text("Thought 0").first).to_be_visible()
    room.press("Let everybody vote")
    for phone in room.phones:
        phone.get_by_role("button", name="One dot more for Thought 1").click()
        expect(phone.get_by_label("Your dots for Thought 1")).to_have_text("●")
    room.press("End the vote")
    expect(room.wall.get_by_text("Thought 1").first).to_be_visible()


def everybody_agrees(room: Room) -> None:
    propose(room)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.method)

    for phone, level in zip(room.phones, (1, 2, 3, 4), strict=True):
        stand(phone, level)
        phone.on("request", note)
    expect(room.wall.get_by_text("4 of ").first).to_be_visible()
    expect(room.desk.locator("li[data-js-answered]")).to_have_count(4)
    room.press("Reveal")
    for page in room.pages:
        expect(page.get_by_role("heading", name=re.compile("Where 4 of"))).to_be_visible()
    assert "GET" not in asked, "nobody asks for anything at the reveal"
    expect(room.desk.locator("li[data-js-answered]")).to_have_count(0)
    room.press("It is agreed")
    expect(room.wall.get_by_text("Agreed", exact=True).first).to_be_visible()


def somebody_commits(room: Room) -> None:
    writer, witness = room.phones[1:3]
    writer.get_by_label("I will").first.fill("Call ten customers")
    writer.get_by_label("By when?").first.fill("2027-03-31")
    writer.get_by_role("button", name="Write it down").click()
    writer.get_by_role("button", name="Sign it").click()
    expect(writer.get_by_role("button", name="Take my signature back")).to_be_visible()
    room.press("Read out the next")
    for page in (room.wall, witness):
        expect(page.get_by_text("Call ten customers").first).to_be_visible()
    expect(writer.get_by_text("Witnessed by")).to_have_count(0)
    expect(writer.get_by_role("button", name="I witness it")).to_have_count(0)
    witness.get_by_role("button", name="I witness it").first.click()
    expect(witness.get_by_role("heading", name="You witness")).to_be_visible()
    expect(witness.get_by_role("button", name="I witness it")).to_have_count(0)
    witness.get_by_role("button", name="No longer").click()
    expect(witness.get_by_role("button", name="I witness it")).to_be_visible()
    witness.get_by_role("button", name="I witness it").click()
    expect(writer.get_by_text("Witnessed by").first).to_be_visible()


def what_was_parked_is_placed(room: Room, author: Person) -> None:
    expect(room.desk.get_by_text("Before it can close")).to_be_visible()
    point = room.desk.get_by_role("article", name=author.name)
    point.get_by_text("Say what becomes of it").click()
    point.get_by_label("In your words").fill("Talked over in the break")
    point.get_by_role("button", name="Place it").click()
    expect(room.desk.get_by_text("Before it can close")).to_have_count(0)


def all_of_it_is_kept(champion: Person) -> None:
    assert Workshop.objects.get().published_at is not None
    assert sorted(Position.objects.values_list("level", flat=True)) == [1, 2, 3, 4]
    assert Commitment.objects.get().signed_at is not None
    assert Note.objects.count() == 4
    current = Vision.current(champion.programme)
    assert current is not None
    assert AGREED in {current.statement, current.end_state}


def test_who_is_offline_in_the_middle_of_a_round_loses_nothing(
    visit: Visit, champion: Person
) -> None:
    workshop, people = held(champion, phones=2)
    room = entered(visit, workshop, champion, people)
    room.desk.get_by_role("button", name="Go to: Consensus on the vision").click()
    room.is_at("Consensus on the vision")
    propose(room)
    here, away = room.phones
    stand(away, 3)
    away.context.set_offline(True)
    away.locator("button[name=level][value='6']").click()
    stand(here, 2)
    away.context.set_offline(False)
    stands = away.locator(".workshop-mine:visible").get_by_text("You stand at")
    expect(stands).to_contain_text("6")
    expect(room.desk.get_by_text("2 of ").first).to_be_visible()
    room.press("Reveal")
    for page in room.pages:
        expect(page.get_by_role("heading", name=re.compile("Where 2 of"))).to_be_visible()
    assert sorted(Position.objects.values_list("level", flat=True)) == [2, 6]


def test_another_facilitator_takes_over_when_one_device_is_gone(
    visit: Visit, champion: Person, facilitator: Person
) -> None:
    workshop, people = held(champion, phones=1)
    room = entered(visit, workshop, champion, people)
    room.desk.close()
    desk = visit(f"{workshop.get_absolute_url()}lead/", facilitator)
    desk.get_by_role("group", name="Leading").get_by_role("button", name="Next").click()
    for page in (room.phones[0], room.wall):
        expect(page.get_by_role("heading", name="Park agendas", level=2)).to_be_visible()


def test_somebody_without_an_account_joins_by_the_code(visit: Visit, champion: Person) -> None:
    workshop, people = held(champion, phones=0)
    room = entered(visit, workshop, champion, people)
    phone = visit("/join/", viewport={"width": 390, "height": 844})
    phone.get_by_label("Room code").fill(workshop.code.lower())
    phone.get_by_role("button", name="Go in").click()
    phone.get_by_label("Your name").fill("Gil Guest")
    phone.get_by_role("button", name="Come in").click()
    room.desk.get_by_role("button", name="Let in: Gil Guest").click()
    expect(phone.get_by_text(re.compile("^You are here"))).to_be_visible()
    phone.get_by_label("A word you bring along").fill("Glad")
    phone.get_by_role("button", name="Change my word").click()
    expect(phone.get_by_text("You are here: “Glad”.")).to_be_visible()
    expect(room.wall.get_by_text("Gil Guest").first).to_be_visible()


def test_the_keyboard_alone_leads_a_workshop(visit: Visit, champion: Person) -> None:
    workshop, people = held(champion, phones=1)
    room = entered(visit, workshop, champion, people)
    keys = room.desk.keyboard
    keys.press("n")
    room.is_at("Park agendas")
    keys.press("n")
    room.is_at("Where are we headed?")
    write_note(room.phones[0], "One thought")
    reach(room, "Show the notes")
    keys.press("Enter")
    expect(room.wall.get_by_text("One thought").first).to_be_visible()
    reach(room, "Back")
    keys.press("b")
    room.is_at("Park agendas")


def reach(room: Room, name: str) -> None:
    """Press Tab until the button called ``name`` has the focus."""
    focused = "document.activeElement.textContent.trim()"
    for _ in range(80):
        if name in room.desk.evaluate(focused):
            return
        room.desk.keyboard.press("Tab")
    raise AssertionError(f"no Tab reaches {name!r}")

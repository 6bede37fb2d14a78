"""Notes on a phone whose connection drops, votes with a thumb, and the board by mouse and keys."""

from contextlib import suppress

import pytest
from playwright.sync_api import Page, Route, expect

from changeprog.programme.models import Person
from tests import workshop_factory
from tests.browser.conftest import PHONE, Visit
from tests.workshops import notes
from workshops.models import Activity, Note, Participant, Workshop

pytestmark = pytest.mark.browser
WORDS = "Answer within a day"
TALL = {"viewport": {"width": 1440, "height": 1600}}
"""All of the board in view: a page that scrolls between press and move drags something else."""


@pytest.fixture
def activity(champion: Person, member: Person) -> Activity:
    """A collection that is on, in a workshop of the champion's, with the member in the room."""
    workshop = workshop_factory.workshop(champion, ["collect", "close"])
    Activity.objects.filter(workshop=workshop, kind="collect").update(
        settings={"hidden": True, "votes": 3, "limit": 2}
    )
    for person in (champion, member):
        Participant.of_person(workshop, person).arrive()
    workshop.open(champion)
    return Activity.objects.with_workshop().get(workshop=workshop, kind="collect")


@pytest.fixture
def phone(visit: Visit, activity: Activity, member: Person) -> Page:
    page = visit(notes.room(activity), member, **PHONE)
    expect(page.locator("[data-live-status=connected]")).to_be_attached()
    return page


def write(page: Page, text: str) -> None:
    page.get_by_label("One thought a note").fill(text)
    page.get_by_role("button", name="Add the note").click()


def test_a_note_written_offline_is_kept_and_sent_once(phone: Page, activity: Activity) -> None:
    phone.context.set_offline(True)
    write(phone, WORDS)
    write(phone, "And another")
    expect(phone.get_by_text("Kept here until it is sent")).to_have_count(2)
    assert activity.notes.count() == 0
    phone.context.set_offline(False)
    expect(phone.get_by_role("button", name="Withdraw")).to_have_count(2)
    expect(phone.get_by_text("Kept here until it is sent")).to_have_count(0)
    assert sorted(note.text for note in activity.notes.all()) == ["And another", WORDS]


def test_a_note_whose_answer_got_lost_survives_a_reload_and_is_written_once(
    phone: Page, activity: Activity
) -> None:
    lost: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        with suppress(Exception):
            route.fetch()
        return route.abort("connectionreset")

    phone.route("**/notes/", lose_the_first_answer)
    write(phone, WORDS)
    expect(phone.get_by_text("Kept here until it is sent")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("button", name="Withdraw")).to_have_count(1)
    expect(phone.get_by_text("Kept here until it is sent")).to_have_count(0)
    assert len(lost) == 1
    assert [note.text for note in activity.notes.all()] == [WORDS]


def test_what_is_being_typed_stays_when_the_room_goes_on(
    phone: Page, activity: Activity, champion: Person
) -> None:
    phone.get_by_label("One thought a note").fill(WORDS)
    notes.go(activity, champion, "group")
    expect(phone.locator("[data-phase=group]")).to_be_visible()
    phone.get_by_text("One more note").click()
    expect(phone.get_by_label("One thought a note")).to_have_value(WORDS)


def test_what_the_server_refuses_stays_with_its_words(
    phone: Page, activity: Activity, champion: Person
) -> None:
    phone.context.set_offline(True)
    write(phone, WORDS)
    notes.go(activity, champion, "group", "vote", "done")
    phone.context.set_offline(False)
    expect(phone.get_by_text("The collecting is over.")).to_be_visible()
    expect(phone.locator(".outbox").get_by_text(WORDS)).to_be_visible()
    phone.get_by_role("button", name="Throw it away").click()
    expect(phone.locator(".outbox").get_by_text(WORDS)).to_have_count(0)


def test_dots_are_given_and_taken_with_a_thumb(
    phone: Page, activity: Activity, champion: Person, member: Person
) -> None:
    me = activity.workshop.participants.get(person=member)
    notes.write(activity, me, "Alpha", "Beta")
    notes.go(activity, champion, "group", "vote")
    expect(phone.get_by_text("3 of your 3 dots left")).to_be_visible()
    more = phone.get_by_role("button", name="One dot more for Alpha")
    more.click()
    expect(phone.get_by_text("2 of your 3 dots left")).to_be_visible()
    more.click()
    expect(phone.get_by_text("1 of your 3 dots left")).to_be_visible()
    expect(more).to_have_attribute("aria-disabled", "true")
    phone.get_by_role("button", name="One dot fewer for Alpha").click()
    expect(phone.get_by_text("2 of your 3 dots left")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("2 of your 3 dots left")).to_be_visible()
    assert activity.dots.count() == 1


def board(visit: Visit, activity: Activity, champion: Person) -> Page:
    author = activity.workshop.participants.get(person=champion)
    notes.write(activity, author, "Alpha", "Beta", "Gamma")
    notes.go(activity, champion, "group")
    page = visit(notes.lead(activity, f"{activity.workshop_id}/lead/"), champion, **TALL)
    expect(page.locator("[data-live-status=connected]")).to_be_attached()
    return page


def may_be_sent_again(page: Page) -> None:
    """Wait until the act before is over: a form is not sent twice at a time."""
    sent = page.locator("form[data-sorting][data-js-sent]")
    expect(sent).to_have_count(0)


def test_a_note_is_dragged_into_a_new_group_and_another_into_it(
    visit: Visit, activity: Activity, champion: Person
) -> None:
    page = board(visit, activity, champion)
    page.locator(".note", has_text="Alpha").drag_to(page.locator("[data-drop=new]"))
    column = page.get_by_role("region", name="Group 1")
    expect(column.get_by_text("Alpha")).to_be_visible()
    may_be_sent_again(page)
    page.locator(".note", has_text="Beta").drag_to(column)
    expect(column.get_by_text("Beta")).to_be_visible()
    expect(page.locator("[name=notes]:checked")).to_have_count(0)
    [group] = activity.groups.all()
    assert sorted(note.text for note in group.notes.all()) == ["Alpha", "Beta"]


def test_the_same_is_done_by_keys_alone(visit: Visit, activity: Activity, champion: Person) -> None:
    page = board(visit, activity, champion)
    for name in ("Alpha", "Beta"):
        page.get_by_role("checkbox", name=name).focus()
        page.keyboard.press("Space")
    expect(page.get_by_text("2 chosen:")).to_be_visible()
    page.get_by_role("button", name="New group").focus()
    page.keyboard.press("Enter")
    column = page.get_by_role("region", name="Group 1")
    expect(column.get_by_role("checkbox")).to_have_count(2)
    may_be_sent_again(page)
    page.get_by_role("checkbox", name="Gamma").focus()
    page.keyboard.press("Space")
    page.get_by_label("Group to move them to").select_option("Group 1")
    page.get_by_role("button", name="Move").focus()
    page.keyboard.press("Enter")
    expect(column.get_by_role("checkbox")).to_have_count(3)
    assert Note.objects.filter(group=None).count() == 0


def test_merging_offers_to_be_undone(visit: Visit, activity: Activity, champion: Person) -> None:
    page = board(visit, activity, champion)
    for name in ("Alpha", "Beta"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Merge").click()
    expect(page.locator("#flash")).to_contain_text("2 notes are one now.")
    expect(page.get_by_role("checkbox")).to_have_count(2)
    page.locator("#flash").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("checkbox")).to_have_count(3)


def test_a_hidden_note_reaches_no_stream(
    visit: Visit, activity: Activity, champion: Person, phone: Page
) -> None:
    page = visit(notes.lead(activity, f"{activity.workshop_id}/lead/"), champion)
    write(phone, WORDS)
    expect(page.get_by_text("1 note, hidden until all have written")).to_be_visible()
    assert WORDS not in page.content()
    workshop = Workshop.objects.get(pk=activity.workshop_id)
    assert WORDS not in "".join(notes.seen(workshop).values())

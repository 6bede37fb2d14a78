"""A workshop in several browsers: who leads, the phones, the wall, and what they do."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from changeprog.programme.models import Person
from tests import factory, workshop_factory
from tests.browser.conftest import PHONE, Visit
from workshops.agendas import COMMITMENT
from workshops.models import Activity, Participant, Workshop

AGREED = "Every customer is known by name within a year."
Step = Callable[[Locator], None]


@dataclass
class Room:
    """The pages of one workshop, all of them live and none loaded twice."""

    desk: Page
    wall: Page
    phones: list[Page] = field(default_factory=list)

    @property
    def pages(self) -> list[Page]:
        return [self.desk, self.wall, *self.phones]

    def go_on(self, title: str) -> None:
        """Press "Next" once it leads to ``title``; everybody comes along to the activity."""
        controls = self.desk.get_by_role("group", name="Leading")
        following = controls.get_by_role("button", name="Next")
        expect(following).to_have_attribute("title", title)
        following.click()
        self.is_at(title)

    def is_at(self, title: str) -> None:
        for page in self.pages:
            expect(page.get_by_role("heading", name=title, level=2, exact=True)).to_be_visible()

    def press(self, name: str) -> None:
        self.desk.locator("#main").get_by_role("button", name=name).first.click()


def held(champion: Person, phones: int = 4) -> tuple[Workshop, list[Person]]:
    """A commitment workshop that has just been opened, and those who take part with a phone."""
    workshop = workshop_factory.workshop(champion, [])
    Activity.lay(workshop, COMMITMENT)
    people = [factory.make_person(champion.programme, name=f"Person {n}") for n in range(phones)]
    for person in people:
        Participant.of_person(workshop, person)
    workshop.open(champion)
    return workshop, people


def entered(visit: Visit, workshop: Workshop, champion: Person, people: list[Person]) -> Room:
    """Open every page of the room."""
    below = workshop.get_absolute_url()
    room = f"/room/{workshop.programme.key}/{workshop.pk}/"
    made = Room(
        visit(f"{below}lead/", champion, viewport={"width": 1440, "height": 900}),
        visit(f"{below}screen/", champion, viewport={"width": 1440, "height": 900}),
        [visit(room, person, **PHONE) for person in people],
    )
    for page in made.pages:
        expect(page.locator("[data-live-status]")).to_have_text("Live")
        page.evaluate("window.sameDocument = true")
    return made


def write_note(phone: Page, text: str) -> None:
    """Add a note and see that it was taken."""
    phone.get_by_label("One thought a note").fill(text)
    phone.get_by_role("button", name="Add the note").click()
    own = phone.locator(".workshop-mine:visible")
    expect(own.get_by_text(text).or_(own.get_by_role("textbox")).first).to_be_visible()
    expect(phone.get_by_label("One thought a note")).to_have_value("")


def stand(phone: Page, level: int) -> None:
    """Answer where one stands, and see that it was taken."""
    phone.locator(f"button[name=level][value='{level}']").click()
    expect(phone.locator(".workshop-mine:visible").get_by_text("You stand at")).to_contain_text(
        str(level)
    )


def propose(room: Room) -> None:
    """Put the words on the table, and open the first round on them."""
    room.desk.get_by_role("link", name="Write a proposal").click()
    dialog = room.desk.get_by_role("dialog")
    dialog.get_by_label("The proposal").fill(AGREED)
    dialog.locator("button.primary").click()
    for page in room.pages:
        expect(page.get_by_text(AGREED).first).to_be_visible()
    room.press("Open round 1")

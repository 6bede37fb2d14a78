"""A walk over every page there is, by those who see it differently.

The addresses come from the URLconf, so that a new page is walked to without being named here. They
show the demo programme, and a new one where that makes a difference.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Response, expect
from playwright.sync_api import Error as PlaywrightError

from changeprog.accounts.models import User
from changeprog.direction.models import Milestone, Objective
from changeprog.onboarding.models import Criterion, Gap, Material, RealityCheck, Trial
from changeprog.programme.models import Person, Programme, Team
from stakeholders.models import Stakeholder
from teams.diagnosis import Question
from teams.models import Barrier, Conflict, Meeting, Victory
from tests import factory, objects, workshop_factory
from tests.browser.conftest import listen, sign_in
from tests.browser.links import invitation, outside
from tests.browser.look import DESK, HEIGHT, Look, Looker
from tests.browser.site import Site
from tests.test_access import OF_A_PROGRAMME, address
from workshops.models import Activity, ActivityKind, Note, Participant
from workshops.phases import Phase

CHAMPION, OBSERVER, NEIGHBOUR = "Ruth Calder", "Frank Sorensen", "Priya Raman"
MEDIATOR, MEMBER = "Joan Delacroix", "Renee Castell"
ON_BOARD = "Eleven service desks"
EMPTY = ["programme:home", "direction:overview", "direction:vision", "direction:timeline"]
EMPTY += ["teams:teams", "teams:hand_offs", "teams:time", "teams:meetings", "teams:rules"]
EMPTY += ["teams:board", "teams:victories", "teams:barriers", "communications:overview"]
EMPTY += ["stakeholders:map", "stakeholders:web", "stakeholders:ambassadors"]
EMPTY += ["onboarding:board", "onboarding:readiness", "onboarding:knowledge", "onboarding:gaps"]
EMPTY += ["onboarding:trials", "onboarding:old_habits", "onboarding:usual", "closing:overview"]
"""Pages that look otherwise while there is nothing to show."""
MAIN = ["programme:home", "direction:overview", "direction:timeline", "teams:teams", "teams:board"]
MAIN += ["stakeholders:map", "stakeholders:web", "onboarding:board", "onboarding:usual"]
"""Pages that are looked at in every light."""
OF_THEIR_OWN: list[type[Model]] = [Barrier, Milestone, Objective, Stakeholder, Team, Victory]
OF_THEIR_OWN += [Criterion, Gap, Material, RealityCheck]
"""What has a page each, on which the demo programme shows more than ``objects`` makes."""

FILE = "Download is starting"
"""What Chromium says of a file."""

EMPTY_ANSWER = "ERR_HTTP_RESPONSE_CODE_FAILURE"
"""What it says of a status without a word, which machines are told."""

KINDS = [kind.value for kind in ActivityKind]
"""Everything that people do in a workshop."""

Looks = dict[str, Look]


class Walker:
    """Somebody's browser, going from page to page."""

    def __init__(self, who: str, context: BrowserContext, walk: "Walk") -> None:
        self.page = context.new_page()
        self._who = who
        self._walk = walk
        self._complaints: list[str] = []
        listen(self.page, self._complaints)

    def go(self, path: str) -> None:
        """Open ``path`` and look at the page to which it leads, if it is one and new."""
        allowed = self.page.request.fetch(path, method="OPTIONS").headers.get("allow", "GET")
        answer = self._open(path) if "GET" in allowed else None
        html = answer.body() if answer else b""
        if not answer or b"<html" not in html:
            self._complaints.clear()  # of what the browser itself makes around a picture
            return
        name = self._name(answer.url)
        if name in self._walk.looks:
            return
        is_mail = "sandbox" in answer.headers["content-security-policy"]
        if is_mail:  # where it came from, no script runs
            self.page.goto("about:blank")
            self.page.set_content(html.decode())
        self._look(name, html, is_mail=is_mail)

    def _open(self, path: str) -> Response | None:
        """Open ``path``, unless it is a file to be saved, or an answer without a page."""
        try:
            return self.page.goto(path)
        except PlaywrightError as error:
            if EMPTY_ANSWER in str(error):  # its own page comes a little later
                self.page.wait_for_url(re.compile("^chrome-error:"), wait_until="commit")
            elif FILE not in str(error):
                raise
            return None

    def see(self, path: str, state: str) -> None:
        """Open ``path``, a page that shows what goes on, and look at it in this ``state``."""
        self.page.goto(path)
        self.look(state)

    def look(self, state: str) -> None:
        """Look at the page in the ``state`` into which somebody has brought it."""
        self._look(f"{self._name(self.page.url)} {state}", b"")

    def was_shown_to(self, who: str, path: str) -> bool:
        return f"{who}: {path}" in self._walk.looks

    def _look(self, name: str, html: bytes, *, is_mail: bool = False) -> None:
        everywhere = name in self._walk.main
        self._walk.looks[name] = self._walk.looker.look(
            self.page, html, self._complaints.copy(), is_mail=is_mail, everywhere=everywhere
        )
        self._complaints.clear()
        self.page.set_viewport_size({"width": DESK, "height": HEIGHT})
        self.page.emulate_media(color_scheme="light")

    def _name(self, url: str) -> str:
        return f"{self._who}: {urlsplit(url).path}"


class Walk:
    """All walkers, over one site."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.looks: Looks = {}
        self.main: set[str] = set()
        """What is to be looked at in every light, by its name among ``looks``."""
        self.looker = Looker()
        self._browser = browser
        self._site = site

    @contextmanager
    def walker(self, name: str, person: Person | None = None) -> Iterator[Walker]:
        context = self._browser.new_context(base_url=self._site.url, reduced_motion="reduce")
        if person:
            sign_in(context, self._site, person)
        yield Walker(name, context, self)
        context.close()

    def before_anybody(self) -> None:
        """See what a fresh copy asks for."""
        with self.walker("the first") as walker:
            walker.go("/")

    def around(self, programme: Programme) -> None:
        """See the demo programme, and everything around it, as several people do."""
        people = Person.objects.filter(programme=programme).select_related("user", "programme")
        champion, observer = people.get(name=CHAMPION), people.get(name=OBSERVER)
        self.main = {f"champion: {reverse(name, args=[programme.key])}" for name in MAIN}
        User.objects.filter(email=champion.email).update(is_administrator=True)
        with self.walker("nobody") as walker:
            ask_for_codes(walker, champion)
            stay_outside(walker, champion)
        with self.walker("observer", observer) as walker:
            only_read(walker, programme)
        with self.walker("member", people.get(name=MEMBER)) as walker:
            come_late(walker, programme)
        on_board = people.filter(seats__team__name=ON_BOARD).earliest("pk")
        with self.walker("one of a team", on_board) as walker:
            come_on_board(walker, programme)
        with self.walker("mediator", people.get(name=MEDIATOR)) as walker:
            mediate(walker, programme)
        with self.walker("champion", champion) as walker:
            go_everywhere(walker, champion)
            lead_a_workshop(walker, champion)
            open_dialogs(walker, programme)
            look_after_the_account(walker, champion)
            begin_anew(walker, champion)


def ask_for_codes(walker: Walker, person: Person) -> None:
    """See where one types a code from a mail: to sign in, and to choose a new password."""
    for name in ("account_request_login_code", "account_reset_password"):
        walker.go(reverse(name))
        walker.page.locator("main [name=email]").fill(person.email)
        walker.page.locator("main .primary[type=submit]").click()
        walker.page.wait_for_url("**/confirm/")
        walker.go(walker.page.url)


def stay_outside(walker: Walker, champion: Person) -> None:
    """See what needs no account: entrances, links out of mails, and a wrong turn."""
    neighbour = Person.objects.get(programme=champion.programme, name=NEIGHBOUR)
    nonsense = [reverse(name, args=["no-such"]) for name in ("invitation", "unsubscribe")]
    invited = invitation(neighbour.email, champion)
    for path in (*outside(champion), *nonsense, invited, "/no-such-page/"):
        walker.go(path)


def only_read(walker: Walker, programme: Programme) -> None:
    """See the programme without any powers, and what one may not see."""
    for name in (*EMPTY, "programme:people", "programme:settings"):
        walker.go(reverse(name, args=[programme.key]))


def come_late(walker: Walker, programme: Programme) -> None:
    """See what somebody sees who has only just joined."""
    for name in ("programme:home", "teams:welcome", "teams:agreed", "teams:time"):
        walker.go(reverse(name, args=[programme.key]))


def come_on_board(walker: Walker, programme: Programme) -> None:
    """See what somebody sees whose team tries the new way: each team, and each trial."""
    walker.go(programme.get_absolute_url())
    for team in Team.objects.filter(programme=programme).adopting():
        walker.go(reverse("onboarding:team", args=[programme.key, team.pk]))
    for trial in Trial.objects.filter(programme=programme):
        walker.go(trial.get_absolute_url())


def mediate(walker: Walker, programme: Programme) -> None:
    """See the conflict of the demo programme, and each of its questions."""
    conflict = Conflict.objects.get(barrier__programme=programme)
    walker.go(conflict.get_absolute_url())
    for question in Question.values:
        arguments = [programme.key, conflict.pk, question]
        walker.go(reverse("teams:conflict_question", args=arguments))


def go_everywhere(walker: Walker, champion: Person) -> None:
    """See every page of the programme, and the newest of what has a page of its own."""
    programme = champion.programme
    ahead = objects.meeting(programme, champion)
    factory.decide(ahead)
    factory.agree_action(ahead)
    pages = [address(name, route, programme, champion) for name, route, _ in OF_A_PROGRAMME]
    newest = [latest(model, programme) for model in OF_THEIR_OWN]
    over = Meeting.objects.filter(programme=programme).earliest("pk")
    minutes = reverse("teams:meeting_minutes", args=[programme.key, over.pk])
    for path in (*pages, *newest, minutes, f"{programme.get_absolute_url()}no-such-page/"):
        walker.go(path)
    ahead.open(champion, ["Rollout: nobody from Marketing"], "It cannot wait.")
    for name in ("teams:meeting", "teams:meeting_room", "teams:meeting_screen"):
        walker.go(reverse(name, args=[programme.key, ahead.pk]))


def lead_a_workshop(walker: Walker, champion: Person) -> None:
    """See each activity of a workshop on the three pages that show it, and how guests come in."""
    workshop = workshop_factory.workshop(champion, KINDS)
    participant = Participant.of_person(workshop, champion)
    workshop.open(champion)
    participant.arrive("Curious")
    walker.go(reverse("workshop_room:join_code", args=[workshop.code]))
    for activity in workshop.activities.all():
        workshop.turn(champion, workshop.current_id, activity)
        for state in states_of(activity, participant, champion):
            for name in ("workshops:lead", "workshops:screen", "workshop_room:room"):
                walker.see(reverse(name, args=[workshop.programme.key, workshop.pk]), state)


def states_of(activity: Activity, participant: Participant, by: Person) -> Iterator[str]:
    """Bring an activity from one state into the next, and name each."""
    activity = Activity.objects.with_workshop().get(pk=activity.pk)
    if activity.kind == ActivityKind.COLLECT:
        for text in ("Fewer lists", "One price"):
            Note.write(activity, participant, uuid4(), text)
        for phase in Phase:
            activity.set(by, phase=phase.value)
            yield f"collect, {phase.label}"
    elif activity.kind == ActivityKind.CONSENSUS:
        on = workshop_factory.open_round(workshop_factory.proposal(activity, by), by)
        on.take(participant, 6, "Too fast")
        yield "consensus, open"
        on.reveal(by)
        yield "consensus, revealed"
    else:
        yield activity.kind


def open_dialogs(walker: Walker, programme: Programme) -> None:
    """See what opens over a page."""
    walker.go(programme.get_absolute_url())
    expect(walker.page.locator("[data-live-status]")).to_have_text("Live")
    opened = walker.page.locator("dialog[open]")
    for key in ("l", "?"):
        walker.page.keyboard.press(key)
        expect(opened).to_be_visible()
        walker.look(state=f" with the dialog of {key}")
        walker.page.keyboard.press("Escape")
        expect(opened).to_have_count(0)


def look_after_the_account(walker: Walker, champion: Person) -> None:
    """See the same as nobody does, but signed in."""
    for path in (*outside(champion), invitation(champion.email, champion)):
        if not walker.was_shown_to("nobody", path):
            walker.go(path)


def begin_anew(walker: Walker, champion: Person) -> None:
    """See the way into several programmes, and a new one."""
    assert champion.user
    fresh = Programme.start("Another beginning", champion.user)
    for path in ("/", *(reverse(name, args=[fresh.key]) for name in EMPTY)):
        walker.go(path)


def latest(model: type[Model], programme: Programme) -> str:
    """Return the address of the newest one in ``programme``."""
    newest: Any = model._default_manager.filter(programme=programme).latest("pk")
    return str(newest.get_absolute_url())

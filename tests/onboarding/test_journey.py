"""One team from "not yet" to "business as usual", through the pages and the real worker.

The clock stands still and is moved on by hand: at home, where pages are asked for, and in the
worker, which gets what beat would ask. Nothing is done to the database behind their backs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from changeprog.accounts.models import Letter
from changeprog.communications.tasks import fill_inboxes, remind, send_notices
from changeprog.onboarding.models import Adoption, Criterion, Pulse, Slip, Tick, Trial, TrialNote
from changeprog.onboarding.tasks import ask_pulses, close_pulses
from changeprog.programme.models import Event, Person, Programme, Team
from teams.models import Barrier, Victory
from tests import factory
from tests.frozen import Worker, frozen_worker

Browse = Callable[[Person], Client]
QUESTIONS = (ask_pulses, close_pulses, fill_inboxes, remind, send_notices)
"""What beat asks about a team on its way."""

BEGIN = date(2026, 3, 2)
TRIAL = date(2026, 3, 30)
"""The day on which the first trial begins; a Monday."""
MONTH_OVER = date(2026, 4, 30)
PROCESS = date(2026, 5, 30)
RESULTS = date(2026, 8, 30)
RESTED = timedelta(hours=3)
"""From six in the morning until mails have left: who said nothing else gets them at eight."""
NAMES = ("Lee Lead", "Ann Agent", "Ben Agent", "Cat Agent", "Dan Agent", "Eve Agent")
YES = {"worth_it": 1, "works": 1, "can_operate": 1, "help_is_quick": 1}
NOT_YET = {"benefits": 2, "no_alternative": 2}


@dataclass
class Journey:
    """The desk, its people, a way to ask for pages as each of them, and the worker."""

    worker: Worker
    browse: Browse
    programme: Programme
    champion: Person
    team: Team
    people: list[Person]

    @property
    def lead(self) -> Person:
        return self.people[0]

    @property
    def stage(self) -> str:
        return Adoption.of(self.team).stage

    def get(self, who: Person, path: str = "") -> str:
        """Return a page of bringing on board as ``who`` sees it; the team's own by default."""
        answer = self.browse(who).get(self._url(path))
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, who: Person, path: str, **data: Any) -> None:
        """Send a form; what is refused comes back with another status."""
        answer = self.browse(who).post(self._url(path), data)
        assert answer.status_code == 302, answer.context["form"].errors

    def work(self, at: datetime) -> None:
        """Let the worker take every question of this journey, and again when mails have left."""
        self.worker.beat(at, *QUESTIONS)
        self.worker.beat(at + RESTED, *QUESTIONS)

    def _url(self, path: str) -> str:
        return f"/p/{self.programme.key}/onboarding/{path or f'teams/{self.team.pk}/'}"


def early(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@pytest.fixture
def journey(transactional_db: None, browse: Browse) -> Iterator[Journey]:
    with frozen_worker() as worker, time_machine.travel(noon(BEGIN), tick=False):
        worker.beat(noon(BEGIN), *QUESTIONS)
        programme = factory.make_programme()
        champion = factory.champion_of(programme)
        team = Team.add(champion, uuid4(), "Service desk")
        people = [factory.make_person(programme, name=name) for name in NAMES]
        for person in people:
            factory.seat(person, team)
        yield Journey(worker, browse, programme, champion, team, people)


def test_a_team_comes_on_board_until_it_is_business_as_usual(journey: Journey) -> None:
    assert journey.stage == "not_yet"
    is_invited_and_prepares(journey)
    says_how_ready_it_is(journey)
    tries_for_a_month(journey)
    keeps_what_it_tried(journey)
    is_asked_for_process_and_results(journey)
    becomes_business_as_usual(journey)
    falls_back_and_rises_again(journey)


def is_invited_and_prepares(journey: Journey) -> None:
    champion, place = journey.champion, f"teams/{journey.team.pk}"
    journey.post(champion, f"{place}/invitation/", words="You asked for this first.")
    journey.post(
        champion, f"{place}/arrangement/", lead=journey.lead.pk, starts_on=TRIAL, revision=1
    )
    journey.post(champion, f"{place}/criteria/beginning/", acceptor=champion.pk)
    assert journey.stage == "invited"
    journey.work(noon(BEGIN) + timedelta(hours=1))
    assert "You asked for this first." in inbox_of(journey, journey.people[5])

    journey.post(journey.lead, f"{place}/next/", stage="preparing")
    assert journey.stage == "preparing"
    home = journey.browse(journey.people[1]).get(journey.programme.get_absolute_url())
    assert home["Location"] == f"/p/{journey.programme.key}/onboarding/{place}/"


def says_how_ready_it_is(journey: Journey) -> None:
    asked = TRIAL - timedelta(days=14)
    journey.work(noon(asked))
    pulse = Pulse.objects.get(team=journey.team)
    assert (pulse.moment, pulse.people.count()) == ("before", len(NAMES))
    asking = Letter.objects.filter(subject__contains="six questions")
    assert asking.count() == len(NAMES)

    stranger = Client()
    with time_machine.travel(noon(asked), tick=False):
        for slip in Slip.objects.filter(pulse=pulse)[:5]:
            said = stranger.post(slip.path, {**YES, **NOT_YET})
            assert said.status_code == 302

    read = datetime.combine(pulse.closes_on + timedelta(days=1), time(1), UTC)
    journey.work(read)
    pulse.refresh_from_db()
    assert (pulse.state, pulse.answered, Slip.objects.count()) == ("read", 5, 0)
    with time_machine.travel(read, tick=False):
        assert "4 of 6" in journey.get(journey.lead, "readiness/")
        assert "4 of 6" not in journey.get(journey.champion, "readiness/")
    with time_machine.travel(read + timedelta(days=8), tick=False):
        assert "4 of 6" in journey.get(journey.champion, "readiness/")


def tries_for_a_month(journey: Journey) -> None:
    with time_machine.travel(noon(TRIAL), tick=False):
        journey.post(
            journey.lead,
            f"trials/of/{journey.team.pk}/new/",
            task="Note each call on the shared page",
            where="Before the headset comes off",
            purpose="Nobody asks twice",
            hope="Fewer calls that come back",
            rhythm="day",
            starts_on=TRIAL,
            owner=journey.lead.pk,
            **new(),
        )
    trial = Trial.objects.get()
    assert (journey.stage, trial.ends_on) == ("in_trial", MONTH_OVER)
    for day in working_days(TRIAL, MONTH_OVER):
        with time_machine.travel(noon(day), tick=False):
            for person in journey.people:
                journey.post(person, f"trials/{trial.pk}/tick/", on=day.isoformat(), done="on")
    assert Tick.objects.filter(trial=trial).count() == len(NAMES) * 23
    with time_machine.travel(noon(TRIAL + timedelta(days=3)), tick=False):
        notices_become_victories_and_barriers(journey, trial)


def notices_become_victories_and_barriers(journey: Journey, trial: Trial) -> None:
    agent, notes = journey.people[1], f"trials/{trial.pk}/notes/new/"
    journey.post(agent, notes, what="A customer said thank you", kind="result", **new())
    journey.post(agent, notes, what="The page logs out", kind="annoyance", **new())
    for note in TrialNote.objects.all():
        journey.post(agent, f"trials/notes/{note.pk}/more/")
        journey.post(agent, f"trials/notes/{note.pk}/more/")
    assert [victory.what for victory in Victory.objects.all()] == ["A customer said thank you"]
    assert [barrier.what for barrier in Barrier.objects.all()] == ["The page logs out"]
    assert "The page logs out" in journey.get(journey.lead)


def keeps_what_it_tried(journey: Journey) -> None:
    trial = Trial.objects.get()
    journey.work(early(MONTH_OVER))
    assert f"Evaluate “{trial}”" in letters_to(journey.lead)
    with time_machine.travel(noon(MONTH_OVER), tick=False):
        place = f"trials/{trial.pk}/evaluation/"
        journey.post(journey.lead, place, verdict="keep", answer="yes", words="Nobody thinks of it")
        assert journey.stage == "using"
        assert "Nobody thinks of it" in journey.get(journey.lead, f"trials/{trial.pk}/")


def is_asked_for_process_and_results(journey: Journey) -> None:
    trial = Trial.objects.get()
    for day, words in ((PROCESS, "Evaluate how"), (RESULTS, "Evaluate what")):
        before = len(letters_to(journey.lead))
        journey.work(early(day - timedelta(days=1)))
        journey.work(early(day))
        assert words in letters_to(journey.lead)[before:]
        with time_machine.travel(noon(day), tick=False):
            journey.post(journey.lead, f"trials/{trial.pk}/evaluation/", answer="yes")
    kinds = trial.evaluations.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["month", "process", "results"]


def becomes_business_as_usual(journey: Journey) -> None:
    criteria = list(Criterion.objects.filter(team=journey.team))
    assert len(criteria) == 4
    with time_machine.travel(noon(RESULTS), tick=False):
        for criterion in criteria:
            assert journey.stage == "using"
            place = f"criteria/{criterion.pk}"
            evidence = {"words": "See the handbook", "link": "", "key": uuid4()}
            journey.post(journey.lead, f"{place}/evidence/", **evidence)
            refused = journey.browse(journey.lead).post(journey._url(f"{place}/acceptance/"))
            assert refused.status_code == 403
            journey.post(journey.champion, f"{place}/acceptance/", revision=criterion.revision)
        assert journey.stage == "usual"
        assert "Business as usual" in journey.get(journey.people[2])
        principles = f"/p/{journey.programme.key}/direction/principles/"
        page = journey.browse(journey.champion).get(principles).content.decode()
        assert "business as usual" in page


def falls_back_and_rises_again(journey: Journey) -> None:
    criterion = Criterion.objects.filter(team=journey.team)[0]
    with time_machine.travel(noon(RESULTS + timedelta(days=10)), tick=False):
        place = f"criteria/{criterion.pk}"
        journey.post(journey.champion, f"{place}/taking-back/", why="The old form is back.")
        assert journey.stage == "using"
        journey.post(journey.champion, f"{place}/acceptance/", revision=criterion.revision)
        assert journey.stage == "usual"
    moved = Event.objects.filter(verb__in=("team.invited", "team.moved")).order_by("pk")
    assert [event.facts["to"] for event in moved] == [
        "Invited",
        "Preparing",
        "In trial",
        "Using",
        "Business as usual",
        "Using",
        "Business as usual",
    ]


def new() -> dict[str, Any]:
    """Return what a form about something new carries besides its fields."""
    return {"revision": 0, "key": uuid4()}


def inbox_of(journey: Journey, who: Person) -> str:
    answer = journey.browse(who).get(f"/p/{journey.programme.key}/inbox/")
    return answer.content.decode()


def letters_to(who: Person) -> str:
    letters = Letter.objects.filter(to__contains=who.email).order_by("pk")
    return "\n".join(letter.text for letter in letters)


def working_days(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days)]
    return [day for day in days if day.weekday() < 5]

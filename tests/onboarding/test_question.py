"""Questions of the first days: between who asks and who helps; how fast, without a name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from changeprog.communications.models import Notice
from changeprog.onboarding import questions
from changeprog.onboarding.answering import FEW, lasting, pace
from changeprog.onboarding.helping import helped_by, helpers, paces
from changeprog.onboarding.models import Question
from changeprog.programme.models import Event, Person, Programme, Team, Visibility
from tests.onboarding import knowing

Browse = Callable[[Person | None], Client]
WAITS = st.lists(st.timedeltas(timedelta(0), timedelta(days=60)), max_size=20)
WORDS = "Who may give a discount?"


@pytest.fixture
def team(programme: Programme, member: Person) -> Team:
    """A team in which the member sits."""
    team = knowing.adopting(programme)
    knowing.seat(member, team)
    return team


def to(question: Question, name: str = "question") -> str:
    return reverse(f"onboarding:{name}", args=[question.programme.key, question.pk])


@given(WAITS, WAITS)
def test_of_few_questions_nothing_is_said(
    answered: list[timedelta], waiting: list[timedelta]
) -> None:
    assert (pace(answered, waiting) is None) == (len(answered) + len(waiting) < FEW)


@given(WAITS, WAITS, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_what_is_said_never_becomes_shorter_by_waiting(
    answered: list[timedelta], waiting: list[timedelta], more: timedelta
) -> None:
    before = pace(answered, waiting)
    after = pace(answered, [wait + more for wait in waiting])
    if before is None or after is None:
        assert before == after
        return
    assert before.median <= after.median
    assert before.at_least or before.median == after.median


@given(WAITS, WAITS)
def test_half_of_the_questions_lie_on_either_side(
    answered: list[timedelta], waiting: list[timedelta]
) -> None:
    known, every = pace(answered, waiting), [*answered, *waiting]
    if known:
        assert 2 * sum(wait <= known.median for wait in every) >= len(every)
        assert 2 * sum(wait >= known.median for wait in every) >= len(every)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (2879, "47 hours"), (2880, "2 days")],
)
def test_a_wait_is_told_in_the_largest_unit_that_tells_something(minutes: int, words: str) -> None:
    assert lasting(timedelta(minutes=minutes)) == words


def test_people_of_the_team_ask_its_mentors_who_hear_at_once(
    browse: Browse, team: Team, member: Person, facilitator: Person, observer: Person
) -> None:
    knowing.mentor(facilitator, team)
    url = reverse("onboarding:ask_question", args=[team.programme.key, team.pk])
    assert browse(facilitator).post(url, {"words": WORDS}).status_code == 403
    said = {"words": WORDS, "key": "6f1c9b0e-3f0b-4c59-8f0f-0d5bb0b2c001"}
    for _ in range(2):
        assert browse(member).post(url, said).status_code == 302
    assert Question.objects.get().asker == member
    (notice,) = Notice.objects.filter(kind="question.asked")
    assert (notice.person, notice.private, notice.at_once) == (facilitator, True, True)


def test_without_a_mentor_whoever_leads_the_team_is_asked(
    programme: Programme, team: Team, facilitator: Person, member: Person
) -> None:
    assert helpers(team) == []
    knowing.led_team(programme, facilitator)
    assert (helpers(team), list(helped_by(facilitator))) == ([facilitator], [team])
    knowing.mentor(member, team)
    assert (helpers(team), list(helped_by(facilitator))) == ([member], [])


def test_nobody_but_the_asker_and_the_helpers_reads_a_question(
    browse: Browse, team: Team, member: Person, facilitator: Person, champion: Person
) -> None:
    knowing.mentor(facilitator, team)
    question = knowing.ask(member, team)
    read = {
        who: browse(who).get(to(question)).status_code for who in (member, facilitator, champion)
    }
    assert read == {member: 200, facilitator: 200, champion: 404}
    assert browse(champion).post(to(question), {"answer": "Me"}).status_code == 404
    pages = ["onboarding:questions", "onboarding:knowledge", "onboarding:mentors"]
    for page in pages:
        shown = browse(champion).get(reverse(page, args=[team.programme.key])).content.decode()
        assert WORDS not in shown
    event = Event.objects.about("question.asked").get()
    assert event.visibility == Visibility.PRIVATE
    assert WORDS not in str(event.facts)
    assert list(Event.objects.visible_to(champion).about("question.asked")) == []


def test_the_answer_reaches_the_asker_and_nobody_else_is_asked_any_more(
    browse: Browse, team: Team, member: Person, facilitator: Person, champion: Person
) -> None:
    for mentor in (facilitator, champion):
        knowing.mentor(mentor, team)
    question = knowing.ask(member, team)
    assert browse(facilitator).post(to(question), {"answer": "Any of us"}).status_code == 302
    told = Notice.objects.filter(kind__startswith="question.")
    assert [(each.person, each.kind, each.detail) for each in told] == [
        (member, "question.answered", "Any of us")
    ]
    shown = browse(member).get(to(question)).content.decode()
    assert "Any of us" in shown


def test_the_second_answer_changes_nothing(team: Team, member: Person, champion: Person) -> None:
    question = knowing.ask(member, team)
    assert questions.reply(question, champion, "First") is True
    assert questions.reply(question, member, "Second") is False
    question.refresh_from_db()
    assert question.answer == "First"


def test_who_asked_says_that_somebody_told_them(browse: Browse, team: Team, member: Person) -> None:
    question = knowing.ask(member, team)
    browse(member).post(to(question), {})
    question.refresh_from_db()
    assert (question.answered_by, question.answer) == (member, "")
    event = Event.objects.of(question).filter(verb="question.answered").get()
    browse(member).post(reverse("direction:undoing", args=[team.programme.key, event.pk]))
    question.refresh_from_db()
    assert question.answered_at is None


def test_only_who_asked_takes_a_question_back_and_then_nobody_hears_of_it(
    browse: Browse, team: Team, member: Person, facilitator: Person
) -> None:
    knowing.mentor(facilitator, team)
    question = knowing.ask(member, team)
    path = to(question, "question_removal")
    assert browse(facilitator).post(path).status_code == 403
    assert browse(member).post(path).status_code == 302
    assert (Question.objects.count(), Notice.objects.count()) == (0, 0)


def test_the_pace_is_of_the_team_and_of_the_last_three_months(
    team: Team, member: Person, champion: Person
) -> None:
    for days in (100, *range(FEW)):
        question = knowing.ask(member, team, f"Question {days}")
        asked = now() - timedelta(days=days, hours=4)
        Question.objects.filter(pk=question.pk).update(
            asked_at=asked, answered_at=asked + timedelta(hours=3), answered_by=champion
        )
    (known,) = paces([team]).values()
    assert (known.asked, known.median, known.at_least) == (FEW, timedelta(hours=3), False)


def test_a_teams_page_says_whom_to_ask_and_only_its_people_may(
    browse: Browse, team: Team, member: Person, champion: Person, observer: Person
) -> None:
    knowing.mentor(champion, team, about="Anything about quotes")
    knowing.ask(member, team)
    page = reverse("onboarding:team", args=[team.programme.key, team.pk])
    ask = reverse("onboarding:ask_question", args=[team.programme.key, team.pk])
    shown = {who: browse(who).get(page).content.decode() for who in (member, observer)}
    assert ["Anything about quotes" in each for each in shown.values()] == [True, True]
    assert [ask in each for each in shown.values()] == [True, False]
    assert [WORDS in each for each in shown.values()] == [True, False]

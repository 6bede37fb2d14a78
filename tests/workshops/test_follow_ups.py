"""Follow-ups: who is asked when, once; what becomes of the answers; and who may know of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from changeprog import liveness
from changeprog.accounts.models import User
from changeprog.communications.models import Notice
from changeprog.communications.tasks import send_notices
from changeprog.programme.models import Event, Person, Programme
from tests import factory, workshop_factory
from workshops import follow_through, following_up
from workshops.models import Commitment, FollowUp, Participant, Workshop
from workshops.models.follow_up import Kept, Occasion
from workshops.tasks import follow_up

Browse = Callable[[Person | User | None], Client]
MONDAY = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def closed(champion: Person, member: Person) -> Workshop:
    """A workshop closed on Monday, with the champion, a member and a guest in the room."""
    with time_machine.travel(MONDAY, tick=False):
        made = workshop_factory.workshop(champion)
        for person in (champion, member):
            Participant.of_person(made, person).arrive()
        made.open(champion)
        workshop_factory.guest(made)
        made.close(champion)
    return made


def own(workshop: Workshop, person: Person) -> Participant:
    found = Participant.objects.get(workshop=workshop, person=person)
    found.workshop = workshop
    return found


def promise(workshop: Workshop, person: Person, days: int) -> Commitment:
    """A commitment that is due so many days after the Monday of the workshop."""
    made = Commitment(programme=workshop.programme, workshop=workshop, text="I call", key=uuid4())
    made.participant, made.due = own(workshop, person), (MONDAY + days * DAY).date()
    made.signed_at = MONDAY
    made.save()
    return made


def beat(days: float) -> list[tuple[str, str]]:
    """Ask the question so many days after Monday; return whom it asked for the first time."""
    known = set(FollowUp.objects.values_list("pk", flat=True))
    with time_machine.travel(MONDAY + days * DAY, tick=False):
        follow_up()
    fresh = FollowUp.objects.exclude(pk__in=known).order_by("participant__name")
    return list(fresh.values_list("participant__name", "occasion"))


def asked(workshop: Workshop, person: Person, **said: object) -> FollowUp:
    row = FollowUp.objects.create(
        programme=workshop.programme,
        workshop=workshop,
        participant=own(workshop, person),
        occasion=Occasion.WEEK,
    )
    if said:
        row.answer(**said)  # type: ignore[arg-type]
    return row


def test_everybody_of_the_programme_is_asked_after_a_week_and_a_month_once(
    closed: Workshop,
) -> None:
    both = ["Chris Champion", "Mo Member"]
    assert beat(6.4) == []
    assert beat(7) == [(name, "week") for name in both]
    assert beat(7) == beat(20) == []
    assert beat(30) == [(name, "month") for name in both]
    assert beat(31) == beat(300) == []
    assert following_up.unreachable(closed) == 1


def test_the_day_of_a_commitment_is_asked_about(closed: Workshop, member: Person) -> None:
    promise(closed, member, 12)
    beat(7)
    assert beat(11.4) == []
    assert beat(12) == [("Mo Member", "due")]
    assert Notice.objects.filter(person=member).count() == 2


def test_after_an_outage_one_question_is_enough(closed: Workshop, member: Person) -> None:
    promise(closed, member, 12)
    assert beat(31) == [("Chris Champion", "month"), ("Mo Member", "month")]


def test_nobody_is_asked_who_was_removed_from_programme_or_workshop(
    closed: Workshop, champion: Person, member: Person
) -> None:
    member.remove(champion)
    own(closed, champion).remove(champion)
    assert beat(7) == []


def test_nobody_is_asked_in_a_programme_that_was_stopped(closed: Workshop) -> None:
    Programme.objects.update(status=Programme.Status.STOPPED)
    assert beat(7) == []


def test_the_day_is_that_of_the_persons_own_clock(closed: Workshop, member: Person) -> None:
    Person.objects.filter(pk=member.pk).update(time_zone="America/Los_Angeles")
    assert beat(6.5) == [("Chris Champion", "week")]
    assert beat(6.9) == [("Mo Member", "week")]


def test_the_question_comes_by_mail_without_a_word_of_the_commitment(
    closed: Workshop, member: Person
) -> None:
    promise(closed, member, 7)
    beat(7)
    with time_machine.travel(MONDAY + 8 * DAY, tick=False):
        send_notices()
    (letter,) = [each for each in mail.outbox if member.email in each.to[0]]
    row = FollowUp.objects.get(participant__person=member)
    assert row.get_absolute_url() in str(letter.body)
    assert "I call" not in str(letter.body)


def test_two_beats_at_once_ask_once(closed: Workshop, member: Person) -> None:
    with time_machine.travel(MONDAY + 7 * DAY, tick=False):
        due = following_up.due(now())
        first = [following_up.ask(*each) for each in due]
        second = [following_up.ask(*each) for each in due]
    assert (first, second) == ([True, True], [False, False])
    assert Notice.objects.count() == 2


def test_a_worker_killed_between_row_and_notice_leaves_neither(
    closed: Workshop, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(following_up, "tell", die)
        with pytest.raises(SystemExit):
            beat(7)
    assert FollowUp.objects.count() == 0
    assert len(beat(7)) == 2


def test_liveness_tells_when_nobody_asks(closed: Workshop) -> None:
    moment = MONDAY + 7 * DAY + timedelta(hours=1)
    assert "follow-ups" in liveness.overdue(moment)
    beat(7)
    assert "follow-ups" not in liveness.overdue(moment)


def test_looking_for_the_due_asks_as_often_for_three_as_for_one(
    closed: Workshop, programme: Programme
) -> None:

    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            following_up.due(MONDAY + 7 * DAY)
        counts.append(len(queries))
        for _ in range(2):
            other = factory.make_person(programme)
            Participant.of_person(closed, other).arrive()
    assert counts == [2, 2]


def test_one_answers_for_oneself_alone(
    browse: Browse, closed: Workshop, champion: Person, member: Person
) -> None:
    promise(closed, member, 12)
    row = asked(closed, member)
    address = row.get_absolute_url()
    assert browse(champion).get(address).status_code == 404
    client = browse(member)
    assert "I call" in client.get(address).content.decode()
    said = {"level": "6", "kept": "in_trouble", "word": "No time"}
    answer = client.post(address, said, follow=True)
    row.refresh_from_db()
    assert (row.level, row.kept, row.word, row.champion_may_see) == (
        6,
        "in_trouble",
        "No time",
        False,
    )
    assert "Thank you." in answer.content.decode()
    client.post(address, said | {"level": "2", "champion_may_see": "on"})
    row.refresh_from_db()
    assert (row.level, row.champion_may_see) == (2, True)


def test_without_a_level_or_word_of_the_commitment_it_is_refused(
    browse: Browse, closed: Workshop, member: Person
) -> None:
    promise(closed, member, 12)
    address = asked(closed, member).get_absolute_url()
    answer = browse(member).post(address, {"word": "Well"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose where you stand today." in page
    assert "Say how your commitment stands." in page


def test_the_journal_tells_an_answer_to_nobody_else(
    closed: Workshop, champion: Person, member: Person
) -> None:
    asked(closed, member, level=7, word="Lost faith")
    event = Event.objects.get(verb="follow_up.answered")
    assert "Lost faith" not in repr(event.facts)
    seen = [Event.objects.visible_to(who).contains(event) for who in (member, champion)]
    assert seen == [True, False]


@pytest.fixture
def handed_over(closed: Workshop, champion: Person, facilitator: Person) -> Workshop:
    """The workshop, with the champion not in charge of it any more."""
    closed.resume(champion)
    closed.hand_over(champion, facilitator)
    closed.close(facilitator)
    return closed


@pytest.mark.parametrize("agrees", [True, False])
def test_the_champion_sees_counts_until_the_person_agrees_to_more(
    browse: Browse, handed_over: Workshop, champion: Person, member: Person, agrees: bool
) -> None:
    promise(handed_over, member, 7)
    said = {"level": 7, "kept": "in_trouble", "word": "No time", "champion_may_see": agrees}
    asked(handed_over, member, **said)
    address = f"/p/{handed_over.programme.key}/workshops/{handed_over.pk}/follow-through/"
    assert browse(member).get(address).status_code == 403
    assert handed_over.facilitator is not None
    pages = [
        browse(who).get(address).content.decode() for who in (champion, handed_over.facilitator)
    ]
    assert [("No time" in page, "Mo Member" in page) for page in pages] == [
        (agrees, agrees),
        (True, True),
    ]


def test_the_figure_counts_what_was_kept_of_what_is_due(
    closed: Workshop, champion: Person, member: Person
) -> None:
    promise(closed, champion, 7)
    promise(closed, member, 8)
    asked(closed, champion, level=1, kept="kept")
    with time_machine.travel(MONDAY + 7 * DAY):
        assert follow_through.figure(closed) == follow_through.Figure(kept=1, due=1)
    with time_machine.travel(MONDAY + 9 * DAY):
        assert follow_through.figure(closed) == follow_through.Figure(kept=1, due=2)
        assert follow_through.figure(closed).per_cent == 50


def test_what_waits_for_an_answer_stands_on_ones_home(
    browse: Browse, closed: Workshop, member: Person
) -> None:
    row = asked(closed, member)
    client = browse(member)
    home = closed.programme.get_absolute_url()
    assert row.get_absolute_url() in client.get(home).content.decode()
    row.answer(level=2)
    assert row.get_absolute_url() not in client.get(home).content.decode()


def test_ones_commitment_leads_to_where_one_says_how_it_stands(
    browse: Browse, closed: Workshop, champion: Person, member: Person
) -> None:
    page = promise(closed, member, 7).get_absolute_url()
    assert "Say how it stands" not in browse(member).get(page).content.decode()
    row = asked(closed, member)
    says = f'href="{row.get_absolute_url()}">'
    assert says in browse(member).get(page).content.decode()
    row.answer(level=2, kept="in_trouble")
    assert "Say how it stands" in browse(member).get(page).content.decode()
    assert "Say how it stands" not in browse(champion).get(page).content.decode()


def test_a_question_that_is_open_comes_before_those_that_were_answered(
    closed: Workshop, member: Person
) -> None:
    answered = asked(closed, member, level=2)
    find = FollowUp.objects.to_answer
    assert find(member, answered.participant) == answered
    beat(30)
    newest = find(member, answered.participant)
    assert newest is not None
    assert newest.occasion == Occasion.MONTH


def test_every_state_of_a_commitment_is_counted(closed: Workshop, member: Person) -> None:
    promise(closed, member, 7)
    asked(closed, member, level=2, kept="given_up")
    counted = {each.name: each.count for each in follow_through.counts(closed)}
    assert counted == {
        **dict.fromkeys([each.label for each in Kept], 0),
        "Given up": 1,
        "Nothing said yet": 0,
    }

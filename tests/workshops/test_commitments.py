"""Commitments: in one's own words, heard by the room, witnessed, signed by nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import localdate
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from changeprog.programme.search import Words, search
from tests import factory, workshop_factory
from tests.workshops.conftest import Put
from tests.workshops.test_room import as_guest
from workshops import committing
from workshops.models import Activity, CannotCommit, Commitment, Participant, Witness, Workshop
from workshops.room import ROOM

Browse = Callable[[Person | User | None], Client]
WORDS = "I sit in on two customer calls"
SOON = localdate() + timedelta(days=14)


@pytest.fixture
def commits(on: Put) -> Activity:
    return on("commit")


def own(workshop: Workshop, person: Person) -> Participant:
    found = Participant.objects.get(workshop=workshop, person=person)
    found.workshop = workshop
    return found


def write(workshop: Workshop, person: Person, text: str = WORDS, due: date = SOON) -> Commitment:
    return Commitment.write(own(workshop, person), uuid4(), text, due)


def room(workshop: Workshop, rest: str = "") -> str:
    return f"/room/{workshop.programme.key}/{workshop.pk}/{rest}"


def form(text: str = WORDS, due: date = SOON) -> dict[str, str]:
    return {"text": text, "due": due.isoformat(), "key": str(uuid4())}


def test_a_participant_writes_one_in_their_own_words_and_signs_it(
    browse: Browse, commits: Activity, member: Person
) -> None:
    client = browse(member)
    client.post(room(commits.workshop, "commitment/"), form())
    page = client.post(room(commits.workshop, "commitment/signature/"), follow=True)
    assert "Take my signature back" in page.content.decode()
    made = Commitment.objects.get()
    assert (made.text, made.due, made.signed_at is not None) == (WORDS, SOON, True)
    assert made.participant.person == member


def test_a_guest_signs_with_the_browser_they_came_in_with(commits: Activity) -> None:
    client = as_guest(commits.workshop)
    client.post(room(commits.workshop, "commitment/"), form())
    client.post(room(commits.workshop, "commitment/signature/"))
    made = Commitment.objects.get()
    assert (made.participant.name, made.signed_at is not None) == ("Gil Guest", True)
    assert Event.objects.get(verb="commitment.signed").person is None


def test_a_participant_says_in_the_room_which_objective_it_serves(
    browse: Browse, commits: Activity, member: Person
) -> None:
    objective = factory.make_objective(member.programme)
    made = write(commits.workshop, member)
    made.witnesses.create(participant=own(commits.workshop, factory.champion_of(member.programme)))
    client, said = browse(member), {"objective": objective.pk}
    page = client.post(room(commits.workshop, "commitment/objective/"), said, follow=True)
    assert f"It serves “{objective.measure}”" in page.content.decode()
    made.refresh_from_db()
    assert (made.objective, made.witnesses.count()) == (objective, 1)


def test_a_guest_is_not_asked_for_an_objective(commits: Activity) -> None:
    objective = factory.make_objective(commits.programme, "Marmalade")
    client = as_guest(commits.workshop)
    client.post(room(commits.workshop, "commitment/"), form())
    page = client.get(room(commits.workshop)).content.decode()
    assert "Marmalade" not in page
    client.post(room(commits.workshop, "commitment/objective/"), {"objective": objective.pk})
    assert Commitment.objects.get().objective is None


def test_nobody_signs_for_somebody_else(
    browse: Browse, commits: Activity, champion: Person, member: Person
) -> None:
    made = write(commits.workshop, member)
    answer = browse(champion).post(room(commits.workshop, "commitment/signature/"))
    made.refresh_from_db()
    assert (answer.status_code, made.signed_at) == (404, None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": " "}, "Say in a sentence what you will do."),
        ({"due": ""}, "Choose a day."),
        ({"due": "2001-01-01"}, "Choose a day"),
        ({"text": "x" * 501}, "Keep it to 500 characters"),
    ],
)
def test_bad_input_is_refused_in_words(
    browse: Browse, commits: Activity, member: Person, changed: dict[str, str], words: str
) -> None:
    address = room(commits.workshop, "commitment/")
    answer = browse(member).post(address, form() | changed, HTTP_HX_REQUEST="true")
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert Commitment.objects.count() == 0


def test_written_twice_it_is_one_and_once_signed_it_stays(
    commits: Activity, member: Person
) -> None:
    write(commits.workshop, member)
    made = write(commits.workshop, member, "I do something else")
    assert Commitment.objects.get() == made
    made.sign()
    with pytest.raises(CannotCommit, match="You have signed it"):
        write(commits.workshop, member, "I do nothing")
    made.take_signature_back()
    assert write(commits.workshop, member, "I do less").text == "I do less"


def test_an_old_attempt_that_arrives_late_changes_nothing(
    commits: Activity, member: Person
) -> None:
    mine, key = own(commits.workshop, member), uuid4()
    made = Commitment.write(mine, key, WORDS, SOON)
    assert Commitment.write(mine, key, WORDS, SOON).changes == made.changes == 1


def test_the_room_hears_one_after_another_and_only_what_was_read_out(
    browse: Browse, commits: Activity, champion: Person, member: Person
) -> None:
    workshop = commits.workshop
    first, second = write(workshop, champion, "I call"), write(workshop, member, "I listen")
    assert "I call" not in committing.progress(commits, "screen")
    address = f"/p/{workshop.programme.key}/workshops/{workshop.pk}/reading/"
    client = browse(champion)
    client.post(address, {"seen": "", "to": first.pk})
    shown = committing.progress(commits, "screen")
    assert ("I call" in shown, "I listen" in shown) == (True, False)
    client.post(address, {"seen": "", "to": second.pk})  # pressed on a page that is out of date
    assert "I listen" not in committing.progress(commits, "screen")
    client.post(address, {"seen": first.pk, "to": second.pk})
    assert list(Commitment.objects.filter(reading=True)) == [second]
    client.post(address, {"seen": second.pk, "to": ""})
    assert not Commitment.objects.filter(reading=True).exists()


def test_only_who_leads_turns_the_reading(
    browse: Browse, commits: Activity, champion: Person, member: Person
) -> None:
    made = write(commits.workshop, member)
    address = f"/p/{commits.programme.key}/workshops/{commits.workshop_id}/reading/"
    assert browse(member).post(address, {"to": made.pk}).status_code == 403


def test_who_heard_it_witnesses_it_once_and_not_their_own(
    browse: Browse, commits: Activity, champion: Person, member: Person
) -> None:
    workshop = commits.workshop
    made = write(workshop, member)
    address = room(workshop, f"commitments/{made.pk}/witness/")
    early = browse(champion).post(address, {"stands": "yes"}, HTTP_HX_REQUEST="true")
    assert (early.status_code, "not been read out" in early.content.decode()) == (409, True)
    made.read_out(None)
    mine = browse(member).post(address, {"stands": "yes"}, HTTP_HX_REQUEST="true")
    assert mine.status_code == 409
    for _ in range(2):
        browse(champion).post(address, {"stands": "yes"})
    assert [row.participant.person for row in Witness.objects.all()] == [champion]
    browse(champion).post(address, {"stands": "no"})
    assert Witness.objects.count() == 0


def test_new_words_have_to_be_heard_and_witnessed_anew(
    commits: Activity, champion: Person, member: Person
) -> None:
    made = write(commits.workshop, member)
    made.read_out(None)
    made.witness(own(commits.workshop, champion))
    committing_again = write(commits.workshop, member, "I do less")
    assert (committing_again.reading, Witness.objects.count()) == (True, 0)
    next_one = write(commits.workshop, champion)
    next_one.read_out(made.pk)
    assert write(commits.workshop, member, "I do nothing").heard_at is None


def test_why_somebody_does_not_commit_is_read_by_the_facilitator_alone(
    browse: Browse, commits: Activity, champion: Person, member: Person, facilitator: Person
) -> None:
    workshop = commits.workshop
    browse(member).post(room(workshop, "commitment/refusal/"), {"reason": "My boss forbids it"})
    shown = {
        "screen": committing.progress(commits, "screen"),
        "room": committing.progress(commits, "participant"),
        "who may lead": committing.progress(commits, "facilitator"),
        "record": repr(committing.chapter_rows(workshop)),
        "journal": repr(list(Event.objects.values("verb", "facts"))),
        "other": ROOM.regions["workshop-parking"].render_personally(workshop, facilitator),
    }
    assert [name for name, html in shown.items() if "forbids" in html] == []
    panel = ROOM.regions["workshop-parking"].render_personally(workshop, champion)
    assert "My boss forbids it" in panel


def test_the_journal_tells_of_the_words_only_what_the_room_has_heard(
    commits: Activity, champion: Person, member: Person
) -> None:
    write(commits.workshop, champion, "I call").sign()
    heard = write(commits.workshop, member, "I listen")
    heard.read_out(None)
    heard.sign()
    events = Event.objects.filter(verb="commitment.signed").order_by("pk")
    assert [event.facts.get("words") for event in events] == [None, "I listen"]


def test_the_record_has_what_was_heard_and_once_it_is_over_all_that_is_signed(
    commits: Activity, champion: Person, member: Person
) -> None:
    workshop = commits.workshop
    write(workshop, champion, "I call").sign()
    write(workshop, member, "I listen").read_out(None)
    names = [each.text for each in committing.outcomes(workshop)]
    assert names == ["I listen"]
    workshop.close(champion)
    assert [each.text for each in committing.outcomes(workshop)] == ["I call", "I listen"]
    row = committing.chapter_rows(workshop)[0]
    assert row == {
        "Who": "Chris Champion",
        "Will": "I call",
        "By": SOON,
        "Signed": "yes",
        "Witnessed by": "",
    }


def test_it_is_on_ones_own_home_page_and_calendar_and_found_by_oneself(
    browse: Browse, commits: Activity, champion: Person, member: Person
) -> None:
    made = write(commits.workshop, member)
    client = browse(member)
    home = commits.programme.get_absolute_url()
    assert WORDS not in client.get(home).content.decode()
    made.sign()
    assert WORDS in client.get(home).content.decode()
    assert WORDS not in browse(champion).get(home).content.decode()
    found = [bool(search(who, Words.of("customer calls", 9))) for who in (member, champion)]
    assert found == [True, False]
    assert browse(champion).get(made.get_absolute_url()).status_code == 404
    assert WORDS in client.get(made.get_absolute_url()).content.decode()
    entry = Calendar.from_ical(client.get(f"{made.get_absolute_url()}calendar/").content)
    event = entry.walk("VEVENT")[0]
    summary = f"{WORDS} · {champion.programme.name}"
    assert (event["SUMMARY"], event.decoded("DTSTART")) == (summary, SOON)


def test_nothing_is_taken_after_the_close(
    browse: Browse, commits: Activity, champion: Person, member: Person
) -> None:
    commits.workshop.close(champion)
    address = room(commits.workshop, "commitment/")
    answer = browse(member).post(address, form(), HTTP_HX_REQUEST="true")
    assert (answer.status_code, "not going on" in answer.content.decode()) == (409, True)


def test_the_database_keeps_one_on_the_wall_and_one_a_participant(
    commits: Activity, champion: Person, member: Person
) -> None:
    made = [write(commits.workshop, person) for person in (champion, member)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk__in=[each.pk for each in made]).update(reading=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=made[0].pk).update(reason="And why not")


def test_the_wall_asks_as_often_for_three_as_for_one(
    commits: Activity, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    committing.progress(commits, "screen")  # what is asked once only is known from here on
    for people in (1, 2):
        for _ in range(people):
            guest = workshop_factory.guest(commits.workshop)
            guest.workshop = commits.workshop
            made = Commitment.write(guest, uuid4(), WORDS, SOON)
            Commitment.objects.filter(pk=made.pk).update(heard_at=commits.workshop.opened_at)
            made.witnesses.create(participant=guest)
        with django_assert_num_queries(4):
            committing.progress(commits, "screen")


def test_every_change_shows_in_the_revision(
    commits: Activity, champion: Person, member: Person
) -> None:
    workshop = commits.workshop
    seen = [committing.revision(workshop.pk)]
    steps: list[Callable[[], object]] = [
        lambda: write(workshop, member),
        lambda: write(workshop, member, "I listen"),
        lambda: Commitment.objects.get().read_out(None),
        lambda: Commitment.objects.get().witness(own(workshop, champion)),
        lambda: Commitment.objects.get().sign(),
    ]
    for step in steps:
        step()
        seen.append(committing.revision(workshop.pk))
    assert len(set(seen)) == len(seen)

"""Notes with a name: written once, changed by their writer, in no bytes while hidden."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from tests import workshop_factory
from tests.bench import counted
from tests.workshops import notes
from tests.workshops.conftest import Put
from workshops import collecting, kinds, phases
from workshops.models import Activity, Note, Participant, Workshop

Browse = Callable[[Person | User | None], Client]
WORDS = "Answers <b>within</b> a day"


@pytest.fixture
def activity(on: Put) -> Activity:
    return on("collect", subject="objective", settings={"hidden": True, "votes": 3, "limit": 2})


def test_a_note_is_written_once_however_often_it_arrives(
    browse: Browse, activity: Activity, member: Person
) -> None:
    client, key = browse(member), uuid4().hex
    answers = [
        notes.say(client, activity, "notes/", key=key, text=WORDS).status_code for _ in range(2)
    ]
    assert answers == [200, 200]
    assert [note.text for note in activity.notes.all()] == [WORDS]


def test_what_i_wrote_comes_back_to_me_and_after_a_reload(
    browse: Browse, activity: Activity, member: Person
) -> None:
    client = browse(member)
    answer = notes.say(client, activity, "notes/", key=uuid4().hex, text="Fewer mails")
    assert "Fewer mails" in answer.content.decode()
    assert "Fewer mails" in client.get(notes.room(activity)).content.decode()


def test_without_a_script_a_note_is_written_too(
    browse: Browse, activity: Activity, member: Person
) -> None:
    page = browse(member).post(
        notes.room(activity, "notes/"), {"key": "", "text": "Plain"}, follow=True
    )
    assert page.status_code == 200
    assert "Plain" in page.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 501, "a\x00b"])
def test_what_is_no_note_is_refused_in_words(
    browse: Browse, activity: Activity, member: Person, text: str
) -> None:
    answer = notes.say(browse(member), activity, "notes/", key=uuid4().hex, text=text)
    assert answer.status_code == 422
    assert "notice" in answer.content.decode()
    assert activity.notes.count() == 0


def test_hidden_notes_are_in_no_bytes_before_they_are_shown(
    workshop: Workshop, activity: Activity, me: Participant, champion: Person
) -> None:
    notes.write(activity, me, "Something secret")
    before = notes.seen(workshop)
    names = {audience: "Something secret" in html for audience, html in before.items()}
    assert names == dict.fromkeys(notes.AUDIENCES, False)
    assert ["<strong>1</strong> note" in html for html in before.values()] == [True] * 3
    notes.go(activity, champion, "group")
    shown = {
        audience: "Something secret" in html for audience, html in notes.seen(workshop).items()
    }
    assert shown == dict.fromkeys(notes.AUDIENCES, True)


def test_the_facilitator_cannot_open_a_hidden_note(
    browse: Browse, activity: Activity, me: Participant, champion: Person
) -> None:
    [note] = notes.write(activity, me, "Something secret")
    client, path = browse(champion), notes.lead(activity, f"notes/{note.pk}/")
    assert client.get(path).status_code == 404
    notes.go(activity, champion, "group")
    assert client.get(path).status_code == 200


def test_notes_shown_at_once_are_seen_as_they_come_with_their_names(
    workshop: Workshop, on: Put, me: Participant
) -> None:
    activity = on("collect", settings={"hidden": False})
    notes.write(activity, me, WORDS)
    for html in notes.seen(workshop).values():
        assert "Answers &lt;b&gt;within&lt;/b&gt; a day" in html
        assert "Mo Member" in html


def test_the_page_as_pushed_holds_nothing_of_one_participant(
    workshop: Workshop, activity: Activity, me: Participant
) -> None:
    before = notes.seen(workshop)[kinds.PARTICIPANT]
    notes.write(activity, me, "Mine alone")
    after = notes.seen(workshop)[kinds.PARTICIPANT]
    assert after == before.replace("<strong>0</strong> notes", "<strong>1</strong> note")


def test_i_change_and_withdraw_what_i_wrote_while_the_room_writes(
    browse: Browse, activity: Activity, me: Participant, member: Person
) -> None:
    [note] = notes.write(activity, me, "Frist")
    client = browse(member)
    notes.say(client, activity, "rewriting/", note=note.pk, text="First")
    notes.say(client, activity, "withdrawal/", note=note.pk)
    note.refresh_from_db()
    assert (note.text, note.withdrawn) == ("First", True)
    notes.say(client, activity, "giving-back/", note=note.pk)
    note.refresh_from_db()
    assert note.withdrawn is False


def test_afterwards_what_i_wrote_stays_as_it_is(
    browse: Browse, activity: Activity, me: Participant, member: Person, champion: Person
) -> None:
    [note] = notes.write(activity, me, "First")
    notes.go(activity, champion, "group")
    answer = notes.say(browse(member), activity, "rewriting/", note=note.pk, text="Other")
    assert answer.status_code == 409
    assert "has gone on to grouping" in answer.content.decode()
    note.refresh_from_db()
    assert note.text == "First"


def test_nobody_changes_what_somebody_else_wrote(
    browse: Browse, workshop: Workshop, activity: Activity, champion: Person, member: Person
) -> None:
    theirs = workshop.participants.get(person=champion)
    [note] = notes.write(activity, theirs, "Theirs")
    answer = notes.say(browse(member), activity, "rewriting/", note=note.pk, text="Mine")
    assert answer.status_code == 404
    note.refresh_from_db()
    assert note.text == "Theirs"


def test_a_late_note_is_still_taken_until_the_result_is_shown(
    browse: Browse, activity: Activity, member: Person, champion: Person
) -> None:
    client, statuses = browse(member), []
    for phase in ("group", "vote", "done"):
        notes.go(activity, champion, phase)
        statuses.append(
            notes.say(client, activity, "notes/", key=uuid4().hex, text=phase).status_code
        )
    assert statuses == [200, 200, 409]
    assert [note.text for note in activity.notes.all()] == ["group", "vote"]


def test_a_note_from_a_connection_that_was_away_is_taken_after_the_agenda_was_turned(
    browse: Browse, workshop: Workshop, activity: Activity, member: Person, champion: Person
) -> None:
    workshop.turn(champion, activity.pk, workshop.activities.get(kind="close"))
    answer = notes.say(browse(member), activity, "notes/", key=uuid4().hex, text="Late")
    assert answer.status_code == 200
    assert activity.notes.get().text == "Late"


def test_a_closed_workshop_takes_no_notes(
    browse: Browse, workshop: Workshop, activity: Activity, member: Person, champion: Person
) -> None:
    workshop.close(champion)
    answer = notes.say(browse(member), activity, "notes/", key=uuid4().hex, text="Too late")
    assert answer.status_code == 409
    assert activity.notes.count() == 0


def test_notes_leave_no_events(activity: Activity, me: Participant) -> None:
    before = Event.objects.count()
    notes.write(activity, me, "One", "Two")
    assert Event.objects.count() == before


def test_only_participants_write(
    browse: Browse, activity: Activity, observer: Person, outsider: User
) -> None:
    answers = [
        notes.say(browse(who), activity, "notes/", key=uuid4().hex, text="x").status_code
        for who in (observer, outsider, None)
    ]
    assert answers == [404, 404, 404]
    assert activity.notes.count() == 0


def test_another_workshop_of_the_programme_is_out_of_reach(
    browse: Browse, workshop: Workshop, activity: Activity, champion: Person, member: Person
) -> None:
    other = workshop_factory.workshop(champion, ["collect"])
    strange = other.activities.get()
    strange.workshop = workshop
    answer = notes.say(browse(member), strange, "notes/", key=uuid4().hex, text="x")
    assert answer.status_code == 404


def test_pressed_twice_the_phase_turns_once(
    browse: Browse, activity: Activity, champion: Person
) -> None:
    client = browse(champion)
    for _ in range(2):
        client.post(
            notes.lead(activity, f"collections/{activity.pk}/phase/"),
            {"seen": "write", "to": "group"},
        )
    activity.refresh_from_db()
    assert phases.phase_of(activity) == "group"
    assert Event.objects.filter(verb="activity.set").count() == 1


def test_going_back_hides_the_notes_again(
    workshop: Workshop, activity: Activity, me: Participant, champion: Person
) -> None:
    notes.write(activity, me, "Seen once")
    notes.go(activity, champion, "group", "write")
    assert [("Seen once" in html) for html in notes.seen(workshop).values()] == [False] * 3


def test_without_dots_there_is_no_vote(on: Put, champion: Person) -> None:
    activity = on("collect", settings={"votes": 0})
    assert phases.phases(activity) == ["write", "group", "done"]
    assert phases.go(activity, champion, "write", "vote") is False


def test_a_member_who_does_not_lead_turns_nothing(
    browse: Browse, activity: Activity, member: Person
) -> None:
    path = notes.lead(activity, f"collections/{activity.pk}/phase/")
    assert browse(member).post(path, {"seen": "write", "to": "group"}).status_code == 403


@pytest.mark.parametrize("phase", [[], ["group"], ["group", "vote"], ["group", "vote", "done"]])
def test_drawing_costs_the_same_for_1_3_and_300_notes(
    on: Put, champion: Person, phase: list[str]
) -> None:
    activity = on("collect", settings={"hidden": False})
    activity.workshop.programme  # noqa: B018 -- known to the room before anything is drawn
    made = []
    for more in (1, 2, 297):
        author = workshop_factory.guest(activity.workshop)
        Note.objects.bulk_create(
            Note(programme=activity.programme, activity=activity, author=author, text="x")
            for _ in range(more)
        )
        fresh = notes.go(activity, champion, *phase) if more == 1 else activity
        for audience in notes.AUDIENCES:
            fresh = Activity.objects.with_workshop().get(pk=activity.pk)
            with counted() as queries:
                kinds.stage(fresh, audience)
                kinds.progress(fresh, audience)
            made.append(len(queries))
    assert len(set(made)) == 1, made


def test_what_is_mine_costs_the_same_for_1_and_3_notes(activity: Activity, me: Participant) -> None:
    made = []
    for texts in (["One"], ["Two", "Three"]):
        notes.write(activity, me, *texts)
        with counted() as queries:
            kinds.mine(activity, me)
        made.append(len(queries))
    assert made == [2, 2]


def test_a_line_break_counts_as_one_character(
    browse: Browse, activity: Activity, member: Person
) -> None:
    text = "a\r\n" * 250
    answer = notes.say(browse(member), activity, "notes/", key=uuid4().hex, text=text[:-2] + "b")
    assert answer.status_code == 200
    assert len(activity.notes.get().text) == 500


def test_the_revision_follows_every_note(activity: Activity, me: Participant) -> None:
    number = activity.workshop_id
    told = [collecting.revision(number)]
    [note] = notes.write(activity, me, "One")
    told.append(collecting.revision(number))
    note.rewrite("Two")
    told.append(collecting.revision(number))
    note.withdraw()
    told.append(collecting.revision(number))
    assert len(set(told)) == 4


def test_a_guest_writes_with_the_name_they_gave(workshop: Workshop, activity: Activity) -> None:
    guest = workshop_factory.guest(workshop, "Gil Guest")
    notes.write(activity, guest, "From outside")
    assert activity.notes.get().author == guest

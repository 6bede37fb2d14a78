"""Notes without a name: no author, no time, no secret, and still their writer's own."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from tests.workshops import notes
from tests.workshops.conftest import Put
from workshops.models import Activity, Note, Participant
from workshops.urls.room_notes import urlpatterns

Browse = Callable[[Person | User | None], Client]


WORDS = "Answers <b>within</b> a day"


def anonymous(on: Put) -> Activity:
    return on("collect", settings={"anonymous": True, "hidden": True})


def test_a_note_without_a_name_has_no_author_and_no_time_and_no_secret(
    browse: Browse, on: Put, member: Person
) -> None:
    activity, key = anonymous(on), uuid4()
    notes.say(browse(member), activity, "notes/", key=key.hex, text="Whispered")
    note = activity.notes.get()
    assert (note.author, note.written_at) == (None, None)
    assert note.key != key
    held = {str(value) for value in Note.objects.filter(pk=note.pk).values()[0].values()}
    assert not {str(key), key.hex, member.name} & held


def test_only_the_browser_it_was_written_in_changes_a_note_without_a_name(
    browse: Browse, on: Put, member: Person
) -> None:
    activity = anonymous(on)
    mine, elsewhere = browse(member), browse(member)
    notes.say(mine, activity, "notes/", key=uuid4().hex, text="Whispered")
    note = activity.notes.get()
    other = notes.say(elsewhere, activity, "rewriting/", note=note.pk, text="Shouted")
    own = notes.say(mine, activity, "rewriting/", note=note.pk, text="Murmured")
    assert (other.status_code, own.status_code) == (404, 200)
    note.refresh_from_db()
    assert note.text == "Murmured"
    assert "Murmured" in mine.get(notes.room(activity)).content.decode()
    assert "Murmured" not in elsewhere.get(notes.room(activity)).content.decode()


def test_a_note_without_a_name_whose_answer_got_lost_is_written_once_and_stays_mine(
    browse: Browse, on: Put, member: Person
) -> None:
    activity, key, client = anonymous(on), uuid4().hex, browse(member)
    notes.say(client, activity, "notes/", key=key, text="Whispered")
    client.cookies.pop(f"notes-{activity.workshop_id}")
    again = notes.say(client, activity, "notes/", key=key, text="Whispered")
    assert activity.notes.count() == 1
    assert "Whispered" in again.content.decode()


def test_no_address_names_a_note_that_a_participant_means(on: Put) -> None:
    routes = [str(each.pattern) for each in urlpatterns]
    assert len(routes) == 5
    assert [route for route in routes if "note>" in route or "pk>" in route] == []


def test_the_secrets_go_nowhere_but_into_that_room(browse: Browse, on: Put, member: Person) -> None:
    activity, client = anonymous(on), browse(member)
    answer = notes.say(client, activity, "notes/", key=uuid4().hex, text="Whispered")
    cookie = answer.cookies[f"notes-{activity.workshop_id}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        notes.room(activity),
        True,
        "Lax",
    )


def test_the_database_holds_no_name_beside_a_note_without_one(on: Put, me: Participant) -> None:
    [note] = notes.write(anonymous(on), me, "Whispered")
    with (
        pytest.raises(IntegrityError, match="note_without_name_has_no_trace"),
        transaction.atomic(),
    ):
        Note.objects.filter(pk=note.pk).update(author=me)


def test_a_cookie_that_is_none_of_ours_does_no_harm(
    browse: Browse, on: Put, member: Person
) -> None:
    activity, client = anonymous(on), browse(member)
    client.cookies[f"notes-{activity.workshop_id}"] = "x..zz. --"
    assert client.get(notes.room(activity)).status_code == 200

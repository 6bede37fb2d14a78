"""The board: moving, grouping, merging, editing and parking notes, and taking it back."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from changeprog.accounts.models import User
from changeprog.direction.models import Overtaken
from changeprog.programme.models import Person
from tests.workshops import notes
from tests.workshops.conftest import Put
from workshops import grouping
from workshops.board import Board, board_of
from workshops.models import Activity, Note, Participant, Workshop
from workshops.phases import NotNow
from workshops.views.answers import NOT_ON

Browse = Callable[[Person | User | None], Client]
Written = tuple[Activity, list[Note]]


@pytest.fixture
def written(on: Put, workshop: Workshop, member: Person, champion: Person) -> Written:
    """Four notes of the member's, in the phase of grouping."""
    activity = on("collect", settings={"hidden": True})
    me = workshop.participants.get(person=member)
    made = notes.write(activity, me, "Alpha", "Beta", "Gamma", "Delta")
    return notes.go(activity, champion, "group"), made


def laid(activity: Activity) -> dict[str, list[str]]:
    """Return the board as texts, by the names of its columns."""
    board: Board = board_of(activity)
    columns = {column.title: [card.title for card in column.cards] for column in board.columns}
    loose = [card.title for card in board.loose]
    parked = [card.title for card in board.parked]
    return {"": loose, **columns} | ({"parked": parked} if parked else {})


def arrange(client: Client, activity: Activity, act: str, chosen: list[Note], **said: Any) -> Any:
    return client.post(
        notes.lead(activity, f"collections/{activity.pk}/arrangement/"),
        {"act": act, "notes": [note.pk for note in chosen], "key": uuid4().hex, **said},
        follow=True,
    )


def test_the_facilitator_makes_a_group_and_moves_notes_into_it(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    arrange(client, activity, "gather", made[:2])
    group = activity.groups.get()
    arrange(client, activity, "move", made[2:3], to=group.pk)
    assert laid(activity) == {"": ["Delta"], "Group 1": ["Alpha", "Beta", "Gamma"]}
    arrange(client, activity, "move", made[:1], to="")
    assert laid(activity) == {"": ["Alpha", "Delta"], "Group 1": ["Beta", "Gamma"]}


def undo(client: Client, page: Any) -> Any:
    """Press the Undo of what the page says was done."""
    found = re.search(r'action="([^"]+/undoing/[^"]+)"', page.content.decode())
    assert found
    return client.post(found[1], follow=True)


@pytest.mark.parametrize("act", ["gather", "move", "park"])
def test_what_was_done_with_several_notes_is_undone_at_once(
    act: str, browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    here = grouping.gather(activity, [made[0].pk], uuid4(), "Here")
    there = grouping.gather(activity, [made[1].pk], uuid4(), "There")
    before = {"": ["Gamma", "Delta"], "Here": ["Alpha"], "There": ["Beta"]}
    page = arrange(client, activity, act, made[:3], to=there.pk)
    assert laid(activity) != before
    undo(client, page)
    undo(client, page)
    assert (laid(activity), here in activity.groups.all()) == (before, True)


def test_undoing_leaves_what_was_moved_on_since(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    group = grouping.gather(activity, [], uuid4(), "Here")
    page = arrange(client, activity, "move", made[:2], to=group.pk)
    other = grouping.gather(activity, [made[0].pk], uuid4(), "There")
    undo(client, page)
    assert laid(activity) == {"": ["Beta", "Gamma", "Delta"], "Here": [], str(other): ["Alpha"]}


def test_a_new_group_that_others_have_filled_stays_when_it_is_undone(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    page = arrange(client, activity, "gather", made[:1])
    grouping.move(activity, [made[1].pk], activity.groups.get())
    undo(client, page)
    assert laid(activity) == {"": ["Alpha", "Gamma", "Delta"], "Group 1": ["Beta"]}


def test_a_group_that_was_taken_apart_is_back_with_its_name_and_its_draft(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    group = grouping.gather(activity, [note.pk for note in made[:2]], uuid4(), "Answering")
    activity.groups.update(draft={"what": "Nobody answers"})
    page = client.post(notes.lead(activity, f"groups/{group.pk}/removal/"), follow=True)
    assert laid(activity) == {"": ["Alpha", "Beta", "Gamma", "Delta"]}
    undo(client, page)
    assert laid(activity) == {"": ["Gamma", "Delta"], "Answering": ["Alpha", "Beta"]}
    back = activity.groups.get()
    assert (back.pk, back.key, back.draft) == (group.pk, group.key, {"what": "Nobody answers"})


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("collections/{activity}/phase/", {"seen": "group", "to": "vote"}),
        ("collections/{activity}/arrangement/", {"act": "park", "notes": "{note}"}),
        ("notes/{note}/", {"text": "Other words", "revision": "1"}),
        ("groups/{group}/", {"name": "Another name", "revision": "1"}),
        ("groups/{group}/removal/", {}),
    ],
)
def test_once_the_workshop_is_over_all_of_it_is_refused_in_words(
    path: str, said: dict[str, str], browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    group = grouping.gather(activity, [made[0].pk], uuid4(), "Answering")
    names = {"activity": activity.pk, "note": made[0].pk, "group": group.pk}
    before = laid(activity)
    Workshop.objects.get(pk=activity.workshop_id).close(champion)
    typed = {name: value.format(**names) for name, value in said.items()}
    address = notes.lead(activity, path.format(**names))
    page = browse(champion).post(address, typed, follow=True).content.decode()
    activity.refresh_from_db()
    assert (laid(activity), activity.settings["phase"]) == (before, "group")
    assert NOT_ON in page


def test_nothing_is_undone_once_the_room_votes(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    page = arrange(client, activity, "gather", made[:2])
    notes.go(activity, champion, "vote")
    told = undo(client, page).content.decode()
    assert laid(activity) == {"": ["Gamma", "Delta"], "Group 1": ["Alpha", "Beta"]}
    assert grouping.GROUPING in told


def test_a_group_pressed_twice_is_made_once(written: Written) -> None:
    activity, made = written
    key = uuid4()
    grouping.gather(activity, [made[0].pk], key)
    grouping.gather(activity, [made[0].pk], key)
    assert activity.groups.count() == 1


def test_a_group_gets_a_name_and_can_be_taken_apart(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    group = grouping.gather(activity, [made[0].pk], uuid4())
    path = notes.lead(activity, f"groups/{group.pk}/")
    assert client.post(path, {"name": "", "revision": group.revision}).status_code == 422
    client.post(path, {"name": "Answering", "revision": group.revision})
    assert laid(activity) == {"": ["Beta", "Gamma", "Delta"], "Answering": ["Alpha"]}
    client.post(f"{path}removal/")
    assert laid(activity) == {"": ["Alpha", "Beta", "Gamma", "Delta"]}


def test_merging_is_undone_step_by_step(browse: Browse, written: Written, champion: Person) -> None:
    activity, made = written
    client = browse(champion)
    page = arrange(client, activity, "merge", made[:2])
    assert "2 notes are one now." in page.content.decode()
    arrange(client, activity, "merge", [made[0], made[2]])
    assert laid(activity) == {"": ["Alpha", "Delta"]}
    [alpha, _] = board_of(activity).loose
    assert sorted(note.text for note in alpha.all_parts) == ["Beta", "Gamma"]
    undo = notes.lead(activity, f"notes/{made[0].pk}/splitting/")
    client.post(undo)
    assert laid(activity) == {"": ["Alpha", "Gamma", "Delta"]}
    client.post(undo)
    assert laid(activity) == {"": ["Alpha", "Beta", "Gamma", "Delta"]}


def test_one_note_cannot_be_merged(written: Written) -> None:
    activity, made = written
    with pytest.raises(NotNow, match="two notes or more"):
        grouping.merge(activity, [made[0].pk])


def test_editing_keeps_what_was_written_first(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, [alpha, *_] = written
    client, path = browse(champion), notes.lead(activity, f"notes/{alpha.pk}/")
    client.post(path, {"text": "Better", "revision": alpha.revision})
    alpha.refresh_from_db()
    client.post(path, {"text": "Best", "revision": alpha.revision})
    alpha.refresh_from_db()
    assert (alpha.text, alpha.original) == ("Best", "Alpha")
    assert 'First written as: <q dir="auto">Alpha</q>' in client.get(path).content.decode()


def test_two_who_edit_one_note_are_shown_both_versions(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, [alpha, *_] = written
    seen = alpha.revision
    alpha.reword(champion, seen, "Theirs")
    path = notes.lead(activity, f"notes/{alpha.pk}/")
    answer = browse(champion).post(path, {"text": "Mine", "revision": seen})
    html = answer.content.decode()
    assert (answer.status_code, "Theirs" in html, "Mine" in html) == (409, True, True)
    with pytest.raises(Overtaken):
        alpha.reword(champion, seen, "Mine")


def test_a_parked_note_leaves_the_board_and_comes_back(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, made = written
    client = browse(champion)
    arrange(client, activity, "park", made[:1])
    assert laid(activity) == {"": ["Beta", "Gamma", "Delta"], "parked": ["Alpha"]}
    assert Note.objects.get(pk=made[0].pk).parked_at is not None
    client.post(notes.lead(activity, f"notes/{made[0].pk}/return/"))
    assert laid(activity) == {"": ["Alpha", "Beta", "Gamma", "Delta"]}


@pytest.mark.parametrize("phase", ["write", "vote"])
def test_nothing_is_grouped_in_another_phase(
    browse: Browse, written: Written, champion: Person, phase: str
) -> None:
    activity, made = written
    notes.go(activity, champion, phase)
    page = arrange(browse(champion), activity, "gather", made[:2])
    assert activity.groups.count() == 0
    assert "Notes are grouped in the phase called Group" in page.content.decode()


def test_nothing_chosen_is_said_in_words(
    browse: Browse, written: Written, champion: Person
) -> None:
    activity, _ = written
    page = arrange(browse(champion), activity, "merge", [])
    assert "Choose one note or more first." in page.content.decode()


def test_a_note_of_another_activity_is_not_moved(
    browse: Browse, written: Written, on: Put, champion: Person
) -> None:
    _, made = written
    other = on("collect", settings={"phase": "group"})
    page = arrange(browse(champion), other, "gather", made[:1])
    assert other.groups.count() == 0
    assert "Look again" in page.content.decode()


def test_only_who_leads_reaches_the_board(
    browse: Browse, written: Written, member: Person, stranger: Person
) -> None:
    activity, [alpha, *_] = written
    path = notes.lead(activity, f"notes/{alpha.pk}/")
    assert [browse(who).get(path).status_code for who in (member, stranger)] == [403, 404]


def test_everybody_sees_the_groups_with_a_redraw_and_nobody_a_box_on_the_wall(
    workshop: Workshop, written: Written
) -> None:
    activity, made = written
    group = grouping.gather(activity, [made[0].pk], uuid4(), "Answering")
    seen = notes.seen(workshop)
    assert {who: "Answering" in html for who, html in seen.items()} == dict.fromkeys(
        notes.AUDIENCES, True
    )
    stage = seen["screen"][seen["screen"].index("workshop-stage") :]
    assert ["<button" in stage, "<input" in stage, str(group.name) in stage] == [False, False, True]


def test_a_note_goes_with_its_parts_into_the_parking_lot(written: Written, me: Participant) -> None:
    activity, made = written
    grouping.merge(activity, [made[0].pk, made[1].pk])
    grouping.park(activity, [made[0].pk])
    assert laid(activity) == {"": ["Gamma", "Delta"], "parked": ["Alpha"]}

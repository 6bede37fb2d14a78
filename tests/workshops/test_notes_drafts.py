"""Drafts: what was collected, ready for the programme by the programme's own rules."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from changeprog.accounts.models import User
from changeprog.direction.models import Milestone, Objective, Resource
from changeprog.programme.models import Person
from teams.models import Barrier
from tests.workshops import notes
from tests.workshops.conftest import Put
from workshops import collecting, grouping
from workshops.models import Activity, Dot, Note, Workshop
from workshops.views.notes import PUBLISHED

Browse = Callable[[Person | User | None], Client]
TODAY = localdate()
OBJECTIVE = {
    "measure": "Enquiries answered within a day",
    "unit": "%",
    "aim": "reach",
    "baseline": "40",
    "baseline_on": TODAY.isoformat(),
    "target": "62,5",
    "low": "",
    "high": "",
    "due": (TODAY + timedelta(days=90)).isoformat(),
    "owner": "",
    "team": "",
}
DUE = {"due": (TODAY + timedelta(days=40)).isoformat()}
RESOURCE = {"kind": "time", "amount": "12", "needed_by": DUE["due"]}


def collected(on: Put, champion: Person, subject: str, *texts: str) -> tuple[Activity, list[Note]]:
    activity = on("collect", subject=subject, settings={"votes": 3})
    author = activity.workshop.participants.get(person=champion)
    made = notes.write(activity, author, *texts)
    return notes.go(activity, champion, "group", "vote", "done"), made


def draft(client: Client, note: Note, **said: Any) -> Any:
    typed = {"key": uuid4().hex, "revision": 0, **said}
    return client.post(notes.lead(note.activity, f"notes/{note.pk}/draft/"), typed)


def told(workshop: Workshop) -> list[collecting.Outcome]:
    return collecting.outcomes(Workshop.objects.with_names().get(pk=workshop.pk))


def test_a_draft_begins_with_the_words_of_the_note(
    browse: Browse, on: Put, champion: Person
) -> None:
    _, [note] = collected(on, champion, "objective", "Answer faster")
    page = browse(champion).get(notes.lead(note.activity, f"notes/{note.pk}/draft/"))
    assert 'value="Answer faster"' in page.content.decode()


def test_an_objective_is_drafted_by_the_rules_of_objectives(
    browse: Browse, on: Put, workshop: Workshop, champion: Person
) -> None:
    _, [note] = collected(on, champion, "objective", "Answer faster")
    client = browse(champion)
    refused = draft(client, note, **OBJECTIVE | {"target": "40"})
    assert (refused.status_code, told(workshop)) == (422, [])
    assert "nothing would change" in refused.content.decode()
    assert draft(client, note, **OBJECTIVE).status_code == 302
    [outcome] = told(workshop)
    assert (outcome.source, outcome.subject, outcome.missing) == (note, "objective", [])
    assert str(outcome.values["target"]) == "62.5"
    made = [outcome.form.save(champion) for outcome in (*told(workshop), *told(workshop))]
    assert made[0] == made[1] == Objective.objects.get()


def test_a_draft_that_was_kept_comes_back_as_it_was_typed(
    browse: Browse, on: Put, champion: Person
) -> None:
    _, [note] = collected(on, champion, "objective", "Answer faster")
    client = browse(champion)
    draft(client, note, **OBJECTIVE)
    page = client.get(notes.lead(note.activity, f"notes/{note.pk}/draft/")).content.decode()
    assert 'value="62,5"' in page


KINDS: dict[str, tuple[Any, dict[str, str]]] = {
    "milestone": (Milestone, {"name": "First team works with it", **DUE}),
    "resource": (Resource, {"name": "Two testers", **RESOURCE}),
    "barrier": (Barrier, {"what": "Nobody owns the list", "owner": ""}),
}


@pytest.mark.parametrize("subject", KINDS)
def test_what_is_drafted_can_be_published_once(
    browse: Browse, on: Put, workshop: Workshop, champion: Person, subject: str
) -> None:
    model, said = KINDS[subject]
    _, [note] = collected(on, champion, subject, "From the room")
    draft(browse(champion), note, **said)
    for _ in range(2):
        [outcome] = told(workshop)
        outcome.form.save(champion)
    assert model.objects.count() == 1


def test_a_part_of_the_end_state_is_drafted_in_words(
    browse: Browse, on: Put, workshop: Workshop, champion: Person
) -> None:
    _, [note] = collected(on, champion, "end_state", "A customer is known by name")
    draft(browse(champion), note, end_state="A customer is known by name")
    [outcome] = told(workshop)
    assert outcome.values == {"end_state": "A customer is known by name"}


def test_what_was_not_drafted_goes_nowhere_and_a_draft_can_be_taken_off(
    browse: Browse, on: Put, workshop: Workshop, champion: Person
) -> None:
    _, [one, _] = collected(on, champion, "barrier", "One", "Two")
    client = browse(champion)
    draft(client, one, what="One", owner="")
    assert [outcome.text for outcome in told(workshop)] == ["One"]
    client.post(notes.lead(one.activity, f"notes/{one.pk}/draft/removal/"))
    assert told(workshop) == []


def test_a_group_is_drafted_as_one_and_what_got_more_dots_comes_first(
    browse: Browse, on: Put, workshop: Workshop, champion: Person
) -> None:
    activity, [a, b, c] = collected(on, champion, "barrier", "A", "B", "C")
    notes.go(activity, champion, "vote", "group")
    group = grouping.gather(activity, [a.pk, b.pk], uuid4(), "Together")
    notes.go(activity, champion, "vote")
    author = workshop.participants.get(person=champion)
    Dot.put(activity, author, c, 1, 0)
    notes.go(activity, champion, "done")
    client = browse(champion)
    typed = {"key": uuid4().hex, "revision": 0, "what": "Together"}
    client.post(notes.lead(activity, f"groups/{group.pk}/draft/"), typed)
    draft(client, c, what="C")
    assert [(each.text, each.dots, each.source) for each in told(workshop)] == [
        ("C", 1, c),
        ("Together", 0, group),
    ]


def test_a_draft_that_the_programme_has_overtaken_says_what_is_missing(
    browse: Browse, on: Put, workshop: Workshop, champion: Person, member: Person
) -> None:
    _, [note] = collected(on, champion, "barrier", "One")
    draft(browse(champion), note, what="One", owner=member.pk)
    [before] = told(workshop)
    assert before.values == {"what": "One", "owner": member}
    member.remove(champion)
    [after] = told(workshop)
    assert (after.values, len(after.missing)) == ({}, 1)


def test_notes_about_nothing_are_not_drafted(browse: Browse, on: Put, champion: Person) -> None:
    _, [note] = collected(on, champion, "", "Free")
    path = notes.lead(note.activity, f"notes/{note.pk}/draft/")
    assert browse(champion).get(path).status_code == 404


def test_hidden_notes_are_no_outcomes(
    browse: Browse, on: Put, workshop: Workshop, champion: Person
) -> None:
    activity, [note] = collected(on, champion, "barrier", "One")
    draft(browse(champion), note, what="One")
    assert len(told(workshop)) == 1
    activity.set(champion, phase="write", hidden=True)
    assert told(workshop) == []


def test_who_is_overtaken_drafting_the_same_note_sees_both(
    browse: Browse, on: Put, workshop: Workshop, champion: Person, facilitator: Person
) -> None:
    _, [note] = collected(on, champion, "barrier", "One")
    seen = note.revision
    assert (
        draft(browse(facilitator), note, what="Theirs", owner="", revision=seen).status_code == 302
    )
    client = browse(champion)
    late = draft(client, note, what="Mine", owner="", revision=seen)
    page = late.content.decode()
    assert (late.status_code, "What is in the way? Theirs" in page) == (409, True)
    assert [outcome.values["what"] for outcome in told(workshop)] == ["Theirs"]
    again = re.search(r'name="revision" value="(\d+)"', page)
    assert again
    assert draft(client, note, what="Mine", owner="", revision=again[1]).status_code == 302
    assert [outcome.values["what"] for outcome in told(workshop)] == ["Mine"]


def test_the_same_draft_twice_is_no_conflict(browse: Browse, on: Put, champion: Person) -> None:
    _, [note] = collected(on, champion, "barrier", "One")
    client, seen = browse(champion), note.revision
    answers = [draft(client, note, what="One", owner="", revision=seen) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]


def test_drafting_a_group_without_a_name_begins_with_its_first_note(
    browse: Browse, on: Put, champion: Person
) -> None:
    activity, [a, b] = collected(on, champion, "barrier", "Bonuses", "No hours")
    notes.go(activity, champion, "group")
    group = grouping.gather(activity, [a.pk, b.pk], uuid4())
    page = browse(champion).get(notes.lead(activity, f"groups/{group.pk}/draft/")).content.decode()
    assert [f">{text}</" in page for text in ("Bonuses", "No hours", "Group 1")] == [
        True,
        True,
        False,
    ]


def test_drafts_are_changed_until_the_workshop_is_published(
    browse: Browse, on: Put, workshop: Workshop, champion: Person
) -> None:
    _, [note] = collected(on, champion, "barrier", "One")
    client = browse(champion)
    workshop.close(champion)
    draft(client, note, what="While it is closed", owner="")
    Workshop.objects.filter(pk=workshop.pk).update(published_at=now())
    path = notes.lead(note.activity, f"notes/{note.pk}/draft/")
    late = {"key": uuid4().hex, "revision": 0, "what": "Too late", "owner": ""}
    assert PUBLISHED in client.post(path, late, follow=True).content.decode()
    assert PUBLISHED in client.post(f"{path}removal/", follow=True).content.decode()
    note.refresh_from_db()
    assert note.draft["what"] == "While it is closed"

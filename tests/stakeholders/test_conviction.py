"""The six convictions: yes, not yet or unknown, each with what shows it."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Event, Person
from stakeholders.models import Ambassador, Belief, Conviction, Stakeholder
from stakeholders.profile_page import convictions

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def place(stakeholder: Stakeholder, belief: str = "works") -> str:
    return reverse(
        "stakeholders:conviction", args=[stakeholder.programme.key, stakeholder.pk, belief]
    )


def said(stakeholder: Stakeholder, belief: str = "works") -> tuple[str, str]:
    row = stakeholder.convictions.get(belief=belief)
    return row.state, row.evidence


def test_all_six_are_shown_whether_or_not_anybody_asked(
    champion: Person, stakeholder: Stakeholder
) -> None:
    Conviction.say(champion, stakeholder, Belief.WORKS, "yes")
    assert [(row.belief, row.state) for row in convictions(stakeholder)] == [
        ("worth_it", "unknown"),
        ("works", "yes"),
        ("can_operate", "unknown"),
        ("help_is_quick", "unknown"),
        ("benefits", "unknown"),
        ("no_alternative", "unknown"),
    ]


def test_an_ambassador_notes_what_they_heard_and_undoes_it(
    browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    client = browse(ambassador.person)
    typed = {"state": "not_yet", "evidence": "“Show me.”", "seen": "unknown|"}
    client.post(place(stakeholder), typed)
    assert said(stakeholder) == ("not_yet", "“Show me.”")
    event = Event.objects.of(stakeholder).filter(verb="stakeholder.convinced")[0]
    undo = reverse("direction:undoing", args=[stakeholder.programme.key, event.pk])
    client.post(undo)
    assert said(stakeholder) == ("unknown", "")
    client.post(undo)
    assert said(stakeholder) == ("unknown", "")


def test_what_was_said_since_is_not_undone(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    Conviction.say(champion, stakeholder, "works", "yes")
    event = Event.objects.of(stakeholder).filter(verb="stakeholder.convinced")[0]
    Conviction.say(champion, stakeholder, "works", "not_yet", "Broke twice")
    undo = reverse("direction:undoing", args=[stakeholder.programme.key, event.pk])
    browse(champion).post(undo)
    assert said(stakeholder) == ("not_yet", "Broke twice")


def test_whoever_comes_second_sees_both_versions(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client, url = browse(champion), place(stakeholder)
    Conviction.say(champion, stakeholder, "works", "yes", "Uses it daily")
    typed = {"state": "not_yet", "evidence": "Mine", "seen": "unknown|"}
    answer = client.post(url, typed)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Theirs says: Yes. Uses it daily" in answer.content.decode()
    assert said(stakeholder) == ("yes", "Uses it daily")
    client.post(url, {**typed, "seen": "yes|Uses it daily"})
    assert said(stakeholder) == ("not_yet", "Mine")


def test_there_is_no_seventh(browse: Browse, champion: Person, stakeholder: Stakeholder) -> None:
    assert browse(champion).get(place(stakeholder, "magic")).status_code == 404


def test_for_a_member_there_is_nobody_to_be_convinced(
    browse: Browse, member: Person, stakeholder: Stakeholder
) -> None:
    assert browse(member).get(place(stakeholder)).status_code == 404
    assert browse(member).post(place(stakeholder), {"state": "yes"}).status_code == 404

"""Guarantees and exceptions: kept in words, overdue ones stand out, each with a way back."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.programme.models import Event, Person
from stakeholders.models import Guarantee, Stakeholder
from tests import map_factory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def place(name: str, row: Stakeholder | Guarantee) -> str:
    return reverse(f"stakeholders:{name}", args=[row.programme.key, row.pk])


def promised(**more: Any) -> dict[str, Any]:
    return {"key": uuid4(), "revision": 0, "kind": "guarantee", "words": "Keeps her desk", **more}


def test_a_promise_is_kept_in_words_once(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client, until = browse(champion), localdate() + timedelta(days=9)
    typed = promised(until=until, given_by=champion.pk, kind="exception")
    for _ in range(2):
        client.post(place("give", stakeholder), typed)
    given = Guarantee.objects.get()
    assert (given.kind, given.words, given.given_by, given.until, given.outcome) == (
        "exception",
        "Keeps her desk",
        champion,
        until,
        "open",
    )


def test_a_promise_without_words_is_refused(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    answer = browse(champion).post(place("give", stakeholder), promised(words=" "))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Guarantee.objects.count() == 0


def test_one_whose_day_has_passed_stands_out(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    today = localdate()
    map_factory.guarantee(champion, stakeholder, "Today", until=today)
    late = map_factory.guarantee(champion, stakeholder, "Late", until=today - timedelta(days=1))
    assert list(Guarantee.objects.overdue()) == [late]
    assert browse(champion).get(stakeholder.get_absolute_url()).content.count(b"Was it kept?") == 1


@pytest.mark.parametrize("outcome", ["kept", "broken"])
def test_it_is_kept_or_broken_by_one_tap_and_undone(
    outcome: str, browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client, given = browse(champion), map_factory.guarantee(champion, stakeholder)
    client.post(place(f"guarantee_{outcome}", given))
    given.refresh_from_db()
    assert given.outcome == outcome
    event = Event.objects.of(given).filter(verb="guarantee.changed")[0]
    client.post(reverse("direction:undoing", args=[given.programme.key, event.pk]))
    given.refresh_from_db()
    assert given.outcome == "open"


def test_two_who_change_it_see_both_versions(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    given = map_factory.guarantee(champion, stakeholder)
    typed = promised(revision=given.revision, words="Mine", outcome="open")
    given.change(champion, given.revision, words="Theirs")
    answer = browse(champion).post(place("guarantee", given), typed)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Theirs says: In which words? Theirs" in answer.content.decode()


def test_it_is_taken_away_and_brought_back(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client, given = browse(champion), map_factory.guarantee(champion, stakeholder)
    client.post(place("guarantee_removal", given))
    assert list(Guarantee.objects.all()) == []
    event = Event.objects.of(given).filter(verb="guarantee.removed")[0]
    client.post(reverse("direction:undoing", args=[given.programme.key, event.pk]))
    assert Guarantee.objects.get() == given

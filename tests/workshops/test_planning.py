"""Planning a workshop: agenda and people, changing it, calling it off, keeping its agenda."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localtime, now

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person, Programme
from tests import factory, workshop_factory
from workshops.agendas import COMMITMENT, minutes
from workshops.models import Format, Participant, Workshop

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def leadership(programme: Programme, member: Person, observer: Person) -> list[Person]:
    team = factory.core_team(programme)
    for person in (member, observer):
        factory.seat(person, team)
    return [member, observer]


def typed(by: Person, **values: object) -> dict[str, object]:
    moment = localtime(now() + timedelta(days=3), by.zone)
    return {
        "key": uuid4(),
        "revision": 0,
        "title": "Commitment workshop",
        "purpose": "One direction.",
        "starts_at": f"{moment:%Y-%m-%dT%H:%M}",
        "place": "The foundry",
        "facilitator": by.pk,
        "cofacilitator": "",
        "start": "usual",
        "people": [],
        **values,
    }


def page(programme: Programme, rest: str = "") -> str:
    return f"/p/{programme.key}/workshops/{rest}"


def test_the_leadership_team_is_ticked_and_the_usual_agenda_is_there(
    browse: Browse, facilitator: Person, leadership: list[Person]
) -> None:
    programme, client = facilitator.programme, browse(facilitator)
    form = client.get(page(programme, "planning/")).context["form"]
    assert set(form["people"].initial) == {person.pk for person in leadership}
    sent = typed(facilitator, people=[person.pk for person in leadership])
    client.post(page(programme, "planning/"), sent)
    client.post(page(programme, "planning/"), sent)
    made = Workshop.objects.get(programme=programme)
    assert list(made.activities.values_list("title", flat=True)) == [
        each["title"] for each in COMMITMENT
    ]
    assert set(made.participants.values_list("person", flat=True)) == {
        facilitator.pk,
        *(person.pk for person in leadership),
    }


def test_the_usual_agenda_goes_the_whole_way() -> None:
    assert [(each["kind"], each["subject"]) for each in COMMITMENT] == [
        ("arrive", ""),
        ("park", ""),
        ("collect", "end_state"),
        ("collect", "objective"),
        ("collect", "milestone"),
        ("collect", "barrier"),
        ("collect", "resource"),
        ("consensus", "vision"),
        ("commit", ""),
        ("close", ""),
    ]
    assert minutes(COMMITMENT) == 200


def test_a_member_does_not_plan_and_a_past_moment_is_refused(
    browse: Browse, member: Person, facilitator: Person
) -> None:
    programme = member.programme
    assert browse(member).get(page(programme, "planning/")).status_code == 403
    answer = browse(facilitator).post(
        page(programme, "planning/"), typed(facilitator, starts_at="2020-01-01T10:00")
    )
    assert answer.status_code == 422
    assert Workshop.objects.count() == 0


def test_changing_on_top_of_what_somebody_else_changed_is_shown(
    browse: Browse, facilitator: Person
) -> None:
    made = workshop_factory.workshop(facilitator)
    client, path = browse(facilitator), page(made.programme, f"{made.pk}/editing/")
    first = typed(facilitator, revision=1, title="Mine")
    assert client.post(path, first).status_code == 302
    answer = client.post(path, typed(facilitator, revision=1, title="Theirs"))
    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    made.refresh_from_db()
    assert made.title == "Mine"


def test_a_workshop_is_cancelled_once_and_planned_again(
    browse: Browse, facilitator: Person
) -> None:
    made = workshop_factory.workshop(facilitator)
    client, path = browse(facilitator), page(made.programme, f"{made.pk}/cancellation/")
    client.post(path)
    client.post(path)
    made.refresh_from_db()
    assert (made.status, made.sequence) == ("cancelled", 1)
    client.post(path + "end/")
    made.refresh_from_db()
    assert (made.status, made.sequence) == ("planned", 2)
    acts = Event.objects.of(made).values_list("verb", flat=True)
    assert list(acts)[:2] == ["workshop.planned_again", "workshop.cancelled"]


def test_a_kept_agenda_is_offered_and_used(browse: Browse, facilitator: Person) -> None:
    made = workshop_factory.workshop(facilitator, ["arrive", "commit", "close"])
    client, programme = browse(facilitator), made.programme
    words = {"key": uuid4(), "revision": 0, "name": "Short one"}
    for _ in range(2):
        client.post(page(programme, f"{made.pk}/format/"), words)
    kept = Format.objects.get()
    assert (kept.minutes, [each["kind"] for each in kept.activities]) == (
        30,
        ["arrive", "commit", "close"],
    )
    client.post(page(programme, "planning/"), typed(facilitator, start=f"format-{kept.pk}"))
    again = Workshop.objects.exclude(pk=made.pk).get()
    assert [each.kind for each in again.activities.all()] == ["arrive", "commit", "close"]


def test_a_format_is_taken_off_the_list_and_put_back(browse: Browse, facilitator: Person) -> None:
    made = workshop_factory.workshop(facilitator)
    kept = Format(programme=made.programme, name="Short one", activities=[])
    kept.keep(facilitator)
    client, path = browse(facilitator), page(made.programme, f"formats/{kept.pk}/removal/")
    client.post(path)
    assert list(Format.objects.kept()) == []
    client.post(path + "end/")
    assert list(Format.objects.kept()) == [kept]


def test_a_copy_takes_words_agenda_and_people_along(
    browse: Browse, facilitator: Person, member: Person
) -> None:
    made = workshop_factory.workshop(facilitator, ["arrive", "close"], title="As before")
    Participant.invite(facilitator, made, [member])
    path = page(made.programme, f"planning/?start=workshop-{made.pk}")
    form = browse(facilitator).get(path).context["form"]
    begins = {name: form[name].initial for name in ("title", "start", "people")}
    assert begins == {
        "title": "As before",
        "start": f"workshop-{made.pk}",
        "people": [member.pk],
    }


def test_the_lists_ask_the_same_number_of_questions_for_one_and_three(
    browse: Browse, facilitator: Person, django_assert_num_queries: Any
) -> None:
    client, programme = browse(facilitator), facilitator.programme
    for count in (1, 2):
        for _ in range(count):
            workshop_factory.workshop(facilitator)
            over = workshop_factory.workshop(facilitator)
            over.open(facilitator)
            over.close(facilitator)
        with django_assert_num_queries(8):
            client.get(page(programme))


def test_somebody_who_only_reads_sees_agenda_and_people_but_no_code(
    browse: Browse, facilitator: Person, observer: Person, member: Person
) -> None:
    made = workshop_factory.workshop(facilitator)
    Participant.invite(facilitator, made, [member])
    path = page(made.programme, f"{made.pk}/")
    code = f"{made.code[:3]} {made.code[3:]}"
    seen = {who: browse(who).get(path).content.decode() for who in (facilitator, observer)}
    assert {who: (code in html, "Mo Member" in html) for who, html in seen.items()} == {
        facilitator: (True, True),
        observer: (False, True),
    }

"""Hard questions: nothing is kept of who sent one, and the facilitator puts it as their own."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from tests.workshops.conftest import Put
from tests.workshops.test_parking import leading, room
from workshops import parking
from workshops.models import Activity, HardQuestion
from workshops.question_limit import AN_HOUR
from workshops.room import WALL

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def parks(on: Put) -> Activity:
    return on("park")


def test_a_question_keeps_nothing_of_who_sent_it_nor_when_but_for_the_day(
    browse: Browse, parks: Activity, member: Person
) -> None:
    form = {"question": "Who goes first?", "key": str(uuid4())}
    for _ in range(2):
        answer = browse(member).post(room(parks.workshop, "questions/"), form, follow=True)
    assert "without a name" in answer.content.decode()
    question = HardQuestion.objects.get()
    assert (question.text, question.day) == ("Who goes first?", localdate())
    fields = {field.name for field in HardQuestion._meta.get_fields()}
    assert fields == {"id", "programme", "workshop", "text", "words", "state", "day"}
    assert not Event.objects.filter(verb__contains="question").exists()


def test_a_question_is_put_to_the_room_as_the_facilitators_own(
    browse: Browse, parks: Activity, champion: Person
) -> None:
    workshop = parks.workshop
    HardQuestion.send(workshop, uuid4(), "Are we being sacked?")
    question = HardQuestion.objects.get()
    wall = WALL.regions["workshop-question"]
    assert "sacked" not in wall.render_for(workshop, "screen")
    step = leading(workshop, f"questions/{question.pk}/")
    browse(champion).post(step, {"act": "put", "words": "What becomes of our jobs?"})
    shown = wall.render_for(workshop, "screen")
    assert ("What becomes of our jobs?" in shown, "Chris Champion asks" in shown) == (True, True)
    assert "sacked" not in shown
    browse(champion).post(leading(workshop, f"{workshop.pk}/questions/"), {"question": "And mine?"})
    states = dict(HardQuestion.objects.values_list("words", "state"))
    assert states == {"What becomes of our jobs?": "done", "And mine?": "put"}
    assert parking.question_rows(workshop) == [
        {"Asked of the room": words}
        for words in HardQuestion.objects.values_list("words", flat=True)
    ]


def test_one_browser_sends_so_many_questions_an_hour_and_is_told(
    browse: Browse, parks: Activity, member: Person
) -> None:
    client = browse(member)

    def send() -> Any:
        form = {"question": "Why?", "key": str(uuid4())}
        return client.post(room(parks.workshop, "questions/"), form, HTTP_HX_REQUEST="true")

    assert [send().status_code for _ in range(AN_HOUR)] == [200] * AN_HOUR
    refused = send()
    assert (refused.status_code, "Keep it" in refused.content.decode()) == (409, True)
    assert HardQuestion.objects.count() == AN_HOUR

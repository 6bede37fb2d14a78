"""Who named whom, as it was said who may see it, and those named who are not on the map yet."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from stakeholders import named
from stakeholders.models import Look, Stakeholder, Survey
from tests import map_factory, survey_factory
from tests.bench import counted

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def asked(champion: Person) -> dict[str, Person]:
    """Ana, Bo and Cy, who are asked, and Olaf, who is in the programme and not on the map."""
    made = {name: survey_factory.on_map(champion.programme, name) for name in ("Ana", "Bo", "Cy")}
    return made | {"Olaf": map_factory.someone(champion.programme, "Olaf Off")}


@pytest.fixture
def survey(champion: Person, asked: dict[str, Person]) -> Survey:
    """Ana has named three, one of them unknown; Bo has named nobody; Cy has not answered."""
    running = survey_factory.running(champion)
    survey_factory.answer(running, asked["Ana"], "Olaf Off", "Bo", "Hanna Somewhere")
    survey_factory.answer(running, asked["Bo"])
    return running


def url(name: str, survey: Survey) -> str:
    return reverse(f"stakeholders:{name}", args=[survey.programme.key, survey.pk])


def rows(client: Client, survey: Survey) -> list[tuple[str, list[tuple[str, bool, bool]]]]:
    told = client.get(url("survey_answers", survey)).context["answers"]
    return [
        (
            answer.respondent.person.name,
            [(each.name, each.is_known, each.is_on_map) for each in answer.names],
        )
        for answer in told
    ]


@pytest.mark.parametrize("role", ["champion", "facilitator"])
def test_it_is_shown_to_those_of_whom_it_was_said(
    role: str, request: pytest.FixtureRequest, browse: Browse, survey: Survey
) -> None:
    client = browse(request.getfixturevalue(role))
    olaf, bo, hanna = (
        ("Olaf Off", True, False),
        ("Bo", True, True),
        ("Hanna Somewhere", False, False),
    )
    assert rows(client, survey) == [("Ana", [olaf, bo, hanna]), ("Bo", [])]


@pytest.mark.parametrize("role", ["member", "observer"])
@pytest.mark.parametrize("name", ["survey_answers", "survey_putting"])
def test_it_is_shown_to_nobody_else(
    role: str, name: str, request: pytest.FixtureRequest, browse: Browse, survey: Survey
) -> None:
    client = browse(request.getfixturevalue(role))
    assert client.get(url(name, survey)).status_code == 403
    assert client.post(url(name, survey)).status_code in {403, 405}
    assert not Stakeholder.objects.filter(person__name="Olaf Off").exists()


def test_whoever_answers_is_told_who_sees_it(client: Client, survey: Survey) -> None:
    person = survey.respondents.get(person__name="Cy")
    page = " ".join(client.get(person.path).content.decode().split())
    assert "The champions and facilitators of" in page
    assert "It is not anonymous to them." in page


def test_below_80_per_cent_it_says_that_these_are_single_answers(
    champion: Person, browse: Browse, survey: Survey, asked: dict[str, Person]
) -> None:
    client = browse(champion)
    words = "the map names no brokers and proposes no ambassadors from them"
    assert words in client.get(url("survey_answers", survey)).content.decode()
    survey_factory.answer(survey, asked["Cy"], "Ana")
    assert words not in client.get(url("survey_answers", survey)).content.decode()


def test_everybody_of_whom_it_tells_has_that_in_their_log(
    facilitator: Person, browse: Browse, survey: Survey
) -> None:
    browse(facilitator).get(url("survey_answers", survey))
    looks = Look.objects.filter(person=facilitator, what="survey answers")
    assert sorted(look.stakeholder.person.name for look in looks) == ["Ana", "Bo"]


def test_it_asks_the_same_for_one_answer_and_for_three(
    champion: Person, browse: Browse, survey: Survey, asked: dict[str, Person]
) -> None:
    client = browse(champion)
    survey.respondents.exclude(person=asked["Ana"]).update(answered_at=None)
    client.get(url("survey_answers", survey))
    with counted() as one:
        client.get(url("survey_answers", survey))
    for name in ("Bo", "Cy"):
        survey_factory.answer(survey, asked[name], "Ana", "Olaf Off")
    with counted() as three:
        client.get(url("survey_answers", survey))
    assert len(one) == len(three)


def press(client: Client, survey: Survey) -> Any:
    return client.post(url("survey_putting", survey), follow=True)


def on_map() -> list[str]:
    return sorted(row.person.name for row in Stakeholder.objects.all())


def test_one_press_puts_those_named_on_the_map_and_it_is_undone(
    facilitator: Person, browse: Browse, survey: Survey
) -> None:
    client = browse(facilitator)
    assert "not on the map" in client.get(survey.get_absolute_url()).content.decode()
    page = press(client, survey).content.decode()
    assert "1 person more on the map." in page
    assert on_map() == ["Ana", "Bo", "Cy", "Olaf Off"]
    assert named.off_map(survey) == []
    event = Event.objects.get(verb="survey.put_on_map")
    assert (event.visibility, "Olaf" in str(event.facts)) == ("facilitators", False)
    assert "Undo" in page
    named.take_off(survey, event)
    assert on_map() == ["Ana", "Bo", "Cy"]


def test_pressing_twice_puts_them_there_once(
    champion: Person, browse: Browse, survey: Survey
) -> None:
    client = browse(champion)
    press(client, survey)
    page = press(client, survey).content.decode()
    assert "Everybody who was named is on the map." in page
    assert Event.objects.filter(verb="survey.put_on_map").count() == 1

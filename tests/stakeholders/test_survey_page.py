"""What the page of a survey and the journal tell, to whom, at what cost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Event, Person
from stakeholders import survey_page
from stakeholders.models import SurveyMail
from tests.survey_factory import answer, asked, on_map, running

pytestmark = pytest.mark.django_db


Browse = Callable[[Person | None], Client]


def test_the_page_shows_the_response_by_function_and_what_failed(
    browse: Browse, champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    answer(made, ana, ben.name)
    SurveyMail.objects.create(
        respondent=asked(made, ben),
        person=ben,
        occasion="first",
        state="failed",
        reason="The mail server said 550 No such user",
    )
    page = browse(champion).get(made.get_absolute_url()).content.decode()
    assert "1 of 2 people asked have answered (50 %)" in page
    assert "1 more answer make it 80 %" in page
    assert "1 of 1 · 100 %" in page
    assert "0 of 1 · 0 %" in page
    assert "550 No such user" in page


def test_the_pages_ask_the_same_number_of_questions_for_one_and_three(
    browse: Browse,
    champion: Person,
    ana: Person,
    ben: Person,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    made = running(champion)
    everything = reverse("stakeholders:surveys", args=[champion.programme.key])
    client = browse(champion)
    counts = []
    for names in (["Cleo Colleague", "Dora Desk"], ["Emil Else"]):
        for url in (made.get_absolute_url(), everything):
            with django_assert_max_num_queries(40) as asked_for:
                client.get(url)
            counts.append(len(asked_for))
        for name in names:
            on_map(champion.programme, name, f"Function {name}")
        made.ask()
        running(champion)
    assert counts[:2] == counts[2:]


def test_members_learn_nothing_of_it(
    browse: Browse, champion: Person, member: Person, observer: Person, ana: Person
) -> None:
    made = running(champion)
    for person in (member, observer):
        assert browse(person).get(made.get_absolute_url()).status_code == 403
        readable = Event.objects.filter(verb__startswith="survey.").visible_to(person)
        assert list(readable) == []
    assert Event.objects.filter(verb__startswith="survey.").visible_to(champion).exists()


def test_the_journal_tells_neither_names_nor_who_answered(
    champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    answer(made, ana, ben.name, "Somebody Unknown")
    (event,) = Event.objects.about("survey.answered")
    assert (event.person, event.facts) == (None, {})


def test_the_response_as_pushed_is_the_response_freshly_loaded(
    browse: Browse, champion: Person, member: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    page = browse(champion).get(made.get_absolute_url()).content.decode()
    assert "0 of 2 people asked have answered" in page
    answer(made, ana, ben.name)
    room = survey_page.ROOM
    assert room.stale_after("survey.answered") == ["survey-response"]
    region = room.regions["survey-response"]
    found = survey_page.find(champion.programme.key, made.pk)
    assert found is not None
    pushed = region.render_for(found, room.audience(found, champion))
    assert "1 of 2 people asked have answered" in pushed
    assert pushed in browse(champion).get(made.get_absolute_url()).content.decode()
    assert room.audience(found, member) == ""

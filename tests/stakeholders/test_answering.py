"""Answering by the personal link: without an account, on a phone, until the survey ends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from changeprog.programme.models import Person
from stakeholders import naming
from stakeholders.importing.fields import fold
from stakeholders.models import Naming, Respondent
from stakeholders.views import answering
from tests.survey_factory import answer, asked, on_map, running, ties

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(champion: Person, ana: Person, ben: Person) -> str:
    """Ana's link in a survey that runs."""
    return asked(running(champion, names=3), ana).path


def namings() -> list[tuple[str, str | None]]:
    return list(Naming.objects.values_list("typed", "person__name"))


def test_opening_the_link_changes_nothing_and_says_who_will_see_it(
    client: Client, link: str
) -> None:
    page = client.get(link)
    words = page.content.decode()
    assert page.status_code == 200
    assert page["Cache-Control"].startswith("max-age=0")
    assert words.index("Who sees whom you name") < words.index("Name 1")
    assert "neither those you name, nor your manager" in words
    assert Respondent.objects.answered().count() == 0


def test_nobody_has_to_sign_in_to_answer_and_may_change_it(client: Client, link: str) -> None:
    response = client.post(link, {"name_1": "Ben Broker", "name_2": "Somebody Else"}, follow=True)
    assert response.redirect_chain == [(link, 302)]
    assert "Thank you, your answer is kept" in response.content.decode()
    assert namings() == [("Ben Broker", "Ben Broker"), ("Somebody Else", None)]
    client.post(link, {"name_1": "broker, ben"})
    assert namings() == [("broker, ben", "Ben Broker")]
    assert ties() == [("Ana Asked", "Ben Broker")]


def test_nobody_is_an_answer(client: Client, link: str) -> None:
    response = client.post(link, {"nobody": "true"}, follow=True)
    assert "your answer is kept: nobody" in response.content.decode()
    assert Respondent.objects.answered().count() == 1
    assert namings() == []


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Type at least one name."),
        ({"name_1": "   "}, "Type at least one name."),
        ({"name_1": "Ben Broker", "nobody": "true"}, "Take the names away first"),
        ({"name_1": "ana ASKED"}, "This is you."),
        ({"name_1": "x" * 121}, "Keep the name to 120 characters."),
    ],
)
def test_what_is_no_answer_is_refused_with_what_was_typed(
    client: Client, link: str, sent: dict[str, str], words: str
) -> None:
    response = client.post(link, sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert sent.get("name_1", "").strip() in response.content.decode()
    assert Respondent.objects.answered().count() == 0


def test_no_more_names_are_taken_than_asked_for_and_each_once(client: Client, link: str) -> None:
    names = ["Ben Broker", "BEN broker", "Xen", "Too Many"]
    client.post(link, {f"name_{place}": name for place, name in enumerate(names, 1)})
    assert namings() == [("Ben Broker", "Ben Broker"), ("Xen", None)]


def test_of_two_people_of_one_name_the_one_who_was_picked_is_meant(
    client: Client, link: str, champion: Person, ben: Person
) -> None:
    other = on_map(champion.programme, "Ben Broker", "Marketing", email="ben2@example.org")
    client.post(link, {"name_1": "Ben Broker"})
    assert list(Naming.objects.values_list("person", flat=True)) == [None]
    client.post(link, {"name_1": "Ben Broker", "who_1": str(other.pk)})
    assert list(Naming.objects.values_list("person", flat=True)) == [other.pk]
    client.post(link, {"name_1": "Someone", "who_1": str(other.pk)})
    assert list(Naming.objects.values_list("person", flat=True)) == [None]


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "ä"])
def test_a_link_that_was_never_given_leads_nowhere(client: Client, link: str, token: str) -> None:
    for name in ("answer_survey", "survey_names"):
        response = client.get(reverse(name, args=[token]))
        assert response.status_code == 404
        assert "not complete" in response.content.decode()


def test_after_closing_the_link_says_so_and_takes_nothing(
    client: Client, link: str, champion: Person
) -> None:
    survey = Respondent.objects.holding(link.split("/")[2]).survey  # type: ignore[union-attr]
    survey.close(champion)
    for response in (client.get(link), client.post(link, {"nobody": "true"})):
        assert response.status_code == 410
        assert "takes no answers any more" in response.content.decode()
    assert client.get(f"{link}names/?q=be").status_code == 410
    assert Respondent.objects.answered().count() == 0


def test_somebody_removed_cannot_answer(client: Client, link: str, ana: Person) -> None:
    assert client.get(link).status_code == 200
    Person.objects.filter(pk=ana.pk).update(removed_at=now())
    assert client.get(link).status_code == 404


def test_names_are_completed_with_functions_and_nothing_else(
    client: Client, link: str, ben: Person, member: Person
) -> None:
    found = client.get(f"{link}names/?q=bro").json()
    assert found == {"names": [{"who": ben.pk, "name": "Ben Broker", "function": "Operations"}]}
    # Somebody off the map is offered alike, so that nobody can tell who is on it.
    assert [each["name"] for each in client.get(f"{link}names/?q=mo").json()["names"]] == [
        member.name
    ]
    assert client.get(f"{link}names/?q=b").json() == {"names": []}
    assert client.get(f"{link}names/?q=ana").json() == {"names": []}


def test_names_of_another_programme_are_not_completed(
    client: Client, link: str, stranger: Person
) -> None:
    assert client.get(f"{link}names/?q=sam").json() == {"names": []}
    client.post(link, {"name_1": stranger.name, "who_1": str(stranger.pk)})
    assert namings() == [(stranger.name, None)]


def test_names_are_not_given_too_fast(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "A_MINUTE", 2)
    statuses = [client.get(f"{link}names/?q=bro").status_code for _ in range(4)]
    assert statuses == [200, 200, 429, 429]


def test_twenty_names_have_their_place(client: Client, champion: Person, ana: Person) -> None:
    made = running(champion, names=20)
    link = asked(made, ana).path
    names = {f"name_{place}": f"Person Number{place}" for place in range(1, 21)}
    assert client.post(link, names).status_code == 302
    page = client.get(link).content.decode()
    assert Naming.objects.count() == 20
    assert page.count("Person Number") >= 20


def test_the_page_asks_the_same_number_of_questions_for_one_and_three_colleagues(
    client: Client,
    link: str,
    champion: Person,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    client.get(link)
    with django_assert_num_queries(3):
        client.get(link)
    on_map(champion.programme, "Cleo Colleague")
    on_map(champion.programme, "Dora Desk")
    with django_assert_num_queries(3):
        client.get(link)


def test_an_answer_is_taken_once_however_often_it_is_sent(client: Client, link: str) -> None:
    for _ in range(3):
        client.post(link, {"name_1": "Ben Broker"})
    assert namings() == [("Ben Broker", "Ben Broker")]
    assert ties() == [("Ana Asked", "Ben Broker")]


def test_who_is_signed_in_answers_for_whom_the_link_is(
    champion: Person, ana: Person, ben: Person, browse: Callable[[Person], Client]
) -> None:
    made = running(champion)
    browse(champion).post(asked(made, ana).path, {"name_1": ben.name})
    assert ties() == [(ana.name, ben.name)]
    answer(made, ben, ana.name)
    assert ties() == [(ana.name, ben.name), (ben.name, ana.name)]


@given(st.lists(st.sampled_from(["Ann Ash", "Änn Ash", "Bo Birch", "Cy Cedar"]), max_size=5))
def test_whoever_is_meant_has_that_name(names: list[str]) -> None:
    people = [Person(pk=number, name=name) for number, name in enumerate(names, 1)]
    for typed in ("ann ash", "Ash, Ann", "bo  birch", "nobody here"):
        meant = naming.Names(people).meant(typed)
        same = [person for person in people if fold(person.name) == fold(typed)]
        if "," not in typed:
            assert meant == (same[0] if len(same) == 1 else None)

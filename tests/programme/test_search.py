"""Search finds everything by a few letters, and nothing that the viewer may not see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changeprog.accounts.models import User
from changeprog.programme import search
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.search import Finder, Hit, Words, plain
from tests import factory

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def url(programme: Programme) -> str:
    return reverse("programme:search", args=[programme.key])


def found(client: Client, url: str, typed: str) -> dict[str, list[str]]:
    groups = client.get(url, {"q": typed}).context["groups"]
    return {group.kind: [hit.title for hit in group.hits] for group in groups}


def test_one_word_finds_all_kinds_of_things(
    browse: Browse, programme: Programme, champion: Person, observer: Person, url: str
) -> None:
    pilar = factory.make_person(programme, name="Pilar Otero")
    factory.write_vision(programme, "Every pilot is heard.")
    objective = factory.make_objective(programme, "Pilots answered")
    milestone = factory.make_milestone(programme, "Pilot live")
    barrier = factory.log_barrier(champion, "No pilot wants to begin")
    victory = factory.log_victory(champion, "The first pilot thanked us")
    answer = browse(observer).get(url, {"q": "pil"})
    assert {group.kind: [hit.url for hit in group.hits] for group in answer.context["groups"]} == {
        "People": [f"/p/{programme.key}/people/?person={pilar.pk}#person-{pilar.pk}"],
        "Objectives": [objective.get_absolute_url()],
        "Milestones": [milestone.get_absolute_url()],
        "Barriers": [barrier.get_absolute_url()],
        "Victories": [victory.get_absolute_url()],
        "The vision": [f"/p/{programme.key}/direction/vision/1/"],
    }
    assert "Pilot live</a>" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Évaluer les stratégies", "evaluer STRATEGIES"),
        ("Evaluer les strategies", "évaluer stratégies"),
        ("Größe der Änderung", "große anderung"),
        ("Žluťoučký kůň", "zlutoucky kun"),
        ("\uff26\uff35\uff2c\uff2c width", "full"),
        ("Клиент услышан", "КЛИЕНТ"),
        ("كل عميل معروف", "عميل"),
        ("顧客を知る", "顧"),
        ("100% of_it \\ done", "100% of_it \\"),
    ],
)
def test_capitals_and_accents_do_not_matter(
    browse: Browse, observer: Person, url: str, name: str, typed: str
) -> None:
    factory.make_milestone(observer.programme, name)
    factory.make_milestone(observer.programme, "Something else")
    assert found(browse(observer), url, typed) == {"Milestones": [name]}


def test_every_word_has_to_be_there_in_any_order(
    browse: Browse, programme: Programme, observer: Person, url: str
) -> None:
    factory.make_milestone(programme, "Sales visits prepared in two regions")
    client = browse(observer)
    assert found(client, url, "regions sales") != {}
    assert found(client, url, "regions service") == {}


def test_what_begins_with_the_word_comes_first_then_the_newest(
    browse: Browse, programme: Programme, observer: Person, url: str
) -> None:
    for name in ("Pilot in Graz", "The pilot", "Another pilot"):
        factory.make_milestone(programme, name)
    assert found(browse(observer), url, "pilot")["Milestones"] == [
        "Pilot in Graz",
        "Another pilot",
        "The pilot",
    ]


@pytest.mark.parametrize("typed", ["", " ", "a", "\0", "%", "' OR 1=1 --", "\\", "x" * 5_000])
def test_nothing_and_nonsense_find_nothing(
    browse: Browse, programme: Programme, observer: Person, url: str, typed: str
) -> None:
    factory.make_milestone(programme, "A milestone")
    assert found(browse(observer), url, typed) == {}


def test_markup_is_only_words(
    browse: Browse, programme: Programme, observer: Person, url: str
) -> None:
    factory.make_milestone(programme, "<script>alert(1)</script>")
    page = browse(observer).get(url, {"q": "<script>"}).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_nothing_of_another_programme_is_found(
    browse: Browse, programme: Programme, observer: Person, stranger: Person, url: str
) -> None:
    factory.make_milestone(stranger.programme, "Pilot elsewhere")
    elsewhere = reverse("programme:search", args=[stranger.programme.key])
    assert found(browse(stranger), elsewhere, "pilot") == {"Milestones": ["Pilot elsewhere"]}
    assert found(browse(observer), url, "pilot") == {}


def test_only_champions_find_people_by_their_address(
    browse: Browse, programme: Programme, champion: Person, member: Person, url: str
) -> None:
    factory.make_person(programme, name="Zoe Zeller")
    assert found(browse(champion), url, "@example zoe") == {"People": ["Zoe Zeller"]}
    assert found(browse(member), url, "@example zoe") == {}


def test_people_who_left_are_not_found(
    browse: Browse, programme: Programme, champion: Person, url: str
) -> None:
    zoe = factory.make_person(programme, name="Zoe Zeller")
    client = browse(champion)
    assert found(client, url, "zeller") == {"People": ["Zoe Zeller"]}
    zoe.remove(champion)
    assert found(client, url, "zeller") == {}


def test_a_finder_is_asked_only_for_those_who_may(
    programme: Programme, champion: Person, facilitator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = Finder(1, "Notes", "lock", lambda *_: [Hit("A secret", "/")], Role.CHAMPION)
    monkeypatch.setattr(search, "_finders", [secret])
    words = Words.of("secret", 5)
    assert [group.kind for group in search.search(champion, words)] == ["Notes"]
    assert search.search(facilitator, words) == []


def test_suggestions_are_few_and_say_that_there_is_more(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    for number in range(search.SUGGESTED + 1):
        factory.make_milestone(programme, f"Pilot {number}")
    url = reverse("programme:suggestions", args=[programme.key])
    answer = browse(observer).get(url, {"q": "pilot"})
    [group] = answer.context["groups"]
    assert (len(group.hits), group.more) == (search.SUGGESTED, True)
    assert "<html" not in answer.content.decode()


def test_the_search_of_every_page_opens_as_a_dialog_and_as_a_page(
    browse: Browse, observer: Person, programme: Programme, url: str
) -> None:
    client = browse(observer)
    home = client.get(f"/p/{programme.key}/").content.decode()
    assert f'href="{url}"\n   data-dialog-open\n   data-key="/"' in home
    dialog = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert dialog.startswith("<h2>What are you looking for?</h2>")
    page = client.get(url).content.decode()
    assert ('id="search-dialog"' in dialog, 'id="search-page"' in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_one_question_a_kind_however_much_is_found(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    observer: Person,
    url: str,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        factory.write_vision(programme, f"Pilot {number}")
        factory.make_objective(programme, f"Pilot {number}")
        factory.make_milestone(programme, f"Pilot {number}")
        factory.log_barrier(observer, f"Pilot {number}")
        factory.log_victory(observer, f"Pilot {number}")
        factory.make_person(programme, name=f"Pilot {number}")
    client = browse(observer)
    asked = [finder for finder in search._finders if observer.may(finder.least)]
    with django_assert_num_queries(4 + len(asked)):
        client.get(url, {"q": "pilot"})


@given(st.text())
def test_plain_words_stay_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)

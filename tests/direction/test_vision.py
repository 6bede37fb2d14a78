"""The vision: every version kept, nobody's words overwritten, any words stored as written."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from changeprog.direction.models import Vision, VisionOvertaken
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.direction import typed

Browse = Callable[[Person], Client]
TOO_LONG = (
    "This is 100\u202f000 characters long; 2\u202f000 is the most. "
    "Nothing of it is lost: shorten it here."
)


@pytest.fixture
def editing(programme: Programme) -> str:
    return reverse("direction:write_vision", args=[programme.key])


@pytest.fixture
def second(programme: Programme) -> Person:
    return factory.make_person(programme, "champion", "Cora Cochampion")


def test_each_version_is_kept_with_its_author_and_one_event(
    programme: Programme, champion: Person, second: Person
) -> None:
    Vision.write(programme, champion, typed.VISION, based_on=0)
    Vision.write(programme, second, {**typed.VISION, "statement": "Known and heard."}, based_on=1)
    kept = Vision.objects.of(programme).values_list("version", "statement", "author__name")
    assert list(kept) == [
        (2, "Known and heard.", "Cora Cochampion"),
        (1, "Every customer is known.", "Chris Champion"),
    ]
    written = Event.objects.about("vision.written").order_by("pk")
    assert [event.facts["version"] for event in written] == [1, 2]


def test_words_that_change_nothing_make_no_version(programme: Programme, champion: Person) -> None:
    first = Vision.write(programme, champion, typed.VISION, based_on=0)
    assert Vision.write(programme, champion, typed.VISION, based_on=0) == first
    assert Event.objects.about("vision.written").count() == 1


def test_the_second_of_two_champions_is_told_of_the_first(
    programme: Programme, champion: Person, second: Person
) -> None:
    factory.write_vision(programme)
    Vision.write(programme, champion, {**typed.VISION, "statement": "Ours."}, based_on=1)
    with pytest.raises(VisionOvertaken) as told:
        Vision.write(programme, second, {**typed.VISION, "statement": "Mine."}, based_on=1)
    assert (told.value.current.version, told.value.current.statement) == (2, "Ours.")
    assert str(told.value) == "Chris Champion saved version 2 while you were writing."


@pytest.mark.django_db(transaction=True)
def test_of_two_champions_saving_at_the_same_moment_exactly_one_is_first(
    programme: Programme, champion: Person, second: Person
) -> None:
    barrier, outcomes = threading.Barrier(2), []

    def save(by: Person) -> None:
        barrier.wait(10)
        texts = {**typed.VISION, "statement": f"Words of {by.name}"}
        try:
            outcomes.append(Vision.write(programme, by, texts, based_on=0).statement)
        except VisionOvertaken as other:
            outcomes.append(f"told of: {other.current.statement}")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(person,)) for person in (champion, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved = Vision.objects.get(programme=programme)
    assert sorted(outcomes) == sorted([saved.statement, f"told of: {saved.statement}"])


def test_the_page_shows_both_texts_and_a_second_save_goes_on_top(
    browse: Browse, editing: str, programme: Programme, champion: Person, second: Person
) -> None:
    factory.write_vision(programme, "Theirs, the first.")
    factory.write_vision(programme, "Theirs, the second.")
    client = browse(second)
    answer = client.post(editing, typed.vision(based_on=1, statement="Mine, typed for an hour."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Chris Champion saved version 2 while you were writing." in page
    assert "Theirs, the second." in page
    assert "Mine, typed for an hour.</textarea>" in page
    assert Vision.objects.filter(programme=programme).count() == 2
    again = {name: field.value() for name, field in _fields(answer.context["form"])}
    assert client.post(editing, again).status_code == 302
    current = Vision.current(programme)
    assert current
    assert (current.version, current.statement) == (3, "Mine, typed for an hour.")


def _fields(form: Any) -> list[tuple[str, Any]]:
    return [(name, form[name]) for name in form.fields]


def test_a_hundred_kilobytes_are_refused_beside_the_field_and_still_there(
    browse: Browse, editing: str, champion: Person
) -> None:
    long = "x" * 100_000
    answer = browse(champion).post(editing, typed.vision(statement=long))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"statement": [TOO_LONG]}
    assert long in answer.content.decode()
    assert not Vision.objects.exists()


@pytest.mark.parametrize(("length", "status"), [(2_000, 302), (2_001, 422)])
def test_two_thousand_characters_are_the_most_emoji_counted_once(
    browse: Browse, editing: str, champion: Person, length: int, status: int
) -> None:
    assert (
        browse(champion).post(editing, typed.vision(statement="🌱" * length)).status_code == status
    )


@pytest.mark.parametrize("length", [5_000, 5_001])
@pytest.mark.parametrize("text", ["end_state", "threat", "opportunity"])
def test_five_thousand_characters_are_the_most_of_the_other_texts(
    browse: Browse, editing: str, champion: Person, text: str, length: int
) -> None:
    answer = browse(champion).post(editing, typed.vision(**{text: "x" * length}))
    assert answer.status_code == (302 if length == 5_000 else 422)


@pytest.mark.parametrize(
    "words",
    [
        "كل عميل معروف",
        "Wir kennen jeden 👩🏽‍🚀 — «immer»",
        "<script>alert(1)</script>",
        "=1+1",
        "a\nb",
    ],
)
def test_any_words_are_stored_as_written_and_shown_in_their_own_direction(
    browse: Browse, editing: str, programme: Programme, champion: Person, words: str
) -> None:
    client = browse(champion)
    assert client.post(editing, typed.vision(statement=words)).status_code == 302
    assert Vision.objects.get(programme=programme).statement == words
    page = client.get(reverse("direction:vision", args=[programme.key])).content.decode()
    assert "<script>alert" not in page
    shown = words.replace("<", "&lt;").replace(">", "&gt;")
    assert f'<p class="keep-lines" dir="auto">{shown}</p>' in page


def test_a_nul_is_refused_in_words(browse: Browse, editing: str, champion: Person) -> None:
    assert browse(champion).post(editing, typed.vision(statement="a\x00b")).status_code == 422


def test_a_meddled_version_number_is_refused(
    browse: Browse, editing: str, programme: Programme, champion: Person
) -> None:
    factory.write_vision(programme)
    client = browse(champion)
    assert client.post(editing, typed.vision(statement="x", based_on=7)).status_code == 409
    forged = {**typed.vision(statement="x"), "based_on": "one"}
    assert client.post(editing, forged).status_code == 422


def test_an_old_version_says_that_it_is_old_and_an_unknown_one_is_not_found(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    factory.write_vision(programme, "The first words.")
    factory.write_vision(programme, "The second words.")
    client = browse(observer)
    old = client.get(reverse("direction:vision_version", args=[programme.key, 1])).content.decode()
    assert "This is version 1, as it once stood. Version 2 holds today." in old
    assert "The first words." in old
    assert "The second words." not in old
    current = client.get(reverse("direction:vision_version", args=[programme.key, 2]))
    assert "as it once stood" not in current.content.decode()
    assert (
        client.get(reverse("direction:vision_version", args=[programme.key, 3])).status_code == 404
    )
    huge = reverse("direction:vision_version", args=[programme.key, 10**30])
    assert client.get(huge).status_code == 404


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_a_champion_writes(
    browse: Browse, editing: str, programme: Programme, role: str
) -> None:
    client = browse(factory.make_person(programme, role))
    assert client.post(editing, typed.vision()).status_code == 403
    assert not Vision.objects.exists()
    assert client.get(reverse("direction:vision", args=[programme.key])).status_code == 200


@pytest.mark.parametrize("versions", [1, 3])
def test_the_history_costs_the_same_however_long(
    browse: Browse,
    programme: Programme,
    observer: Person,
    versions: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(versions):
        factory.write_vision(programme, f"Words {number}")
    client = browse(observer)
    with django_assert_num_queries(8):
        client.get(reverse("direction:vision", args=[programme.key]))

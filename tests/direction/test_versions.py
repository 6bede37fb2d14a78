"""Two versions held against each other, and who signed one off."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from changeprog.direction.models import Vision, VisionSignOff
from changeprog.direction.writing import NEWEST
from changeprog.programme.models import Event, Person, Programme, Role
from tests import factory

Browse = Callable[[Person], Client]
NOT_YET = "Not signed off yet: leaders do that in a workshop."


@pytest.fixture
def url(programme: Programme) -> str:
    return reverse("direction:vision_difference", args=[programme.key])


def test_what_was_added_and_removed_is_said_in_words_and_marks(
    browse: Browse, programme: Programme, observer: Person, url: str
) -> None:
    factory.write_vision(programme, "We know every customer.")
    factory.write_vision(programme, "We know each customer.")
    page = browse(observer).get(url).content.decode()
    assert "From version 1 to version 2, which Chris Champion wrote on" in page
    assert (
        'We know <del><span class="visually-hidden">[removed: </span>every'
        '<span class="visually-hidden">]</span></del>'
        '<ins><span class="visually-hidden">[added: </span>each'
        '<span class="visually-hidden">]</span></ins> customer.</p>'
    ) in page
    assert ("1 word added" in page, "1 word removed" in page) == (True, True)


@pytest.mark.parametrize(
    ("asked", "pair"),
    [
        ("", (2, 3)),
        ("?before=1&after=3", (1, 3)),
        ("?before=3&after=1", (1, 3)),
        ("?before=2&after=2", (2, 2)),
        ("?before=7&after=3", None),
        ("?before=x", None),
    ],
)
def test_any_two_versions_can_be_compared(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    observer: Person,
    url: str,
    asked: str,
    pair: tuple[int, int] | None,
) -> None:
    for number in range(3):
        factory.write_vision(programme, f"Words {number}")
    answer = browse(observer).get(url + asked)
    shown = answer.context["pair"]
    assert (shown and tuple(vision.version for vision in shown)) == pair
    assert ("There is no such version" in answer.content.decode()) == (pair is None)


@pytest.mark.parametrize("versions", [0, 1])
def test_one_version_has_nothing_to_be_compared_with(
    browse: Browse, programme: Programme, observer: Person, url: str, versions: int
) -> None:
    for _ in range(versions):
        factory.write_vision(programme)
    page = browse(observer).get(url).content.decode()
    assert "There is nothing to compare yet" in page


def test_words_that_were_removed_stay_words(
    browse: Browse, programme: Programme, observer: Person, url: str
) -> None:
    factory.write_vision(programme, "<script>alert(1)</script> stays out")
    factory.write_vision(programme, "stays out")
    assert "<script>alert" not in browse(observer).get(url).content.decode()


def test_a_sign_off_is_made_once_by_each_with_one_event(
    programme: Programme, champion: Person, member: Person
) -> None:
    vision = factory.write_vision(programme)
    vision.sign_off(member, "Leadership workshop, round 2")
    vision.sign_off(member, "Somewhere else")
    assert str(VisionSignOff.objects.get()) == "Mo Member, Leadership workshop, round 2"
    event = Event.objects.get(verb="vision.signed_off")
    assert (event.person, event.subject, event.facts["version"]) == (member, vision, 1)


def test_a_sign_off_says_where(programme: Programme, member: Person) -> None:
    with pytest.raises(IntegrityError, match="signed_off_somewhere"), transaction.atomic():
        factory.write_vision(programme).sign_off(member, "")


def test_the_page_says_who_signed_which_version_off_and_where(
    browse: Browse, programme: Programme, observer: Person, member: Person
) -> None:
    page = reverse("direction:vision", args=[programme.key])
    client = browse(observer)
    factory.write_vision(programme, "First words.").sign_off(member, "Leadership workshop")
    signed = client.get(page).content.decode()
    assert ("Leadership workshop" in signed, NOT_YET in signed) == (True, False)

    factory.write_vision(programme, "Second words.")
    fresh = client.get(page).content.decode()
    assert ("Signed off by 1 leader" in fresh, NOT_YET in fresh) == (True, True)


def test_no_address_signs_anything_off() -> None:
    from changeprog.direction.urls import urlpatterns  # noqa: PLC0415

    names = [str(pattern.name) for pattern in urlpatterns]
    assert names
    assert [name for name in names if "sign" in name] == []


@pytest.mark.parametrize("versions", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("vision", 9), ("vision_difference", 7)])
def test_the_pages_cost_the_same_however_many_versions_and_leaders(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    observer: Person,
    page: str,
    queries: int,
    versions: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(versions):
        vision = factory.write_vision(programme, f"Words {number}")
        for _ in range(versions):
            vision.sign_off(factory.make_person(programme), "Workshop")
    client = browse(observer)
    with django_assert_num_queries(queries):
        client.get(reverse(f"direction:{page}", args=[programme.key]))


def test_who_is_writing_sees_the_newest_version_of_another(
    programme: Programme, champion: Person
) -> None:
    factory.write_vision(programme, "Saved by another.")
    shown = NEWEST.render_for(programme, Role.CHAMPION)
    assert 'data-newest="1"' in shown
    assert "Chris Champion saved version 1 a moment ago." in shown
    assert "Saved by another." in shown
    assert Vision.objects.count() == 1
    assert NEWEST.render_for(programme, Role.FACILITATOR) == (
        '<div id="vision-newest" class="region"></div>'
    )

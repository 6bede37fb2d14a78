"""The page of one person: what it shows, and how its parts are changed on top of what was seen."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from changeprog.programme.models import Event, Person
from changeprog.programme.search import Words, search
from stakeholders.looking import looks_at
from stakeholders.models import Ambassador, Stakeholder
from stakeholders.support import Support
from tests import factory, map_factory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
HTMX = {"HX-Request": "true"}


def place(name: str, stakeholder: Stakeholder, *more: Any) -> str:
    return reverse(f"stakeholders:{name}", args=[stakeholder.programme.key, stakeholder.pk, *more])


def standing(stakeholder: Stakeholder, **changed: Any) -> dict[str, Any]:
    """Return what a form that shows how somebody stands would send."""
    fields = ("influence", "interest", "touched", "needed", "next_on")
    shown = {name: getattr(stakeholder, name) or "" for name in fields}
    own = {"key": uuid4(), "revision": stakeholder.revision, "owner": stakeholder.owner_id or ""}
    return {**shown, **own, "may_be_asked": "on", **changed}


def undo(client: Client, key: str, verb: str) -> None:
    """Undo the newest act of that kind, as its message offers."""
    event = Event.objects.filter(verb=verb).first()
    assert event
    client.post(reverse("direction:undoing", args=[key, event.pk]))


def test_it_says_how_far_somebody_is_from_where_they_are_needed(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    page = browse(champion).get(stakeholder.get_absolute_url()).content.decode()
    assert "2 steps missing" in page
    assert "Doubtful" in page
    assert "Supportive" in page


def test_levels_are_changed_with_history_and_undone(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client = browse(champion)
    client.post(place("standing", stakeholder), standing(stakeholder, influence=5))
    stakeholder.refresh_from_db()
    assert stakeholder.influence == 5
    undo(client, champion.programme.key, "stakeholder.changed")
    stakeholder.refresh_from_db()
    assert stakeholder.influence == 3
    moves = stakeholder.assessments.filter(field="influence").values_list("before", "after")
    assert list(moves) == [(5, 3), (3, 5), (None, 3)]


def test_whoever_comes_second_sees_both_versions(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    typed = standing(stakeholder, influence=5)
    stakeholder.assess(champion, stakeholder.revision, influence=1)
    answer = browse(champion).post(place("standing", stakeholder), typed)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Theirs says: Influence 1 · hardly any" in answer.content.decode()
    again = {**typed, "revision": stakeholder.revision}
    assert browse(champion).post(place("standing", stakeholder), again).status_code == 302
    stakeholder.refresh_from_db()
    assert stakeholder.influence == 5


def test_known_support_is_not_in_the_form(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client = browse(champion)
    typed = standing(stakeholder, support=Support.LEADING)
    client.post(place("standing", stakeholder), typed)
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.DOUBTFUL


def test_unknown_support_is_assessed_once_by_hand(browse: Browse, champion: Person) -> None:
    unknown = map_factory.stakeholder(champion, support=None)
    typed = standing(unknown, support=Support.NEUTRAL)
    browse(champion).post(place("standing", unknown), typed)
    unknown.refresh_from_db()
    assert unknown.support == Support.NEUTRAL


def test_only_who_may_see_a_profile_keeps_the_relationship(
    browse: Browse,
    champion: Person,
    member: Person,
    ambassador: Ambassador,
    stakeholder: Stakeholder,
) -> None:
    client, url = browse(champion), place("standing", stakeholder)
    refused = client.post(url, standing(stakeholder, owner=member.pk))
    assert refused.status_code == 422
    assert client.post(url, standing(stakeholder, owner=ambassador.person_id)).status_code == 302
    stakeholder.refresh_from_db()
    assert stakeholder.owner == ambassador.person


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("identity", {"sees_self_as": "The one who knows", "guards": "The old accounts"}),
        ("motives", {"incentive": "Mondays", "requirement": "Records", "skills": "An hour"}),
    ],
)
def test_what_stands_behind_it_is_noted_and_undone(
    browse: Browse,
    champion: Person,
    stakeholder: Stakeholder,
    part: str,
    words: dict[str, str],
) -> None:
    client = browse(champion)
    own = {"key": uuid4(), "revision": stakeholder.revision}
    client.post(place(part, stakeholder), {**own, **words})
    stakeholder.refresh_from_db()
    assert {name: getattr(stakeholder, name) for name in words} == words
    undo(client, champion.programme.key, "stakeholder.changed")
    stakeholder.refresh_from_db()
    assert {getattr(stakeholder, name) for name in words} == {""}


def test_somebody_of_the_programme_is_put_on_the_map_and_taken_off(
    browse: Browse, champion: Person, member: Person
) -> None:
    client, key = browse(champion), champion.programme.key
    url = reverse("stakeholders:adding", args=[key])
    for _ in range(2):
        client.post(url, {"key": "0" * 32, "person": member.pk, "needed": 4})
    there = Stakeholder.objects.get()
    assert (there.person, there.needed, there.support) == (member, 4, None)
    client.post(place("removal", there))
    assert list(Stakeholder.objects.all()) == []
    undo(client, key, "stakeholder.removed")
    assert Stakeholder.objects.get() == there


def test_somebody_new_is_known_to_the_map_alone(browse: Browse, champion: Person) -> None:
    client, key = browse(champion), champion.programme.key
    url = reverse("stakeholders:adding", args=[key])
    typed = {"key": "1" * 32, "name": "Nell New", "email": "Nell@Example.org"}
    for _ in range(2):
        assert client.post(url, typed).status_code == 302
    person = Person.objects.get(name="Nell New")
    assert (person.email, person.role, person.stakeholder.programme) == (
        "nell@example.org",
        "",
        champion.programme,
    )
    client.get(champion.programme.get_absolute_url())
    people = client.get(reverse("programme:people", args=[key])).content.decode()
    assert "Nell New" not in people


def test_a_known_address_is_refused_with_whose_it_is(browse: Browse, champion: Person) -> None:
    known = factory.make_person(champion.programme, "member", "Kim Known")
    url = reverse("stakeholders:adding", args=[champion.programme.key])
    answer = browse(champion).post(url, {"name": "Nell New", "email": known.email.upper()})
    assert answer.status_code == 422
    assert "Kim Known has this address and is in the list above." in answer.content.decode()
    assert Stakeholder.objects.count() == 0


def test_nobody_at_all_is_refused(browse: Browse, champion: Person) -> None:
    url = reverse("stakeholders:adding", args=[champion.programme.key])
    answer = browse(champion).post(url, {"person": ""})
    assert answer.status_code == 422
    assert "Choose somebody, or write the name of somebody new." in answer.content.decode()


def test_a_day_that_is_over_is_no_next_conversation(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    yesterday = localdate() - timedelta(days=1)
    answer = browse(champion).post(
        place("standing", stakeholder), standing(stakeholder, next_on=yesterday)
    )
    assert answer.status_code == 422


def test_an_ambassador_reads_a_profile_but_does_not_change_it(
    browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    client = browse(ambassador.person)
    page = client.get(stakeholder.get_absolute_url()).content.decode()
    assert "Note a conversation" in page
    assert "Who has looked" not in page
    assert place("standing", stakeholder) not in page
    for name in ("standing", "identity", "motives", "give", "looks", "record", "erasure"):
        assert (name, client.get(place(name, stakeholder)).status_code) == (name, 403)


def test_every_form_that_shows_something_is_in_the_access_log(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client = browse(champion)
    for name in ("standing", "identity", "motives", "record", "record_json", "record_csv"):
        client.get(place(name, stakeholder))
    client.get(place("conviction", stakeholder, "works"))
    looks = stakeholder.looks.order_by("pk").values_list("what", flat=True)
    assert list(looks) == [
        "levels",
        "identity",
        "motives",
        "own record",
        "own record, as JSON",
        "own record, as CSV",
        "conviction",
    ]
    log = client.get(place("looks", stakeholder)).content.decode()
    assert "own record, as CSV" in log


def test_an_overview_is_in_the_log_of_everybody_on_it_once_a_day(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client = browse(champion)
    for name in ("map", "map", "table", "web", "support", "ambassadors"):
        client.get(reverse(f"stakeholders:{name}", args=[champion.programme.key]))
    later = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Lea Later"))
    whats = ["ambassadors", "support over time", "the web", "the table", "the grid"]
    assert [look["what"] for look in looks_at(stakeholder)] == whats
    assert list(looks_at(later)) == []
    (row, *_) = client.get(place("looks", stakeholder)).context["page"]
    assert (row["who"], row["what"]) == (champion.name, "ambassadors")


def test_an_ambassadors_own_page_is_in_the_log_of_their_people(
    browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    page = [ambassador.programme.key, ambassador.pk]
    browse(ambassador.person).get(reverse("stakeholders:my_people", args=page))
    looks = [(look["who"], look["what"]) for look in looks_at(stakeholder)]
    assert looks == [("Amy Ambassador", "My people")]


def test_a_change_answers_with_the_profile_as_it_is_now(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    behind = {"HX-Request": "true", "HX-Current-URL": stakeholder.get_absolute_url()}
    answer = browse(champion).post(
        place("standing", stakeholder), standing(stakeholder, influence=5), headers=behind
    )
    page = answer.content.decode()
    assert 'hx-target="#profile"' in page
    assert "Undo" in page
    assert list(stakeholder.looks.values_list("what", flat=True)) == ["profile"]


def test_search_finds_people_on_the_map_for_those_who_may_see_them(
    champion: Person,
    member: Person,
    observer: Person,
    ambassador: Ambassador,
    stakeholder: Stakeholder,
) -> None:
    map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Nia Other"))

    def found(person: Person) -> list[str]:
        groups = search(person, Words.of("nia", 20))
        return sorted(hit.title for group in groups for hit in group.hits)

    assert found(champion) == ["Nia Neutral", "Nia Other"]
    assert found(ambassador.person) == ["Nia Neutral"]
    assert [found(member), found(observer)] == [[], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_much_there_is(
    rows: int,
    browse: Browse,
    champion: Person,
    stakeholder: Stakeholder,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        map_factory.talk(champion, stakeholder, support=number + 3)
        map_factory.guarantee(champion, stakeholder, f"Promise {number}")
        stakeholder.looked_at(champion, "profile")
    client = browse(champion)
    client.get(stakeholder.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(stakeholder.get_absolute_url())

"""What the map knows never reaches anybody else: marked words are looked for on every page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Event, Person, Programme
from stakeholders.models import Ambassador, Conviction, Stakeholder
from tests import map_factory, objects
from tests.archives import holding, pack, tables
from tests.test_access import OF_A_PROGRAMME, address

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
MARK, NAME = "zyzzyva", "Quentin Quagga"


@pytest.fixture
def hidden(champion: Person, stakeholder: Stakeholder) -> Stakeholder:
    """Somebody known to the map alone, put there after Nia, with a mark wherever words go."""
    row = map_factory.stakeholder(champion, map_factory.someone(champion.programme, NAME))
    words = {name: f"{name} {MARK}" for name in ("sees_self_as", "guards", "incentive", "skills")}
    row.assess(champion, row.revision, **words)
    talk = map_factory.talk(champion, row, f"said {MARK}", moved=MARK, support=4)
    talk.change(champion, talk.revision, said=f"put right {MARK}")
    given = map_factory.guarantee(champion, row, f"promised {MARK}")
    given.change(champion, given.revision, words=f"again {MARK}")
    Conviction.say(champion, row, "works", "yes", MARK)
    Conviction.say(champion, row, "works", "not_yet", f"not {MARK}")
    map_factory.talk(champion, row, f"gone {MARK}").remove(champion)
    return row


@pytest.fixture
def filled(champion: Person, hidden: Stakeholder) -> Programme:
    """A programme with one object of every kind; whoever looks is Nia's ambassador."""
    objects.fill(champion.programme)
    return champion.programme


def told(client: Client, programme: Programme, viewer: Person) -> dict[str, str]:
    """Return the text of every page that ``viewer`` can open, by its name."""
    pages = {}
    for name, route, _ in OF_A_PROGRAMME:
        answer = client.get(address(name, route, programme, viewer))
        if answer.status_code == 200 and not answer.streaming:
            pages[name] = answer.content.decode(errors="replace")
    for words in (MARK[:-1], NAME[:-1]):
        url = reverse("programme:search", args=[programme.key])
        pages[f"search {words}"] = client.get(url, {"q": words}).content.decode()
    return pages


@pytest.mark.parametrize("role", ["observer", "member"])
def test_no_page_tells_a_marked_word_or_the_name(
    role: str, request: pytest.FixtureRequest, browse: Browse, filled: Programme
) -> None:
    person: Person = request.getfixturevalue(role)
    pages = told(browse(person), filled, person)
    assert len(pages) > 20
    assert [name for name, page in pages.items() if MARK in page or NAME in page] == []


@pytest.mark.parametrize("role", ["observer", "member"])
def test_no_archive_of_theirs_tells_it(
    role: str, request: pytest.FixtureRequest, filled: Programme
) -> None:
    zipped = pack(request.getfixturevalue(role))
    assert "victories" in tables(zipped)
    assert holding(zipped, MARK, NAME) == set()


def test_the_archive_of_a_facilitator_tells_it_and_the_access_log_says_so(
    facilitator: Person, hidden: Stakeholder
) -> None:
    assert holding(pack(facilitator), MARK, NAME) == {MARK, NAME}
    assert list(hidden.looks.values_list("person", "what")) == [(facilitator.pk, "archive")]


def test_a_champion_does_find_it(browse: Browse, champion: Person, hidden: Stakeholder) -> None:
    client = browse(champion)
    assert MARK in client.get(hidden.get_absolute_url()).content.decode()
    url = reverse("programme:search", args=[champion.programme.key])
    assert NAME in client.get(url, {"q": "Quagga"}).content.decode()


def test_an_ambassador_of_somebody_else_finds_nothing(
    browse: Browse, ambassador: Ambassador, hidden: Stakeholder
) -> None:
    client, key = browse(ambassador.person), hidden.programme.key
    for url in (
        hidden.programme.get_absolute_url(),
        reverse("stakeholders:my_people", args=[key, ambassador.pk]),
        reverse("programme:people", args=[key]),
        reverse("direction:overview", args=[key]),
    ):
        page = client.get(url).content.decode()
        assert (url, MARK in page, NAME in page) == (url, False, False)
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_the_journal_says_that_something_happened_and_nothing_of_whom(
    browse: Browse, champion: Person, hidden: Stakeholder
) -> None:
    page = browse(champion).get(reverse("programme:journal", args=[champion.programme.key]))
    text = page.content.decode()
    assert "noted a conversation" in text
    assert (MARK in text, NAME in text) == (False, False)


def test_what_happens_on_the_map_is_read_by_those_who_lead_alone(
    member: Person, observer: Person, hidden: Stakeholder
) -> None:
    about = ("stakeholder.", "conversation.", "guarantee.")
    events = Event.objects.filter(programme=hidden.programme)
    kept = [event for event in events if event.verb.startswith(about)]
    assert {event.visibility for event in kept} == {"facilitators"}
    for person in (member, observer):
        seen = Event.objects.visible_to(person).filter(programme=hidden.programme)
        assert [event.verb for event in seen if event.verb.startswith(about)] == []

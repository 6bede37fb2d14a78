"""The journal's page: everything a champion may read, found quickly however much there is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changeprog.accounts.models import User
from changeprog.programme import facts, keyset
from changeprog.programme.keyset import Place
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.models.event import Visibility
from tests import factory

Browse = Callable[[Person | User | None], Client]
DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def url(programme: Programme) -> str:
    return reverse("programme:journal", args=[programme.key])


def happen(programme: Programme, count: int, at: datetime = DAY, **fields: Any) -> list[Event]:
    """Write ``count`` events, one an hour, about the programme itself."""
    kind = ContentType.objects.get_for_model(Programme)
    about = {"subject_type": kind, "subject_id": programme.pk, "verb": "programme.changed"}
    events = [
        Event(programme=programme, at=at + timedelta(hours=hour), **(about | fields))
        for hour in range(count)
    ]
    return Event.objects.bulk_create(events)


def shown(client: Client, url: str) -> list[int]:
    return [entry.event.pk for entry in client.get(url).context["entries"]]


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_champions_read_it(
    browse: Browse, programme: Programme, champion: Person, url: str, role: str
) -> None:
    assert browse(champion).get(url).status_code == 200
    assert browse(factory.make_person(programme, role)).get(url).status_code == 403


def test_an_event_tells_who_did_what_to_what_and_what_exactly(
    browse: Browse, programme: Programme, champion: Person, url: str
) -> None:
    milestone = factory.make_milestone(programme, "Pilot live", due=DAY.date())
    milestone.change(champion, milestone.revision, due=datetime(2026, 4, 1, tzinfo=UTC).date())
    page = browse(champion).get(url)
    changed = next(e for e in page.context["entries"] if e.event.verb == "milestone.changed")
    assert (changed.who, changed.words) == ("Chris Champion", "changed a milestone")
    assert (changed.title, changed.url) == ("Pilot live", milestone.get_absolute_url())
    assert "due date: 2 Mar 2026 → 1 Apr 2026" in changed.notes
    assert f'<a href="{milestone.get_absolute_url()}" dir="auto">Pilot live</a>' in (
        page.content.decode()
    )


def test_what_is_gone_is_still_told_but_leads_nowhere(
    browse: Browse, programme: Programme, champion: Person, url: str
) -> None:
    milestone = factory.make_milestone(programme, "Pilot live")
    milestone.delete()
    told = browse(champion).get(url).context["entries"][0]
    assert (told.title, told.url) == ("Pilot live", "")


def test_what_is_private_to_somebody_else_is_not_there(
    browse: Browse, programme: Programme, champion: Person, member: Person, url: str
) -> None:
    private: dict[str, Any] = {
        "visibility": Visibility.PRIVATE,
        "facts": {"title": "A secret"},
    }
    [mine] = happen(programme, 1, person=champion, **private)
    [theirs] = happen(programme, 1, person=member, **private)
    [for_champions] = happen(programme, 1, person=member, visibility=Visibility.CHAMPIONS)
    client = browse(champion)
    seen = set(shown(client, url)) & {mine.pk, theirs.pk, for_champions.pk}
    assert seen == {mine.pk, for_champions.pk}
    assert theirs.pk not in shown(client, f"{url}?who={member.pk}")


def test_somebody_who_did_only_private_things_is_not_offered(
    browse: Browse, programme: Programme, champion: Person, member: Person, url: str
) -> None:
    happen(programme, 1, person=member, visibility=Visibility.PRIVATE)
    offered = browse(champion).get(url).context["filter"].fields["who"].choices
    assert [name for _, name in offered] == ["Anybody", "Chris Champion"]


def test_nothing_of_another_programme_is_there(
    browse: Browse, champion: Person, stranger: Person, url: str
) -> None:
    [elsewhere] = happen(stranger.programme, 1)
    assert elsewhere.pk in shown(
        browse(stranger), reverse("programme:journal", args=[stranger.programme.key])
    )
    assert elsewhere.pk not in shown(browse(champion), url)


def test_it_is_narrowed_by_who_what_and_when(
    browse: Browse, programme: Programme, champion: Person, member: Person, url: str
) -> None:
    [hers] = happen(programme, 1, person=champion, verb="milestone.reached")
    [his] = happen(programme, 1, person=member, at=DAY + timedelta(days=3))
    client = browse(champion)
    assert shown(client, f"{url}?who={member.pk}") == [his.pk]
    assert shown(client, f"{url}?what=milestone") == [hers.pk]
    assert shown(client, f"{url}?since=2026-03-02&until=2026-03-02") == [hers.pk]
    assert shown(client, f"{url}?since=2026-03-03&until=2026-03-05") == [his.pk]
    assert shown(client, f"{url}?until=2026-03-01") == []


def test_a_day_is_a_day_by_the_readers_clock(
    browse: Browse, programme: Programme, champion: Person, url: str
) -> None:
    Person.objects.filter(pk=champion.pk).update(time_zone="Asia/Tokyo")
    [late] = happen(programme, 1, at=datetime(2026, 3, 2, 20, tzinfo=UTC))
    client = browse(champion)
    assert shown(client, f"{url}?since=2026-03-03&until=2026-03-03") == [late.pk]
    assert shown(client, f"{url}?since=2026-03-02&until=2026-03-02") == []


@pytest.mark.parametrize(
    "nonsense",
    [
        "who=nobody",
        "what=magic",
        "since=9999-12-31",
        "until=9999-12-31",
        "since=0001-01-01",
        "since=soon",
        "older=yesterday",
        "older=99999999999999999-999999999999999999",
        "newer=1-1-1",
        f"older={'9' * 400}-1",
    ],
)
def test_a_choice_that_makes_no_sense_changes_nothing(
    browse: Browse, programme: Programme, champion: Person, url: str, nonsense: str
) -> None:
    happen(programme, 2)
    client = browse(champion)
    assert shown(client, f"{url}?{nonsense}") == shown(client, url)


def test_one_walks_through_all_of_it_and_back(
    browse: Browse, programme: Programme, champion: Person, url: str
) -> None:
    happen(programme, 2 * keyset.LENGTH + 7)
    for _ in range(3):
        happen(programme, 1)
    client, ask = browse(champion), f"{url}?until=2026-03-31"
    everything = Event.objects.about("programme.changed").values_list("pk", flat=True)
    stretch = client.get(ask).context["stretch"]
    walked = [stretch.events]
    while stretch.older:
        stretch = client.get(f"{ask}&older={stretch.older}").context["stretch"]
        walked.append(stretch.events)
    assert [event.pk for part in walked for event in part] == list(everything)

    back = [stretch.events]
    while stretch.newer:
        stretch = client.get(f"{ask}&newer={stretch.newer}").context["stretch"]
        back.append(stretch.events)
    assert back == walked[::-1]


@pytest.mark.parametrize("events", [1, 3, 300])
def test_it_costs_the_same_however_much_has_happened(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    champion: Person,
    url: str,
    events: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(min(events, 3)):
        factory.make_milestone(programme, f"Milestone {number}")
    happen(programme, events)
    client = browse(champion)
    with django_assert_num_queries(8):
        client.get(url)


@given(st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1)), st.integers(1, 10**15))  # noqa: DTZ001
def test_a_place_can_be_written_and_read(at: datetime, pk: int) -> None:
    place = Place(at.replace(tzinfo=UTC), pk)
    assert Place.read(str(place)) == place


@pytest.mark.parametrize(
    ("remembered", "told"),
    [
        ({"due": "2026-11-15"}, ["due 15 Nov 2026"]),
        (
            {"changes": {"due": ["2026-11-15", "2026-12-24"]}},
            ["due date: 15 Nov 2026 → 24 Dec 2026"],
        ),
        ({"changes": {"team": [None, "Design"]}}, ["team: Design"]),
        ({"changes": {"team": ["Design", ""]}}, ["no team any more, it was Design"]),
        ({"on": "2026-11-15", "value": "62.5000", "unit": "%"}, ["62.5 % on 15 Nov 2026"]),
        ({"value": "62.5000", "unit": "%"}, ["value: 62.5", "unit: %"]),
        ({"replaced": [["2026-11-15", "1", "2"]]}, ["1 of them recorded anew"]),
        ({"whose": "Dev", "promise": "4 pieces"}, ["Dev: 4 pieces"]),
        ({"owner": None, "again": True}, ["nobody owns it yet", "again: yes"]),
        ({"replaced": [], "reason": "", "chair": False}, []),
        ({"reason": "It {hurts}"}, ["because: It {hurts}"]),
        ({"on": "2026-99-99"}, ["on 2026-99-99"]),
        ({"at": "2026-11-15T09:30:00Z"}, ["at: 15 Nov 2026, 09:30"]),
        ({"names": ["A", "B"]}, ["A, B"]),
        ({"title": "Pilot", "name": "x"}, []),
    ],
)
def test_facts_are_told_as_people_say_them(remembered: dict[str, Any], told: list[str]) -> None:
    assert facts.notes(remembered) == told


def test_a_very_long_fact_is_cut_short() -> None:
    [note] = facts.notes({"words": "x" * 5_000})
    assert len(note) == len("words: ") + facts.LONGEST

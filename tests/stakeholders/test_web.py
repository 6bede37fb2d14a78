"""The page of the web: who turns to whom, at every size, and who may see it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person, Programme
from stakeholders import layout, survey
from stakeholders.models import Relation, Stakeholder, Tie
from stakeholders.support import Support
from stakeholders.survey import UNSAID, Incomplete, Response
from stakeholders.tasks import draw_charts
from tests import map_factory

Browse = Callable[[Person | User | None], Client]
ADVICE, TRUST, REPORTS_TO = Relation.ADVICE, Relation.TRUST, Relation.REPORTS_TO


@pytest.fixture
def web(champion: Person) -> dict[str, Person]:
    """Ann and Ben turn to Cem for advice, Ann trusts Ben, Cem reports to Dee; Eli has no tie."""
    people = {}
    for name, function in zip(
        ("Ann", "Ben", "Cem", "Dee", "Eli"),
        ("Sales", "Sales", "Marketing", "", "Operations"),
        strict=True,
    ):
        people[name] = map_factory.someone(champion.programme, name, function)
        map_factory.stakeholder(champion, people[name])
    for source, target, relation in (
        ("Ann", "Cem", ADVICE),
        ("Ben", "Cem", ADVICE),
        ("Ann", "Ben", TRUST),
        ("Cem", "Dee", REPORTS_TO),
    ):
        Tie.add(champion, people[source], people[target], relation)
    draw_charts()
    return people


def address(programme: Programme, query: str = "") -> str:
    return reverse("stakeholders:web", args=[programme.key]) + query


def page(browse: Browse, who: Person, query: str = "") -> str:
    answer = browse(who).get(address(who.programme, query))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def shown(content: str) -> list[str]:
    """What the drawing says of each mark."""
    drawing = content.partition("data-web-moved")[2].partition("</svg>")[0]
    return re.findall(r"data-web-step><title>(.*?)</title>", drawing)


def table(content: str) -> list[str]:
    """The names in the table, in order."""
    rows = content.partition("The same as a table")[2].partition("</table>")[0]
    return re.findall(r'<th scope="row">\s*<a[^>]*>(.*?)</a>', rows)


def test_everybody_is_drawn_with_what_the_drawing_says_of_them(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    assert shown(page(browse, champion)) == [
        "Ann, Sales, doubtful, 0 people turn to them, group 1, a bridge between groups",
        "Ben, Sales, doubtful, 1 person turns to them, group 1, a bridge between groups",
        "Cem, Marketing, doubtful, 2 people turn to them, group 2, a bridge between groups",
        "Dee, no function, doubtful, 1 person turns to them, group 2",
        "Eli, Operations, doubtful, 0 people turn to them",
    ]


def test_the_table_says_the_same_whom_most_turn_to_first(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    assert table(page(browse, champion)) == ["Cem", "Ben", "Dee", "Ann", "Eli"]


def test_kinds_of_ties_can_be_switched(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    assert "5 people, 4 ties" in page(browse, champion)
    assert "5 people, 2 ties" in page(browse, champion, "?ties=advice")
    assert "5 people, 2 ties" in page(browse, champion, "?ties=trust&ties=reports_to")
    assert table(page(browse, champion, "?ties=trust"))[0] == "Ben"


def test_colours_are_of_today_though_the_drawing_is_older(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    Stakeholder.objects.filter(person=web["Ann"]).update(support=Support.LEADING)
    assert shown(page(browse, champion))[0].startswith("Ann, Sales, leading")


def test_somebodys_neighbourhood_is_in_focus_without_script(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    content = page(browse, champion, f"?focus={web['Cem'].pk}")
    states = re.findall(r'class="web-person support-2 (\S*)" id="web-(\d+)"', content)
    expected = {"Ann": "", "Ben": "", "Cem": "is-focus", "Dee": "", "Eli": "is-far"}
    assert {int(pk): state for state, pk in states} == {
        web[name].pk: state for name, state in expected.items()
    }
    sides = re.findall(r'class="web-side">\s*(.*?) <span class="badge">(\d+)', content)
    assert sides == [("Seek their advice", "2"), ("They report to", "1")]


@pytest.mark.parametrize("query", ["?focus=999999", "?focus=x", "?open=3", "?ties=love", "?page=9"])
def test_what_makes_no_sense_is_left_out(
    browse: Browse, champion: Person, web: dict[str, Person], query: str
) -> None:
    assert len(shown(page(browse, champion, query))) == 5


def test_somebody_is_found_by_name(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    link = f"?focus={web['Cem'].pk}"
    assert link in page(browse, champion, "?q=ce").partition('id="web-hits"')[2][:600]
    answer = browse(champion).get(f"{address(champion.programme)}people/?q=ce")
    assert link in answer.content.decode()
    nobody = browse(champion).get(f"{address(champion.programme)}people/?q=zz")
    assert "Nobody on the map is called that." in nobody.content.decode()


def test_whoever_is_not_on_the_map_is_not_found(
    browse: Browse, champion: Person, member: Person, web: dict[str, Person]
) -> None:
    found = browse(champion).get(f"{address(champion.programme)}people/?other=m")
    assert member.name not in found.content.decode()
    offered = browse(champion).get(f"{address(champion.programme)}people/?other=an")
    assert re.findall('value="(.*?)"', offered.content.decode()) == ["Ann, Sales"]


def test_only_champions_and_facilitators_see_it(
    browse: Browse,
    facilitator: Person,
    member: Person,
    observer: Person,
    web: dict[str, Person],
) -> None:
    url = address(member.programme)
    statuses = {
        who.role: (browse(who).get(url).status_code, browse(who).get(f"{url}people/").status_code)
        for who in (facilitator, member, observer)
    }
    assert statuses == {"facilitator": (200, 200), "member": (403, 403), "observer": (403, 403)}


def test_an_ambassador_does_not_see_it(
    browse: Browse, member: Person, web: dict[str, Person]
) -> None:
    map_factory.ambassador(member, Stakeholder.objects.get(person=web["Ann"]))
    assert browse(member).get(address(member.programme)).status_code == 403


def test_a_map_without_people_and_one_that_is_not_drawn_say_so(
    browse: Browse, champion: Person
) -> None:
    assert "There is nobody on the map yet" in page(browse, champion)
    map_factory.stakeholder(champion)
    assert "The web is not drawn yet" in page(browse, champion)


def test_people_put_on_the_map_since_are_counted(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Fox"))
    content = page(browse, champion)
    assert "1 person has been put on the map since" in content
    assert len(shown(content)) == 5


def test_people_who_left_the_map_are_not_drawn_any_more(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    Stakeholder.objects.get(person=web["Eli"]).remove(champion)
    web["Dee"].remove(champion)
    assert [each.partition(",")[0] for each in shown(page(browse, champion))] == [
        "Ann",
        "Ben",
        "Cem",
    ]


@pytest.fixture
def many(web: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
    """The same, drawn as if five were more than can be drawn at once."""
    for module in ("stakeholders.layout", "stakeholders.drawing"):
        monkeypatch.setattr(f"{module}.AT_ONCE", 4)
    Tie.objects.filter(relation=TRUST).delete()
    draw_charts()
    return web


def test_of_many_people_groups_are_drawn_and_opened_on_demand(
    browse: Browse, champion: Person, many: dict[str, Person]
) -> None:
    assert layout.AT_ONCE == 4
    content = page(browse, champion)
    said = "Group 1: 4 people, most of them in Sales; 4 doubtful"
    assert (shown(content), table(content)) == ([said], ["Group 1"])
    assert "?open=1" in content
    opened = page(browse, champion, "?open=1")
    assert [each.partition(",")[0] for each in shown(opened)] == ["Ann", "Ben", "Cem", "Dee"]
    assert sorted(table(opened)) == ["Ann", "Ben", "Cem", "Dee"]


def test_of_many_people_somebodys_neighbourhood_is_drawn_across_groups(
    browse: Browse, champion: Person, many: dict[str, Person]
) -> None:
    content = page(browse, champion, f"?focus={many['Cem'].pk}")
    assert sorted(each.partition(",")[0] for each in shown(content)) == ["Ann", "Ben", "Cem", "Dee"]
    alone = page(browse, champion, f"?focus={many['Eli'].pk}")
    assert [each.partition(",")[0] for each in shown(alone)] == ["Eli"]
    assert "Nobody turns to them yet" in alone


def radii(content: str) -> set[str]:
    """The sizes of the marks."""
    drawing = content.partition("data-web-moved")[2].partition("</svg>")[0]
    return set(re.findall(r'class="web-shape".*?scale\((.*?)\)', drawing))


def test_while_too_few_have_answered_it_says_so_and_names_no_brokers(
    browse: Browse, champion: Person, web: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = page(browse, champion, f"?focus={web['Cem'].pk}")
    assert "a bridge" in before
    assert "Betweenness" in before
    assert len(radii(before)) == 3
    too_few = Incomplete((Response("Seeks advice from", 10, 7),), frozenset({"advice"}))
    monkeypatch.setattr(survey, "incomplete", lambda _: too_few)
    content = page(browse, champion, f"?focus={web['Cem'].pk}")
    assert too_few.words in content
    assert all(sentence in content for sentence in UNSAID)
    assert "a bridge" not in content
    assert "Betweenness" not in content
    assert len(radii(content)) == 1
    assert table(content) == ["Ann", "Ben", "Cem", "Dee", "Eli"]


def draw_tie(client: Client, about: Person, **values: Any) -> Any:
    stakeholder = Stakeholder.objects.get(person=about)
    url = f"{address(about.programme)}people/{stakeholder.pk}/ties/"
    return client.post(url, {"relation": "advice", "direction": "out", **values})


def test_a_tie_is_drawn_by_hand_and_undone(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    client = browse(champion)
    answer = draw_tie(client, web["Eli"], other="cem, marketing", relation="trust")
    assert answer.headers["Location"] == f"{address(champion.programme)}?focus={web['Eli'].pk}"
    tie = Tie.objects.latest("pk")
    assert (tie.source, tie.target, tie.relation) == (web["Eli"], web["Cem"], TRUST)
    client.post(f"{address(champion.programme)}ties/{tie.pk}/removal/")
    assert not Tie.objects.filter(pk=tie.pk).exists()
    removed = Event.objects.about("tie.removed").latest("pk")
    client.post(f"{address(champion.programme)}ties/{removed.pk}/return/")
    back = Tie.objects.latest("pk")
    assert (back.source, back.target, back.relation) == (web["Eli"], web["Cem"], TRUST)


def test_a_tie_may_be_drawn_from_the_other_end(
    browse: Browse, champion: Person, web: dict[str, Person]
) -> None:
    draw_tie(browse(champion), web["Eli"], other="Ann", direction="in")
    tie = Tie.objects.latest("pk")
    assert (tie.source, tie.target) == (web["Ann"], web["Eli"])


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("Zoe", "Nobody on the map is called Zoe."),
        ("Eli", "Nobody turns to themselves."),
        ("Ann", "Several are called Ann."),
        ("", "This field is required."),
    ],
)
def test_a_tie_with_nobody_is_refused_in_words(
    browse: Browse, champion: Person, web: dict[str, Person], other: str, words: str
) -> None:
    again = map_factory.someone(champion.programme, "Ann", "Operations")
    map_factory.stakeholder(champion, again)
    before = Tie.objects.count()
    answer = draw_tie(browse(champion), web["Eli"], other=other)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Tie.objects.count() == before


def test_a_tie_that_somebody_else_took_away_cannot_be_brought_back_by_others(
    browse: Browse, champion: Person, facilitator: Person, web: dict[str, Person]
) -> None:
    removed = Tie.objects.latest("pk").remove(champion)
    assert removed
    url = f"{address(champion.programme)}ties/{removed.pk}/return/"
    assert browse(facilitator).post(url).status_code == 404
    assert browse(champion).post(url).status_code == 302


def test_members_draw_no_ties(browse: Browse, member: Person, web: dict[str, Person]) -> None:
    assert draw_tie(browse(member), web["Eli"], other="Ann").status_code == 403
    tie = Tie.objects.latest("pk")
    url = f"{address(member.programme)}ties/{tie.pk}/removal/"
    assert browse(member).post(url).status_code == 403
    assert Tie.objects.filter(pk=tie.pk).exists()


@pytest.mark.parametrize("query", ["", "?focus={}"])
def test_the_page_asks_no_more_for_more_people(
    browse: Browse,
    champion: Person,
    web: dict[str, Person],
    query: str,
    django_assert_num_queries: Any,
) -> None:
    client, url = browse(champion), address(champion.programme, query.format(web["Cem"].pk))
    queries = 20 if query else 19
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
    for number in range(10):
        person = map_factory.someone(champion.programme, f"Another {number}", "Sales")
        map_factory.stakeholder(champion, person)
        Tie.add(champion, person, web["Cem"], ADVICE)
    draw_charts()
    with django_assert_num_queries(queries):
        client.get(url)

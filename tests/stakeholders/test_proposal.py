"""The page that says whom to ask: what it proposes, why, what if, and what it may not know."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Event, Person
from stakeholders import charting, proposing
from stakeholders.erasing import erase
from stakeholders.models import (
    Ambassador,
    Chart,
    Conversation,
    Origin,
    Proposal,
    ProposalRule,
    Tie,
)
from stakeholders.models.proposal_rule import Groups
from stakeholders.support import Support
from stakeholders.survey import Incomplete, Response
from tests import map_factory
from tests.counting import queries_of
from tests.stakeholders.office import office, turn_to

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def address(person: Person, name: str = "ambassadors", *numbers: int) -> str:
    return reverse(f"stakeholders:{name}", args=[person.programme.key, *numbers])


def draw() -> None:
    charting.draw_due(lambda _: None)


def look(client: Client, person: Person, query: str = "") -> dict[str, Any]:
    """What the page shows: names, and the rest of its context."""
    response = client.get(f"{address(person)}{query}")
    assert response.status_code == 200
    shown: dict[str, Any] = {
        name: [str(each.stakeholder) for each in response.context[name]]
        for name in ("proposed", "taken_out", "following", "missed")
    }
    return shown | {"context": response.context, "text": response.content.decode()}


def test_it_proposes_the_smallest_set_with_reasons(champion: Person, browse: Browse) -> None:
    office(champion)
    page = look(browse(champion), champion)
    assert (page["proposed"], page["missed"]) == (["Hanna", "Sol"], [])
    assert "Reaches 3 people still to be won, who turn to them." in page["text"]
    assert "Nobody else chosen reaches Ben, Ada and Cleo." in page["text"]
    assert "The only way into Service." in page["text"]
    assert "Nobody reaches as many with fewer." in page["text"]


def test_the_best_one_leaves_somebody_and_says_whom_and_who_would_reach_them(
    champion: Person, browse: Browse
) -> None:
    office(champion)
    page = look(browse(champion), champion, "?k=1")
    assert (page["proposed"], page["missed"]) == (["Hanna"], ["Dora"])
    assert "Sol would reach them." in page["text"]
    assert page["context"]["found"].groups_without == ["Service"]
    assert page["following"] == ["Sol"]
    assert "All 3 choices were tried: none is better." in page["text"]


def test_what_if_one_is_taken_out_and_another_added(champion: Person, browse: Browse) -> None:
    people = office(champion)
    hanna, lee = people["Hanna"].person_id, people["Lee"].person_id
    page = look(browse(champion), champion, f"?out={hanna}&more={lee}")
    assert (page["proposed"], page["taken_out"]) == (["Sol", "Lee"], ["Hanna"])
    assert page["context"]["changed"]["lost"] == ["Ben", "Cleo"]
    assert page["context"]["changed"]["groups_lost"] == []
    assert "2 no longer reached: Ben, Cleo." in page["text"]
    out = look(browse(champion), champion, f"?out={hanna}")
    assert out["context"]["changed"]["groups_lost"] == ["Sales"]
    back = look(browse(champion), champion, "?")
    assert back["context"]["changed"] is None


@pytest.mark.parametrize("query", ["?k=0", "?k=many", "?out=x&more=9999999", "?k=51", "?out=²"])
def test_an_address_that_makes_no_sense_shows_the_proposal(
    champion: Person, browse: Browse, query: str
) -> None:
    office(champion)
    assert look(browse(champion), champion, query)["proposed"] == ["Hanna", "Sol"]


def test_whoever_was_asked_counts_as_chosen_and_whoever_declined_is_not_proposed(
    champion: Person, browse: Browse
) -> None:
    people = office(champion)
    asked = map_factory.ambassador(people["Hanna"].person, accepted=False)
    page = look(browse(champion), champion)
    assert (page["proposed"], page["missed"]) == (["Sol"], [])
    asked.answer(champion, Ambassador.State.DECLINED)
    page = look(browse(champion), champion)
    assert (page["proposed"], page["missed"]) == (["Lee", "Sol"], ["Ben", "Cleo"])


def test_somebody_left_out_by_hand_is_not_proposed_until_they_may_be_again(
    champion: Person, browse: Browse
) -> None:
    people = office(champion)
    client = browse(champion)
    client.post(address(champion, "exclusion", people["Hanna"].pk))
    page = look(client, champion)
    assert "Hanna" not in page["proposed"]
    assert [str(each) for each in page["context"]["left_out"]] == ["Hanna"]
    client.post(address(champion, "admission", people["Hanna"].pk))
    assert look(client, champion)["proposed"] == ["Hanna", "Sol"]


def test_leaving_somebody_out_can_be_undone(champion: Person, browse: Browse) -> None:
    people = office(champion)
    client = browse(champion)
    response = client.post(address(champion, "exclusion", people["Hanna"].pk), follow=True)
    (message,) = response.context["messages"]
    client.post(message.extra_tags)
    people["Hanna"].refresh_from_db()
    assert people["Hanna"].may_be_asked is True


def test_candidates_have_the_support_that_is_set(champion: Person, browse: Browse) -> None:
    people = office(champion)
    turn_to(champion, people["Ben"], people["Dora"])
    neutral = {"least": Support.NEUTRAL, "fade": 50, "groups": "functions"}
    client = browse(champion)
    assert client.post(address(champion, "proposal_rule"), neutral).status_code == 302
    page = look(client, champion, "?k=3")
    assert page["proposed"] == ["Dora", "Hanna"]
    only_leading = neutral | {"least": Support.LEADING}
    client.post(address(champion, "proposal_rule"), only_leading)
    assert look(client, champion, "?k=3")["proposed"] == ["Hanna"]


def test_settings_saved_in_the_dialog_show_the_whole_page_anew(
    champion: Person, browse: Browse
) -> None:
    office(champion)
    said = {"least": Support.LEADING, "fade": 50, "groups": "none"}
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{address(champion)}?k=2"}
    answer = browse(champion).post(address(champion, "proposal_rule"), said, headers=here)
    assert answer.headers["HX-Redirect"] == f"{address(champion)}?k=2"


def test_settings_out_of_bounds_are_refused(champion: Person, browse: Browse) -> None:
    bad = {"least": Support.AGAINST, "fade": 101, "groups": "friends"}
    response = browse(champion).post(address(champion, "proposal_rule"), bad)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"least", "fade", "groups"}
    assert not ProposalRule.objects.exists()


def test_setting_the_same_again_is_no_event(champion: Person) -> None:
    for _ in range(2):
        ProposalRule.set(champion, fade=30, groups=Groups.NONE)
    events = Event.objects.filter(verb="proposal_rule.changed")
    assert [event.visibility for event in events] == ["facilitators"]


def test_groups_of_the_web_can_count_instead_of_functions(champion: Person, browse: Browse) -> None:
    office(champion)
    ProposalRule.set(champion, groups=Groups.WEB)
    assert look(browse(champion), champion, "?k=1")["context"]["found"].groups_without == [
        "Service"
    ]
    draw()
    assert Chart.objects.filter(programme=champion.programme).exists()
    shown = look(browse(champion), champion, "?k=1")["context"]["found"].groups_without
    assert [name.split()[0] for name in shown] == ["Group"]


def test_people_of_whom_nobody_knows_where_they_stand_do_not_count(
    champion: Person, browse: Browse
) -> None:
    people = office(champion)
    unknown = map_factory.stakeholder(
        champion, map_factory.someone(champion.programme, "Uma"), support=None
    )
    turn_to(champion, unknown, people["Hanna"])
    page = look(browse(champion), champion)
    assert page["context"]["found"].wanted == 4
    assert "Of 1 person on the map nobody has said" in page["text"]


def test_what_somebody_says_moves_the_proposal(champion: Person, browse: Browse) -> None:
    people = office(champion)
    Conversation.note(champion, uuid4(), people["Dora"], "I am in.", support=Support.LEADING)
    assert look(browse(champion), champion)["proposed"] == ["Hanna"]


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda _: None, "Nobody is on the map yet"),
        (
            lambda champion: map_factory.stakeholder(champion, support=Support.LEADING),
            "Nobody has still to be won",
        ),
        (map_factory.stakeholder, "Nobody knows yet who turns to whom"),
    ],
)
def test_without_a_map_it_says_what_comes_first(
    champion: Person, browse: Browse, prepare: Callable[[Person], Any], words: str
) -> None:
    prepare(champion)
    assert words in browse(champion).get(address(champion)).content.decode()


def test_a_survey_that_too_few_answered_names_nobody(
    champion: Person, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(champion)
    Tie.objects.filter(relation="advice").update(origin=Origin.SURVEY)
    draw()
    page = look(browse(champion), champion)
    assert (page["proposed"], page["context"]["has_measures"]) == (["Hanna", "Sol"], True)
    few = Incomplete((Response("Seeks advice from", 10, 7),), frozenset({"advice"}))
    monkeypatch.setattr("stakeholders.proposing.incomplete", lambda _: few)
    page = look(browse(champion), champion)
    assert (page["proposed"], page["following"]) == ([], [])
    assert page["context"]["has_measures"] is False
    assert "7 of 10 people asked have answered" in page["text"]
    Tie.objects.filter(target__name="Hanna").update(origin=Origin.IMPORT)
    assert look(browse(champion), champion)["proposed"] == ["Hanna"]


def test_the_usual_figures_are_shown_once_they_are_drawn(champion: Person, browse: Browse) -> None:
    office(champion)
    assert look(browse(champion), champion)["context"]["has_measures"] is False
    draw()
    page = look(browse(champion), champion)
    hanna = page["context"]["proposed"][0]
    assert [(each.name, each.value) for each in hanna.measures][:2] == [
        ("In-degree", "3"),
        ("Betweenness", "0.00"),
    ]
    assert "whose word is asked for" in page["text"]


def test_queries_do_not_grow_with_people(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    office(champion)
    draw()
    few = queries_of(client, [("ambassadors", f"{address(champion)}?k=1")])
    for number in range(3):
        hub, leaf = (
            map_factory.stakeholder(
                champion,
                map_factory.someone(champion.programme, f"{kind} {number}", "IT"),
                support=support,
            )
            for kind, support in (("Hub", Support.LEADING), ("Leaf", Support.DOUBTFUL))
        )
        turn_to(champion, leaf, hub)
    many = queries_of(client, [("ambassadors", f"{address(champion)}?k=5")])
    assert few == many == {"ambassadors": 16}


def kept(person: Person) -> dict[int, str]:
    rows = Proposal.objects.filter(programme=person.programme)
    return dict(rows.values_list("number", "fingerprint"))


def fingerprint(person: Person) -> str:
    return proposing.fingerprint(person.programme, proposing.basis(person.programme))


def test_what_if_is_kept_by_nobody(champion: Person, browse: Browse) -> None:
    people = office(champion)
    look(browse(champion), champion, f"?k=2&out={people['Hanna'].person_id}")
    assert kept(champion) == {}


def test_somebody_who_was_asked_is_taken_out_and_put_back_on_the_page(
    champion: Person, browse: Browse
) -> None:
    people = office(champion)
    map_factory.ambassador(people["Hanna"].person)
    declined = map_factory.ambassador(people["Lee"].person, accepted=False)
    declined.answer(champion, Ambassador.State.DECLINED)
    client = browse(champion)
    page = look(client, champion, "?k=1")
    hanna, lee = page["context"]["ambassadors"]
    assert (hanna.toggle, hanna.is_out, lee.toggle) == (
        f"?k=1&out={people['Hanna'].person_id}",
        False,
        "",
    )
    out = look(client, champion, hanna.toggle)
    assert (out["proposed"], out["taken_out"]) == (["Sol"], ["Hanna"])
    assert out["context"]["changed"]["lost"] == ["Ada", "Ben", "Cleo"]
    hanna = out["context"]["ambassadors"][0]
    assert (hanna.toggle, hanna.is_out) == ("?k=1", True)


def test_erasing_somebody_leaves_no_proposal_that_names_them(
    champion: Person, browse: Browse
) -> None:
    people = office(champion)
    look(browse(champion), champion)
    assert "Ben" in str(Proposal.objects.get().found)
    erase(champion, people["Ben"].person)
    assert kept(champion) == {}


def test_members_and_observers_find_nothing(
    member: Person, observer: Person, browse: Browse
) -> None:
    for person in (member, observer):
        assert browse(person).get(address(person)).status_code == 403

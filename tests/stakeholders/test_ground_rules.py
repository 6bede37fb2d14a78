"""Unwritten ground rules: heard, counted, answered, kept in confidence, parked in a workshop."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.direction import undoing
from changeprog.direction.principles import State, standings
from changeprog.programme.models import Event, Function, Person, Role
from stakeholders import own_record
from stakeholders.models import GroundRule, Hearing
from tests import factory, map_factory, workshop_factory
from tests.survey_factory import on_map, rule
from workshops import parking
from workshops.models import ParkedRule

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
WORDS = "…whoever asks gets the work"


@pytest.fixture
def heard(champion: Person) -> GroundRule:
    return rule(champion, WORDS)


def url(person: Person, name: str = "ground_rules", *arguments: int) -> str:
    return reverse(f"stakeholders:{name}", args=[person.programme.key, *arguments])


def undo(browse: Browse, person: Person, about: GroundRule) -> None:
    """Press "Undo" of what was done to the rule last."""
    event = undoing.last(about, person)
    assert event is not None
    browse(person).post(reverse("direction:undoing", args=[person.programme.key, event.pk]))


def typed(**changes: Any) -> dict[str, Any]:
    """What the form of a new rule sends."""
    key = "6b0e5c4e-8a4c-4b57-9d43-000000000002"
    return {"key": key, "revision": 0, "words": WORDS, "effect": "hurts"} | changes


def test_a_rule_is_noted_once_and_taken_back(browse: Browse, facilitator: Person) -> None:
    nia = on_map(facilitator.programme, "Nia Neutral")
    for _ in range(2):
        browse(facilitator).post(url(facilitator, "note_rule"), typed(heard_from=nia.pk))
    (noted,) = GroundRule.objects.with_names()
    assert (noted.words, noted.heard_from, noted.heard) == (WORDS, nia, 1)
    page = browse(facilitator).get(url(facilitator)).content.decode()
    assert WORDS in page
    assert "Nothing is done about it yet." in page
    undo(browse, facilitator, noted)
    assert GroundRule.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": " "}, "Say the rule in a sentence."),
        ({"effect": ""}, "Say whether it hurts or helps."),
        ({"words": "x" * 301}, "at most 300"),
        ({"answer": "x" * 2001}, "shorten it here"),
    ],
)
def test_what_is_no_rule_is_refused(
    browse: Browse, facilitator: Person, wrong: dict[str, str], words: str
) -> None:
    response = browse(facilitator).post(url(facilitator, "note_rule"), typed(**wrong))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert GroundRule.objects.count() == 0


def test_a_tap_adds_one_once_and_undo_takes_it_back(
    browse: Browse, champion: Person, heard: GroundRule
) -> None:
    key = str(uuid4())
    for _ in range(2):
        browse(champion).post(url(champion, "ground_rule_heard", heard.pk), {"key": key})
    assert GroundRule.objects.with_names().get().heard == 2
    browse(champion).post(url(champion, "ground_rule_heard", heard.pk))
    assert GroundRule.objects.with_names().get().heard == 3
    undo(browse, champion, heard)
    assert GroundRule.objects.with_names().get().heard == 2


def test_a_rule_is_changed_with_undo_and_two_are_shown_both(
    browse: Browse, champion: Person, heard: GroundRule
) -> None:
    where = url(champion, "ground_rule", heard.pk)
    answered = typed(revision=1, answer="We split the commission.", owner=champion.pk)
    assert browse(champion).post(where, answered).status_code == 302
    heard.refresh_from_db()
    assert (heard.answer, heard.owner) == ("We split the commission.", champion)
    overtaken = browse(champion).post(where, typed(revision=1, answer="Nothing."))
    assert overtaken.status_code == 409
    assert "Somebody else saved this" in overtaken.content.decode()
    undo(browse, champion, heard)
    heard.refresh_from_db()
    assert (heard.answer, heard.owner) == ("", None)


def test_rules_are_found_by_where_they_hold_and_what_is_done(
    browse: Browse, champion: Person, heard: GroundRule
) -> None:
    sales = Function.add_to(champion.programme, "Sales")
    team = factory.core_team(champion.programme)
    there = rule(champion, "…in sales", function=sales, answer="Yes")
    helps = rule(champion, "…it helps", effect="helps", team=team, owner=champion)

    def shown(**chosen: Any) -> set[str]:
        page = browse(champion).get(url(champion), chosen)
        return {each.words for each in page.context["page"]}

    assert shown() == {heard.words, there.words, helps.words}
    assert shown(effect="helps") == {helps.words}
    assert shown(function=sales.pk) == {there.words}
    assert shown(team=team.pk) == {helps.words}
    assert shown(owner=champion.pk) == {helps.words}
    assert shown(answered="no", effect="hurts") == {heard.words}
    assert shown(function=999_999) == {heard.words, there.words, helps.words}


def test_the_list_asks_the_same_number_of_questions_for_one_and_three(
    browse: Browse,
    champion: Person,
    heard: GroundRule,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    client, counts = browse(champion), []
    workshop = workshop_factory.workshop(champion)
    for number in range(3):
        ParkedRule.park(champion, workshop, rule(champion, f"Rule {number}", owner=champion))
        with django_assert_max_num_queries(30) as asked:
            client.get(url(champion))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_members_and_observers_learn_of_no_rule(
    browse: Browse, member: Person, observer: Person, heard: GroundRule
) -> None:
    for person in (member, observer):
        client = browse(person)
        assert client.get(url(person)).status_code == 403
        for name in ("direction:principles", "programme:home"):
            page = client.get(reverse(name, args=[person.programme.key])).content.decode()
            assert "unwritten" not in page.lower()
            assert WORDS not in page
        assert not Event.objects.about("ground_rule.noted").visible_to(person).exists()


def test_what_hurts_is_evidence_for_those_who_may_see_it_alone(
    browse: Browse, champion: Person, facilitator: Person, heard: GroundRule
) -> None:
    programme = champion.programme
    hidden = standings(programme, Role.MEMBER)[3]
    assert hidden.state is State.UNKNOWN or all("rule" not in e.text for e in hidden.evidence)
    seen = standings(programme, Role.FACILITATOR)[3]
    assert f"nothing is done about it: “{WORDS}”, heard once" in seen.evidence[0].text
    assert seen.step is not None
    assert seen.step.words == "Answer the unwritten rule that is heard most"
    heard.change(champion, heard.revision, answer="We split the commission.")
    seen = standings(programme, Role.FACILITATOR)[3]
    assert any("something is done about it" in piece.text for piece in seen.evidence)
    principles = reverse("direction:principles", args=[programme.key])
    assert WORDS in browse(facilitator).get(principles).content.decode()


def test_a_state_does_not_betray_that_there_is_a_rule(champion: Person) -> None:
    before = standings(champion.programme, Role.MEMBER)
    rule(champion, WORDS)
    assert standings(champion.programme, Role.MEMBER) == before
    assert standings(champion.programme, Role.FACILITATOR) != before


def test_many_rules_are_evidence_in_as_many_questions_as_one(
    champion: Person, heard: GroundRule, django_assert_num_queries: Callable[..., Any]
) -> None:
    from stakeholders.ground_rules import hurting  # noqa: PLC0415 -- it is the one thing measured

    for expected in (1, 4):
        with django_assert_num_queries(2):
            assert len(hurting(champion.programme, None)) == expected  # type: ignore[arg-type]
        for number in range(5):
            rule(champion, f"…rule {number}")


def test_a_rule_waits_in_the_facilitator_s_parking_of_their_own_workshop(
    browse: Browse, champion: Person, facilitator: Person, heard: GroundRule
) -> None:
    workshop = workshop_factory.workshop(facilitator)
    others = workshop_factory.workshop(champion, title="Not theirs")
    where = reverse("workshops:park_rule", args=[champion.programme.key, heard.pk])
    asked = browse(facilitator).get(where).content.decode()
    assert workshop.title in asked
    assert others.title not in asked
    refused = browse(facilitator).post(where, {"workshop": others.pk})
    assert refused.status_code == 422
    for _ in range(2):
        browse(facilitator).post(where, {"workshop": workshop.pk})
    (parked,) = ParkedRule.objects.all()
    lead = reverse("workshops:lead", args=[champion.programme.key, workshop.pk])
    assert "From an unwritten ground rule" in browse(facilitator).get(lead).content.decode()
    assert (
        f"Parked in “{workshop.title}”."
        in browse(facilitator).get(url(facilitator)).content.decode()
    )
    speak = reverse("workshops:parked_rule", args=[champion.programme.key, parked.pk])
    browse(facilitator).post(speak, {"spoken": "on"})
    parked.refresh_from_db()
    assert parked.spoken_at is not None
    undo(browse, facilitator, heard)
    assert ParkedRule.objects.count() == 0


def test_a_member_who_facilitates_sees_no_rule_in_their_parking(
    champion: Person, member: Person, heard: GroundRule
) -> None:
    workshop = workshop_factory.workshop(champion, cofacilitator=member)
    ParkedRule.park(champion, workshop, heard)
    assert len(parking.panel(workshop, champion)["rules"]) == 1
    assert parking.panel(workshop, member)["rules"] == []


def test_a_rule_that_was_taken_away_is_parked_nowhere(champion: Person, heard: GroundRule) -> None:
    workshop = workshop_factory.workshop(champion)
    ParkedRule.park(champion, workshop, heard)
    assert len(parking.panel(workshop, champion)["rules"]) == 1
    heard.remove(champion)
    assert parking.panel(workshop, champion)["rules"] == []


def test_whoever_it_was_heard_from_is_told_and_forgotten(champion: Person) -> None:
    nia = map_factory.someone(champion.programme)
    ola = map_factory.someone(champion.programme, "Ola Other")
    heard = rule(champion, WORDS, heard_from=nia)
    heard.change(champion, heard.revision, heard_from=ola)
    part = next(each for each in own_record.parts() if each.title.startswith("Unwritten"))
    assert [row["Around here…"] for row in part.rows(ola)] == [WORDS]
    part.erase(nia)
    assert not Event.objects.filter(facts__undo__values__heard_from=nia.pk).exists()
    part.erase(ola)
    heard.refresh_from_db()
    assert (heard.heard_from, heard.words) == (None, WORDS)
    assert part.rows(ola) == []
    assert Hearing.objects.count() == 1


def test_the_journal_tells_no_word(champion: Person, heard: GroundRule) -> None:
    heard.change(champion, heard.revision, answer="Secret answer")
    kept = Event.objects.filter(verb__startswith="ground_rule.").exclude(facts__has_key="undo")
    assert kept.exists()
    assert all(WORDS not in str(event.facts) for event in Event.objects.all())

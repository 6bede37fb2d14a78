"""Working rules: proposed by anyone, in versions that are all kept."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person, Programme
from teams.models import NotAgreed, RuleAnswer, RuleComment, RuleOvertaken, RuleVersion, WorkingRule
from teams.rules import RULES, adopted_lines
from teams.starters import STARTERS
from tests import factory

Browse = Callable[[Person | User | None], Client]
HTMX = {"HX-Request": "true"}
FIRST = "We speak with each other first."


def to(name: str, subject: Programme | RuleVersion | WorkingRule) -> str:
    if isinstance(subject, Programme):
        return reverse(f"teams:{name}", args=[subject.key])
    rule = subject.rule if isinstance(subject, RuleVersion) else subject
    return reverse(f"teams:{name}", args=[rule.programme.key, subject.pk])


def states(rule: WorkingRule) -> list[tuple[int, str]]:
    return list(rule.versions.order_by("number").values_list("number", "state"))


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a proposed rule."""
    return {"text": FIRST, "reason": "Small things stay small.", "key": str(uuid4()), **changes}


def test_anyone_proposes_a_rule_once(browse: Browse, programme: Programme, member: Person) -> None:
    client, sent = browse(member), typed()
    first, second = (client.post(to("new_rule", programme), sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    version = RuleVersion.objects.get()
    assert (version.text, version.state, version.proposed_by) == (FIRST, "proposed", member)
    assert Event.objects.about("rule.proposed").count() == 1


def test_an_observer_reads_and_does_not_propose(
    browse: Browse, programme: Programme, observer: Person, version: RuleVersion
) -> None:
    client = browse(observer)
    assert FIRST in client.get(to("rules", programme)).content.decode()
    assert client.get(version.rule.get_absolute_url()).status_code == 200
    assert client.post(to("new_rule", programme), typed()).status_code == 403
    assert "Propose a rule" not in client.get(to("rules", programme)).content.decode()


@pytest.mark.parametrize("sent", [{"text": ""}, {"reason": ""}, {"text": "x" * 301}])
def test_a_rule_needs_words_and_a_reason(
    browse: Browse, programme: Programme, member: Person, sent: dict[str, str]
) -> None:
    answer = browse(member).post(to("new_rule", programme), typed(**sent))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [*sent])
    assert not RuleVersion.objects.exists()


def test_a_starter_is_proposed_with_one_tap_and_then_no_longer_offered(
    browse: Browse, programme: Programme, member: Person
) -> None:
    client, name = browse(member), STARTERS[0].name
    assert STARTERS[0].text in client.get(to("rules", programme)).content.decode()
    for _ in range(2):
        answer = client.post(to("starter_rule", programme), {"starter": name}, headers=HTMX)
        assert answer.status_code == 200
    assert RuleVersion.objects.get().text == STARTERS[0].text
    assert RULES.personal_context
    offered = RULES.personal_context(member)["starters"]
    assert [each.name for each in offered] == [each.name for each in STARTERS[1:]]


def test_a_starter_that_does_not_exist_proposes_nothing(
    browse: Browse, programme: Programme, member: Person
) -> None:
    assert browse(member).post(to("starter_rule", programme), {"starter": "x"}).status_code == 302
    assert not WorkingRule.objects.exists()


def test_other_words_are_a_new_version_and_the_old_ones_hold_until_it_is_adopted(
    chair: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, chair, can_live=True)
    version.adopt(chair)
    words = "We speak with each other first, in person."
    better = version.rule.rewrite(chair, words, "A mail is no talk.", 1)
    assert states(version.rule) == [(1, "adopted"), (2, "proposed")]
    RuleAnswer.give(better, chair, can_live=True)
    better.adopt(chair)
    assert states(version.rule) == [(1, "replaced"), (2, "adopted")]
    version.refresh_from_db()
    better.refresh_from_db()
    assert version.ended_at is not None
    assert better.adopted_at is not None
    assert (version.ended_by, version.ended_at <= better.adopted_at) == (chair, True)


def test_the_page_shows_word_for_word_what_would_change(browse: Browse, member: Person) -> None:
    version = factory.adopt_rule(member, FIRST)
    version.rule.rewrite(member, "We speak with each other first, in person.", "A mail.", 1)
    page = browse(member).get(version.rule.get_absolute_url()).content.decode()
    assert '<ins><span class="visually-hidden">[added: </span>, in person' in page


def test_who_was_slower_sees_both_wordings(
    browse: Browse, member: Person, champion: Person, version: RuleVersion
) -> None:
    version.rule.rewrite(champion, "We talk.", "Shorter.", 1)
    path = to("rule_rewriting", version.rule)
    sent = typed(text="We call each other.", based_on="1")
    answer = browse(member).post(path, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Chris Champion proposed other words while you were writing" in page
    assert ("We talk." in page, "We call each other." in page) == (True, True)
    assert version.rule.newest().number == 2
    again = browse(member).post(path, {**sent, "based_on": "2"})
    assert (again.status_code, version.rule.newest().text) == (302, "We call each other.")
    assert states(version.rule) == [(1, "replaced"), (2, "replaced"), (3, "proposed")]


def test_the_same_words_twice_make_one_version(member: Person, version: RuleVersion) -> None:
    first = version.rule.rewrite(member, "We talk.", "Shorter.", 1)
    assert version.rule.rewrite(member, "We talk.", "Shorter.", 1) == first
    with pytest.raises(RuleOvertaken):
        version.rule.rewrite(member, "We call.", "Shorter.", 1)


def test_people_are_asked_anew_about_other_words(
    chair: Person, seated: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, seated, can_live=True)
    better = version.rule.rewrite(chair, "We talk.", "Shorter.", 1)
    with pytest.raises(NotAgreed):
        better.adopt(chair)
    assert not version.adopt(chair)


def test_a_proposal_is_withdrawn_by_who_made_it_or_by_a_chair(
    browse: Browse, member: Person, facilitator: Person, version: RuleVersion
) -> None:
    path = to("rule_version_withdrawal", version)
    assert browse(facilitator).post(path, {"why": "No."}).status_code == 403
    assert browse(member).post(path, {"why": ""}).status_code == 422
    for _ in range(2):
        assert browse(member).post(path, {"why": "It is in another one."}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.ended_by) == ("withdrawn", member)
    event = Event.objects.about("rule.withdrawn").get()
    assert event.facts["because"] == "It is in another one."


def test_who_proposed_a_rule_cannot_take_it_out_of_force(
    browse: Browse, member: Person, champion: Person
) -> None:
    version = factory.adopt_rule(member)
    path = to("rule_version_withdrawal", version)
    assert browse(member).post(path, {"why": "No."}).status_code == 403
    assert browse(champion).post(path, {"why": "Nobody needs it."}).status_code == 302
    version.refresh_from_db()
    assert version.state == "withdrawn"


def test_a_remark_stands_with_the_words_it_is_about(
    browse: Browse, member: Person, version: RuleVersion
) -> None:
    sent = {"text": "And on holidays?", "key": str(uuid4())}
    for _ in range(2):
        browse(member).post(to("rule_version_remark", version), sent)
    assert RuleComment.objects.get().version == version
    page = browse(member).get(version.rule.get_absolute_url()).content.decode()
    assert "And on holidays?" in page


def test_minutes_tell_what_was_adopted_between_two_moments(member: Person) -> None:
    version = factory.adopt_rule(member, FIRST)
    version.refresh_from_db()
    at = version.adopted_at
    assert at is not None
    programme = member.programme
    told = adopted_lines(programme, at, at.replace(year=at.year + 1))
    assert [line.text for line in told] == [f"Working rule: {FIRST}"]
    assert adopted_lines(programme, at.replace(year=at.year - 1), at) == []


def test_markup_is_only_words(browse: Browse, member: Person) -> None:
    nasty = "<script>alert(1)</script>"
    version = factory.propose_rule(member, nasty)
    for path in (to("rules", member.programme), version.rule.get_absolute_url()):
        page = browse(member).get(path).content.decode()
        assert (nasty in page, "&lt;script&gt;alert(1)" in page) == (False, True)


@pytest.mark.parametrize("who", ["champion", "member", "observer"])
def test_as_pushed_equals_as_loaded(
    browse: Browse, request: pytest.FixtureRequest, version: RuleVersion, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    page = browse(person).get(to("rules", person.programme)).content.decode()
    assert FIRST in page
    assert RULES.render_personally(person) in page


def test_buttons_are_shown_to_those_who_may_press_them(
    browse: Browse, champion: Person, seated: Person, facilitator: Person, version: RuleVersion
) -> None:
    answering, adopting = (to(f"rule_version_{name}", version) for name in ("answer", "adoption"))
    shown = {}
    for person in (champion, seated, facilitator):
        page = browse(person).get(to("rules", person.programme)).content.decode()
        shown[person.name] = (answering in page, adopting in page)
    assert shown == {
        "Chris Champion": (False, True),
        "Mo Member": (True, False),
        "Fay Facilitator": (False, False),
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_however_much_there_is(
    browse: Browse,
    chair: Person,
    seated: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        factory.adopt_rule(seated, f"In force {number}")
        version = factory.propose_rule(seated, f"Proposed {number}")
        for person in (chair, seated):
            RuleAnswer.give(version, person, can_live=False, because="Not yet.")
        RuleComment.make(version, seated, uuid4(), "A remark")
        version = version.rule.rewrite(seated, f"Better {number}", "Better.", 1)
        RuleAnswer.give(version, seated, can_live=False, because="Not yet.")
    client = browse(seated)
    paths = {to("rules", seated.programme): 11, version.rule.get_absolute_url(): 13}
    for path, count in paths.items():
        client.get(path)
        with django_assert_num_queries(count):
            assert client.get(path).status_code == 200

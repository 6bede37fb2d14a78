"""Gaps: logged in two fields, resolved by something or somebody, told by theme."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from changeprog.communications import filling
from changeprog.communications.models import Notice
from changeprog.onboarding import themes
from changeprog.onboarding.gaps import still_open
from changeprog.onboarding.knowledge import KNOWLEDGE
from changeprog.onboarding.models import Gap
from changeprog.programme import open_things
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.search import Words, search
from tests.onboarding import knowing

Browse = Callable[[Person | None], Client]


def to(name: str, gap: Gap) -> str:
    return reverse(f"onboarding:{name}", args=[gap.programme.key, gap.pk])


def typed(**changes: Any) -> dict[str, Any]:
    said = {"what": "Where the discount is typed", "theme": "Prices", "team": ""}
    return {"key": str(uuid4()), "revision": "0", **said, **changes}


def undo(browse: Browse, by: Person, gap: Gap, verb: str) -> int:
    event = Event.objects.of(gap).filter(verb=verb, person=by).latest("pk")
    path = reverse("direction:undoing", args=[by.programme.key, event.pk])
    return browse(by).post(path).status_code


def test_a_member_logs_a_gap_once_in_two_fields(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    url, said = reverse("onboarding:log_gap", args=[programme.key]), typed()
    assert browse(observer).post(url, said).status_code == 403
    for _ in range(2):
        assert browse(member).post(url, said).status_code == 302
    gap = Gap.objects.get()
    assert (gap.what, gap.theme, gap.logged_by) == (said["what"], "Prices", member)
    assert Event.objects.about("gap.logged").count() == 1


def test_nothing_said_is_nothing_logged(
    browse: Browse, programme: Programme, member: Person
) -> None:
    url = reverse("onboarding:log_gap", args=[programme.key])
    answer = browse(member).post(url, typed(what=" "))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["what"])


def test_a_gap_belongs_to_the_team_of_who_logs_it(
    browse: Browse, programme: Programme, member: Person
) -> None:
    team = knowing.adopting(programme)
    knowing.seat(member, team)
    url = reverse("onboarding:log_gap", args=[programme.key])
    assert browse(member).get(url).context["form"]["team"].value() == team.pk
    browse(member).post(url, typed(team=team.pk))
    assert Gap.objects.get().team == team


def test_a_theme_is_spelt_as_others_have_spelt_it(
    browse: Browse, programme: Programme, member: Person
) -> None:
    knowing.log(member, theme="Prices")
    url = reverse("onboarding:log_gap", args=[programme.key])
    assert '<option value="Prices">' in browse(member).get(url).content.decode()
    browse(member).post(url, typed(what="Who decides", theme="prices"))
    assert set(Gap.objects.values_list("theme", flat=True)) == {"Prices"}


def test_a_question_of_ones_own_begins_a_gap_and_a_strangers_does_not(
    browse: Browse, programme: Programme, member: Person, facilitator: Person
) -> None:
    team = knowing.adopting(programme)
    knowing.seat(member, team)
    question = knowing.ask(member, team, "Who may give a discount?")
    url = f"{reverse('onboarding:log_gap', args=[programme.key])}?question={question.pk}"
    begun = {who: browse(who).get(url).context["form"]["what"].value() for who in (member,)}
    assert begun == {member: "Who may give a discount?"}
    assert browse(facilitator).get(url).context["form"]["what"].value() is None


def test_what_resolved_it_is_material_somebody_or_words_and_never_nothing(
    browse: Browse, member: Person, champion: Person
) -> None:
    gap, material = knowing.log(member), knowing.share(champion)
    nothing = browse(member).post(to("gap_resolution", gap), {})
    assert (nothing.status_code, Gap.objects.open().count()) == (422, 1)
    said = {"material": material.pk, "helper": champion.pk, "words": "In the offer, below"}
    assert browse(member).post(to("gap_resolution", gap), said).status_code == 302
    gap.refresh_from_db()
    assert (gap.material, gap.helper, gap.words) == (material, champion, "In the offer, below")
    assert gap.told() == f"“{material}” · {champion} knew · In the offer, below"
    shown = browse(member).get(gap.get_absolute_url()).content.decode()
    assert material.get_absolute_url() in shown
    assert gap.what in browse(member).get(material.get_absolute_url()).content.decode()


def test_what_is_withdrawn_is_not_offered_as_an_answer(
    browse: Browse, member: Person, stranger: Person
) -> None:
    gap, material = knowing.log(member), knowing.share(member)
    material.withdraw(member)
    for wrong in (material, knowing.share(stranger)):
        answer = browse(member).post(to("gap_resolution", gap), {"material": wrong.pk})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["material"])


def test_the_second_to_resolve_it_changes_nothing(member: Person, champion: Person) -> None:
    gap = knowing.log(member)
    assert gap.resolve(member, words="Below") is True
    assert gap.resolve(champion, words="Above") is False
    gap.refresh_from_db()
    assert (gap.words, Event.objects.about("gap.resolved").count()) == ("Below", 1)


def test_resolving_and_opening_again_can_both_be_taken_back(browse: Browse, member: Person) -> None:
    gap, material = knowing.log(member), knowing.share(member)
    gap.resolve(member, material=material, words="Below")
    assert undo(browse, member, gap, "gap.resolved") == 302
    gap.refresh_from_db()
    assert (gap.resolved_at, gap.material, gap.words) == (None, None, "")
    gap.resolve(member, material=material, words="Below")
    browse(member).post(to("gap_reopening", gap))
    assert undo(browse, member, gap, "gap.reopened") == 302
    gap.refresh_from_db()
    assert (gap.resolved_at is not None, gap.material, gap.words) == (True, material, "Below")


def test_the_second_to_change_it_is_shown_both(
    browse: Browse, member: Person, champion: Person
) -> None:
    gap = knowing.log(member)
    gap.change(champion, gap.revision, what="Theirs")
    answer = browse(member).post(
        to("gap_editing", gap), typed(revision="1", what="Mine", owner=member.pk)
    )
    shown = answer.content.decode()
    assert (answer.status_code, "Theirs" in shown, "Mine" in shown) == (409, True, True)


def test_only_who_logged_it_and_facilitators_take_it_away(
    browse: Browse, programme: Programme, member: Person, champion: Person
) -> None:
    gap = knowing.log(champion)
    assert browse(member).post(to("gap_removal", gap)).status_code == 403
    assert browse(champion).post(to("gap_removal", gap)).status_code == 302
    assert Gap.objects.count() == 0
    undo(browse, champion, gap, "gap.removed")
    assert Gap.objects.get() == gap


def test_mentors_hear_of_a_gap_and_who_logged_it_of_the_answer(
    programme: Programme, member: Person, facilitator: Person, champion: Person
) -> None:
    team = knowing.adopting(programme)
    knowing.mentor(facilitator, team)
    gap = knowing.log(member, team=team)
    gap.resolve(champion, words="Below")
    filling.fill_due()
    told = Notice.objects.filter(kind__startswith="gap.").order_by("pk")
    assert [(each.person, each.kind) for each in told] == [
        (facilitator, "gap.logged"),
        (member, "gap.resolved"),
    ]


def test_an_open_gap_is_handed_over_by_its_own_verb(
    programme: Programme, member: Person, champion: Person
) -> None:
    gap = knowing.log(member)
    knowing.log(member, "Resolved").resolve(member, words="Yes")
    (thing,) = still_open(programme)
    open_things.hand_over(thing, champion, member)
    gap.refresh_from_db()
    assert (gap.owner, still_open(programme)[0].owner) == (member, member)


def test_themes_tell_what_is_open_and_what_helped(member: Person) -> None:
    material = knowing.share(member)
    knowing.log(member, "One", theme="Prices")
    knowing.log(member, "Two", theme="Prices").resolve(member, material=material)
    knowing.log(member, "Three").resolve(member, helper=member, words="Below")
    found = themes.by_theme(member.programme)
    assert [(each.name, each.open, each.resolved, each.share) for each in found] == [
        ("Prices", 1, 1, 50),
        ("", 0, 1, 100),
    ]
    assert [(each.by_material, each.by_person, each.by_words) for each in found] == [
        (1, 0, 0),
        (0, 1, 1),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Old", "Young", "Answered"]),
        ("?state=open", ["Old", "Young"]),
        ("?state=resolved", ["Answered"]),
        ("?theme=Prices", ["Young"]),
        ("?theme=-", ["Old", "Answered"]),
        ("?state=nonsense", ["Old", "Young", "Answered"]),
    ],
)
def test_the_list_shows_what_is_asked_for_the_oldest_open_one_first(
    browse: Browse, programme: Programme, observer: Person, query: str, names: list[str]
) -> None:
    knowing.log(observer, "Young", theme="Prices")
    knowing.log(observer, "Old", logged_at=now() - timedelta(days=30))
    knowing.log(observer, "Answered").resolve(observer, words="Yes")
    answer = browse(observer).get(reverse("onboarding:gaps", args=[programme.key]) + query)
    assert [gap.what for gap in answer.context["page"]] == names


@pytest.mark.parametrize(("days", "tone"), [(0, ""), (7, "is-warn"), (21, "is-bad")])
def test_a_gap_ages(member: Person, days: int, tone: str) -> None:
    gap = knowing.log(member, logged_at=now() - timedelta(days=days, minutes=1))
    assert (gap.age, gap.age_tone) == (days, tone)


def test_gaps_are_found_by_what_and_by_their_answer(member: Person, observer: Person) -> None:
    knowing.log(member).resolve(member, words="In the drawer")
    found = [hit.title for group in search(observer, Words.of("drawer", 5)) for hit in group.hits]
    assert found == ["Where the discount is typed"]


def test_what_people_wrote_is_only_words(browse: Browse, member: Person) -> None:
    bad = "<script>alert(1)</script>"
    gap = knowing.log(member, bad, theme=bad)
    gap.resolve(member, words=bad)
    assert "<script>alert" not in browse(member).get(gap.get_absolute_url()).content.decode()
    assert "<script>alert" not in KNOWLEDGE.render_for(member.programme, Role.MEMBER)


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_as_many_queries_for_many(
    django_assert_num_queries: DjangoAssertNumQueries, member: Person, count: int
) -> None:
    for number in range(count):
        team = knowing.adopting(member.programme, f"Desk {number}")
        knowing.log(member, f"Gap {number}", team=team, theme=f"Theme {number}")
        knowing.share(member, f"Page {number}")
        knowing.adopting(member.programme, f"Left {number}")
    with django_assert_num_queries(7):
        KNOWLEDGE.render_for(member.programme, Role.MEMBER)

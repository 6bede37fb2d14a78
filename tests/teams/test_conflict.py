"""A conflict is diagnosed by the three who are part of it, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog import liveness
from changeprog.accounts.models import Letter
from changeprog.communications import tasks as mail_tasks
from changeprog.communications.models import Notice
from changeprog.programme.models import Event, Person, Programme
from teams import conflicts, tasks
from teams.conflict_page import seen_by
from teams.diagnosis import Question
from teams.models import AgreementChanged, AlreadyMediated, Conflict, ConflictSide
from tests import factory

SECRET = "They never answer my calls, zzz"
Browse = Callable[[Person | None], Client]


@pytest.fixture
def other(programme: Programme) -> Person:
    return factory.make_person(programme, "member", "Olga Other")


@pytest.fixture
def conflict(member: Person, other: Person, facilitator: Person) -> Conflict:
    """Between Mo and Olga, mediated by Fay."""
    return factory.begin_conflict(member, other, facilitator)


def side(conflict: Conflict, person: Person) -> ConflictSide:
    return ConflictSide.objects.get(conflict=conflict, person=person)


def fresh(conflict: Conflict) -> Conflict:
    return Conflict.objects.with_names().get(pk=conflict.pk)


def share(conflict: Conflict) -> None:
    for each in conflict.sides.all():
        each.write(f"{SECRET} {each.person.name}")
        each.agree_to_share()


def diagnose(conflict: Conflict) -> None:
    share(conflict)
    for question in list(Question)[:3]:
        for each in conflict.sides.all():
            assert each.answer(question, "no", "Because")


def agree(conflict: Conflict, by: Person) -> None:
    diagnose(conflict)
    conflict.propose(by, "One list, every Friday", by, localdate() + timedelta(days=7))
    for each in ConflictSide.objects.filter(conflict=conflict):
        fresh(conflict).accept(each, 1)


def test_a_view_is_read_by_nobody_else_until_it_is_handed_in(
    conflict: Conflict, member: Person, other: Person, facilitator: Person
) -> None:
    side(conflict, member).write(SECRET)
    views = [seen_by(fresh(conflict), who).sides[0].view for who in (member, other, facilitator)]
    assert views == [SECRET, "", ""]
    side(conflict, member).hand_in()
    views = [seen_by(fresh(conflict), who).sides[0].view for who in (member, other, facilitator)]
    assert views == [SECRET, "", SECRET]


def test_both_views_are_read_once_both_agreed_to_share(
    conflict: Conflict, member: Person, other: Person
) -> None:
    side(conflict, member).write("Mine")
    side(conflict, member).agree_to_share()
    assert [each.view for each in seen_by(fresh(conflict), other).sides] == ["", ""]
    side(conflict, other).write("Hers")
    side(conflict, other).agree_to_share()
    assert [each.view for each in seen_by(fresh(conflict), other).sides] == ["Mine", "Hers"]


def test_sharing_can_be_taken_back_until_both_share(
    conflict: Conflict, member: Person, other: Person
) -> None:
    side(conflict, member).write("Mine")
    side(conflict, member).agree_to_share()
    assert side(conflict, member).keep_to_oneself()
    side(conflict, other).write("Hers")
    side(conflict, other).agree_to_share()
    assert not fresh(conflict).progress().shared
    side(conflict, member).agree_to_share()
    assert not side(conflict, member).keep_to_oneself()
    assert not side(conflict, member).write("Something else")
    assert side(conflict, member).view == "Mine"


def test_nothing_is_shared_without_words(conflict: Conflict, member: Person) -> None:
    side(conflict, member).agree_to_share()
    assert side(conflict, member).agreed_to_share_at is None


def test_personality_is_answered_only_after_roles_goals_and_procedures(
    conflict: Conflict, member: Person, other: Person
) -> None:
    share(conflict)
    mine, hers = side(conflict, member), side(conflict, other)
    assert not mine.answer(Question.PERSONALITY, "yes", "")
    for question in list(Question)[:3]:
        assert mine.answer(question, "yes", "")
        assert not mine.answer(Question.PERSONALITY, "yes", "")
        assert hers.answer(question, "no", "")
    assert mine.answer(Question.PERSONALITY, "yes", "")


def test_an_agreement_in_other_words_has_to_be_accepted_anew(
    conflict: Conflict, member: Person, other: Person
) -> None:
    agree(conflict, member)
    assert fresh(conflict).agreed
    conflict.propose(other, "Two lists", member, localdate())
    assert not fresh(conflict).agreed
    with pytest.raises(AgreementChanged):
        fresh(conflict).accept(side(conflict, member), 1)


def test_two_weeks_after_it_was_agreed_all_three_are_asked_once_and_in_no_words_of_theirs(
    conflict: Conflict, member: Person
) -> None:
    Notice.objects.all().delete()
    with time_machine.travel(now(), tick=False) as clock:
        agree(conflict, member)
        tasks.check_agreements()
        assert Notice.objects.count() == 0
        clock.shift(timedelta(days=14))
        assert liveness.overdue(now() + liveness.PATIENCE + timedelta(days=1)) != []
        tasks.check_agreements()
        tasks.check_agreements()
    told = Notice.objects.order_by("person__name")
    assert [str(each.person) for each in told] == ["Fay Facilitator", "Mo Member", "Olga Other"]
    assert {each.text for each in told} == {"Two weeks ago you agreed on something. Does it hold?"}


def test_a_barrier_has_one_diagnosis_at_a_time(
    conflict: Conflict, member: Person, champion: Person, observer: Person
) -> None:
    sides = [ConflictSide(person=champion), ConflictSide(person=observer)]
    with pytest.raises(AlreadyMediated):
        Conflict.begin(champion, uuid4(), conflict.barrier, member, sides)


def test_begun_twice_in_one_attempt_it_is_one(conflict: Conflict, member: Person) -> None:
    again = Conflict.begin(member, conflict.key, conflict.barrier, member, [])
    assert (again, Conflict.objects.count()) == (conflict, 1)


def test_another_mediator_reads_nothing_that_was_not_handed_in_to_them(
    conflict: Conflict, member: Person, champion: Person, facilitator: Person
) -> None:
    side(conflict, member).write(SECRET)
    side(conflict, member).hand_in()
    conflict.hand_to(champion, member)
    assert seen_by(fresh(conflict), champion).sides[0].view == ""
    assert not conflicts.of(facilitator).exists()
    assert conflicts.audience(fresh(conflict), facilitator) == ""
    assert conflicts.shown(fresh(conflict), facilitator) == {"seen": None, "conflict": None}


def addresses(conflict: Conflict) -> list[str]:
    """Every address about the conflict."""
    args = [conflict.programme.key, conflict.pk]
    names = ["conflict", "conflict_view", "conflict_idea", "conflict_issue", "conflict_agreement"]
    more = ["conflict_check", "conflict_mediator"]
    questions = [reverse("teams:conflict_question", args=[*args, each]) for each in Question]
    return [reverse(f"teams:{name}", args=args) for name in names + more] + questions


@pytest.mark.parametrize("role", ["champion", "observer", "bystander", "administrator"])
def test_for_everybody_else_it_does_not_exist(  # noqa: PLR0917 -- the cast
    conflict: Conflict,
    role: str,
    request: pytest.FixtureRequest,
    programme: Programme,
    browse: Browse,
    member: Person,
) -> None:
    if role == "bystander":
        who = factory.make_person(programme, "member", "By Stander")
    elif role == "administrator":
        who = factory.make_person(programme, "champion", "Ada Administrator")
        assert who.user is not None
        who.user.is_administrator = True
        who.user.save()
    else:
        who = request.getfixturevalue(role)
    client = browse(who)
    share(conflict)
    closed = 403 if role == "observer" else 404
    assert {client.get(url).status_code for url in addresses(conflict)} == {closed}
    assert browse(member).get(conflict.get_absolute_url()).status_code == 200


def test_its_words_stand_in_no_page_journal_search_or_mail_of_others(
    conflict: Conflict, champion: Person, member: Person, browse: Browse
) -> None:
    diagnose(conflict)
    conflict.name_issue(member, "resources", SECRET)
    conflict.propose(member, SECRET, member, localdate())
    key = conflict.programme.key
    client = browse(champion)
    names = ["programme:home", "programme:journal", "teams:board", "teams:barriers"]
    pages = [reverse(name, args=[key]) for name in names] + [conflict.barrier.get_absolute_url()]
    for page in [*pages, reverse("programme:search", args=[key]) + "?q=zzz"]:
        body = client.get(page).content.decode()
        found = [words for words in ("never answer", conflict.get_absolute_url()) if words in body]
        assert (page, found) == (page, [])
    assert conflict.get_absolute_url() in browse(member).get(pages[0]).content.decode()
    mail_tasks.send_notices()
    assert "never answer" not in "".join(letter.text for letter in Letter.objects.all())
    assert "never answer" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_what_happened_is_in_nobodys_journal_but_the_doers(
    conflict: Conflict, champion: Person, member: Person
) -> None:
    side(conflict, member).write(SECRET)
    about = Event.objects.filter(verb__startswith="conflict.")
    assert [about.visible_to(who).count() for who in (champion, member)] == [0, 2]


def test_the_other_side_cannot_write_for_one(
    conflict: Conflict, other: Person, member: Person, browse: Browse
) -> None:
    url = reverse("teams:conflict_view", args=[conflict.programme.key, conflict.pk])
    browse(other).post(url, {"view": "Mine"})
    assert (side(conflict, member).view, side(conflict, other).view) == ("", "Mine")


def test_the_mediator_has_no_side_to_write_for(
    conflict: Conflict, facilitator: Person, browse: Browse
) -> None:
    args = [conflict.programme.key, conflict.pk]
    client = browse(facilitator)
    assert client.get(reverse("teams:conflict", args=args)).status_code == 200
    assert client.get(reverse("teams:conflict_view", args=args)).status_code == 404


def test_a_stranger_follows_no_stream_of_it(
    conflict: Conflict, member: Person, champion: Person, browse: Browse
) -> None:
    key = f"{conflict.programme.key}.{conflict.pk}"
    sessions = {who: browse(who).session.session_key for who in (member, champion)}
    assert conflicts.ROOM._admit(sessions[member], key) is not None
    assert conflicts.ROOM._admit(sessions[champion], key) is None
    assert conflicts.ROOM._admit(sessions[member], f"{conflict.programme.key}.x") is None


def test_begun_from_the_barrier_the_others_are_asked_at_once(
    member: Person, other: Person, facilitator: Person, browse: Browse
) -> None:
    barrier = factory.log_barrier(member)
    url = reverse("teams:barrier_conflict", args=[barrier.programme.key, barrier.pk])
    said = {"one": member.pk, "other": other.pk, "mediator": facilitator.pk}
    answer = browse(member).post(url, said)
    found = Conflict.objects.get()
    assert answer.headers["Location"] == found.get_absolute_url()
    told = Notice.objects.order_by("pk").values_list("person__name", flat=True)
    assert sorted(told) == ["Fay Facilitator", "Olga Other"]


def test_three_different_people_are_needed(member: Person, other: Person, browse: Browse) -> None:
    barrier = factory.log_barrier(member)
    url = reverse("teams:barrier_conflict", args=[barrier.programme.key, barrier.pk])
    answer = browse(member).post(url, {"one": member.pk, "other": other.pk, "mediator": other.pk})
    assert answer.status_code == 422
    assert "three different people" in answer.content.decode()
    assert not Conflict.objects.exists()


def test_the_whole_way_in_a_browser_without_script(
    conflict: Conflict, member: Person, other: Person, facilitator: Person, browse: Browse
) -> None:
    def post(who: Person, name: str, *more: str, **said: object) -> None:
        args = [conflict.programme.key, conflict.pk, *more]
        answer = browse(who).post(reverse(f"teams:{name}", args=args), said)
        assert (name, answer.status_code) == (name, 302)

    for who in (member, other):
        post(who, "conflict_view", view="So")
        post(who, "conflict_sharing")
    for question in list(Question)[:3]:
        for who in (member, other):
            post(who, "conflict_question", question, stance="no", words="x")
    post(other, "conflict_idea", text="Swap the lists")
    post(facilitator, "conflict_issue", issue="authority", words="Nobody decides")
    said = {"text": "Mo decides", "owner": member.pk, "due": localdate()}
    post(facilitator, "conflict_agreement", **said)
    for who in (member, other):
        post(who, "conflict_acceptance", version=1)
    assert fresh(conflict).check_on == localdate() + timedelta(days=14)
    post(member, "conflict_check", holds="yes", words="It does")
    post(facilitator, "conflict_settling")
    page = browse(other).get(conflict.get_absolute_url()).content.decode()
    for words in ("Swap the lists", "Nobody decides", "Mo decides", "Yes, it holds", "Settled on"):
        assert words in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_many_ideas_as_for_one(
    conflict: Conflict,
    member: Person,
    rows: int,
    browse: Browse,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    share(conflict)
    for number in range(rows):
        conflict.add_idea(member, uuid4(), f"Idea {number}")
    client = browse(member)
    client.get(conflict.get_absolute_url())
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        client.get(conflict.get_absolute_url())

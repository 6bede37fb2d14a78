"""Hours promised and hours asked: who sees what on the page, and says which duties."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Function, Person, Programme
from changeprog.programme.search import Words, search
from teams import asked_hours
from teams.asked_hours import AskedHours, today_in
from teams.commitment import Hours, monday, weeks_from
from teams.models import Attendance, Duty, Seat, TimeRule
from teams.time_page import REGION, SHOWN, commitment, rows_of_people
from tests import factory

Browse = Callable[[Person | User | None], Client]
QUERIES = 15


@pytest.fixture
def chair(programme: Programme) -> Person:
    """Somebody who leads the rollout team."""
    person = factory.make_person(programme, name="Cleo Chair")
    factory.seat(person, factory.core_team(programme, "rollout"), chair=True, hours=8)
    return person


@pytest.fixture
def supporters(programme: Programme, chair: Person) -> list[Person]:
    """Two from IT in the rollout team, promised for 4 hours, both on support duty."""
    it = Function.add_to(programme, "IT")
    people = [factory.make_person(programme, name=n, function=it) for n in ("Ida One", "Ivo Two")]
    for person in people:
        factory.seat(person, factory.core_team(programme, "rollout"))
        factory.say_duty(person)
    factory.plan_meeting(programme, starts_at=now() + timedelta(minutes=5))
    return people


def page(programme: Programme) -> str:
    return reverse("teams:time", args=[programme.key])


def test_champion_and_chair_are_asked_in_these_words(
    supporters: list[Person], champion: Person, chair: Person
) -> None:
    words = "Two from IT were promised, both are on support duty that week."
    for viewer in (champion, chair):
        shown = [q for q in commitment(viewer)["questions"] if q.words == words]
        assert [[c.person for c in q.carriers] for q in shown] == [supporters]


def test_home_puts_the_question_to_the_chair_and_to_nobody_else(
    browse: Browse, programme: Programme, supporters: list[Person], champion: Person, chair: Person
) -> None:
    words = "Two from IT were promised, both are on support duty that week."
    asked = [
        words in browse(person).get(programme.get_absolute_url()).content.decode()
        for person in (chair, champion, supporters[0])
    ]
    assert asked == [True, False, False]


def test_a_member_sees_functions_and_only_themselves(
    browse: Browse, programme: Programme, supporters: list[Person], member: Person
) -> None:
    answer = browse(member).get(page(programme)).content.decode()
    names = [person.name for person in supporters]
    assert [name for name in [*names, "support duty"] if name in answer] == []
    seen = commitment(member)
    assert [row.person for row in seen["people"]] == [member]
    assert "IT" in {row.function.name for row in seen["functions"] if row.function}


def test_each_sees_their_own_and_a_chair_only_their_team(
    programme: Programme, supporters: list[Person], chair: Person
) -> None:
    elsewhere = factory.make_person(programme, name="Ella Elsewhere")
    factory.seat(elsewhere, factory.core_team(programme, "design"))
    assert {row.person for row in commitment(chair)["people"]} == {chair, *supporters}
    assert [duty.person for duty in commitment(supporters[0])["duties"]] == [supporters[0]]
    Seat.objects.filter(person=chair).update(until=localdate())
    assert {row.person for row in commitment(chair)["people"]} == {chair}


def test_rows_are_by_function_then_name_and_nobody_is_ranked(
    programme: Programme, champion: Person
) -> None:
    sales = programme.functions.get(name="Sales")
    for name, hours in [("Zoe", 1), ("Abe", 2), ("Max", 9)]:
        person = factory.make_person(programme, name=name, function=sales)
        factory.seat(person, factory.core_team(programme), hours=hours)
    rows = [row.person.name for row in commitment(champion)["people"] if row.person]
    assert rows[:3] == ["Abe", "Max", "Zoe"]


def test_promises_milestones_actions_and_meetings_are_counted(
    programme: Programme, champion: Person, member: Person
) -> None:
    factory.seat(member, factory.core_team(programme), hours=3)
    resource = factory.make_resource(programme)
    today = today_in(programme)
    begun = monday(today)
    resource.promise(champion, uuid4(), member, Decimal(5), since=begun)
    factory.make_milestone(programme, owner=member, due=today)
    meeting = factory.open_meeting(programme, starts_at=now(), minutes=90)
    factory.agree_action(meeting, owner=member, due=today)
    TimeRule.set(champion, milestone_hours=Decimal(4), action_hours=Decimal("0.5"))
    own = next(row for row in commitment(member)["people"] if row.person == member)
    assert own.cells[0].hours == Hours(Decimal(8), Decimal(0), Decimal(6), Decimal(0))


def test_who_sends_a_substitute_is_asked_no_more(
    browse: Browse, programme: Programme, supporters: list[Person], chair: Person
) -> None:
    one, stand_in = supporters[0], factory.make_person(programme, name="Stan Standin")
    row = Attendance.objects.get(person=one)
    url = reverse("teams:substitute", args=[programme.key, row.pk])
    said = {"state": "substitute", "substitute": stand_in.pk}
    assert browse(stand_in).post(url, said).status_code == 403
    assert browse(chair).post(url, said).status_code == 302
    week = [monday(today_in(programme))]
    asked = {each.person for each in asked_hours.meetings(programme, week)}
    assert (one.pk in asked, stand_in.pk in asked) == (False, True)


def test_higher_apps_say_what_their_things_ask(
    programme: Programme, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked_hours, "_sources", [])
    today = today_in(programme)
    trial = AskedHours(member.pk, today, Decimal(7), "A trial", "/x/")
    long_ago = AskedHours(member.pk, today - timedelta(days=70), Decimal(7), "Before", "/x/")
    for _ in range(2):
        asked_hours.register(source := lambda *_: [trial, long_ago])
    asked_hours.register(source)
    assert set(asked_hours.asked(programme, weeks_from(today))) == {trial}


def typed(whose: Person, **changes: Any) -> dict[str, Any]:
    said = {"key": str(uuid4()), "revision": "0", "person": whose.pk, "what": "Stocktaking"}
    return {**said, "since": "2026-11-02", "until": "2026-11-06", "hours": "", **changes}


def test_a_duty_is_said_once_by_oneself_ones_chair_or_the_champion(
    browse: Browse, programme: Programme, supporters: list[Person], chair: Person, member: Person
) -> None:
    url, one = reverse("teams:say_duty", args=[programme.key]), supporters[0]
    Duty.objects.all().delete()
    said = typed(one)
    assert browse(member).post(url, said).status_code == 422
    for _ in range(2):
        assert browse(chair).post(url, said).status_code == 302
    assert browse(one).post(url, typed(one, hours="3.5")).status_code == 302
    assert [duty.hours for duty in Duty.objects.all()] == [None, Decimal("3.5")]
    assert Event.objects.about("duty.said").filter(person=chair).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": ""}, "what"),
        ({"since": "soon"}, "since"),
        ({"until": "2026-11-01"}, "until"),
        ({"hours": "169"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"hours": "many"}, "hours"),
        ({"person": "0"}, "person"),
    ],
)
def test_a_duty_that_cannot_be_is_refused(
    browse: Browse, programme: Programme, member: Person, wrong: dict[str, str], field: str
) -> None:
    url = reverse("teams:say_duty", args=[programme.key])
    answer = browse(member).post(url, typed(member, **wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_duty_is_changed_on_top_of_what_was_seen_taken_away_and_brought_back(
    browse: Browse, programme: Programme, member: Person, champion: Person
) -> None:
    duty, client = factory.say_duty(member), browse(member)
    place = [programme.key, duty.pk]
    late = typed(member, revision="1")
    duty.change(champion, 1, what="Night duty")
    assert client.post(reverse("teams:duty", args=place), late).status_code == 409
    assert client.post(reverse("teams:duty_removal", args=place)).status_code == 302
    assert Duty.objects.count() == 0
    event = Event.objects.of(duty).filter(verb="duty.removed").get()
    client.post(reverse("direction:undoing", args=[programme.key, event.pk]))
    assert Duty.objects.get().what == "Night duty"


def test_duties_are_no_news_for_others(
    programme: Programme, member: Person, facilitator: Person, champion: Person
) -> None:
    factory.say_duty(member, "parental leave")
    told = Event.objects.about("duty.said")
    assert told.visible_to(facilitator).count() == 0
    assert told.visible_to(champion).count() == 1

    def found(viewer: Person) -> list[str]:
        return [hit.title for g in search(viewer, Words.of("parental", 5)) for hit in g.hits]

    assert (found(facilitator), found(member)) == ([], ["parental leave"])


def test_the_rule_of_thumb_is_the_champions(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    url = reverse("teams:time_rule", args=[programme.key])
    said = {"milestone_hours": "3", "action_hours": "0.25"}
    assert browse(member).post(url, said).status_code == 403
    assert browse(champion).post(url, said).status_code == 302
    assert TimeRule.of(programme).action_hours == Decimal("0.25")
    assert browse(champion).post(url, {**said, "action_hours": "41"}).status_code == 422


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_page_takes_as_many_queries_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
    programme: Programme,
    champion: Person,
    count: int,
) -> None:
    people = Person.objects.bulk_create(
        Person(programme=programme, name=f"P {number:03}", role="member") for number in range(count)
    )
    team = factory.core_team(programme)
    Seat.objects.bulk_create(Seat(team=team, person=person, hours=1) for person in people)
    factory.close_meeting(programme)
    factory.plan_meeting(programme, starts_at=now() + timedelta(minutes=5))
    Duty.objects.bulk_create(
        Duty(programme=programme, person=p, what="leave", since=localdate(), until=localdate())
        for p in people
    )
    reader = Person.objects.select_related("programme", "function").get(pk=champion.pk)
    with django_assert_num_queries(QUERIES):
        REGION.render_personally(reader)


def test_the_page_has_some_people_and_another_one_all_of_them(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    people = [Person(programme=programme, name=f"Nia {n:02}", role="member") for n in range(SHOWN)]
    for person in Person.objects.bulk_create(people):
        factory.seat(person, factory.core_team(programme))
    everybody = reverse("teams:time_people", args=[programme.key])
    shown = commitment(champion)
    assert len(shown["people"]) == SHOWN
    assert everybody in browse(champion).get(page(programme)).content.decode()
    names = [row.person.name for row in rows_of_people(champion)[1] if row.person]
    assert names == [champion.name, *(person.name for person in people)]
    assert people[-1].name in browse(champion).get(everybody).content.decode()
    assert people[-1].name not in browse(member).get(everybody).content.decode()

"""Mentors: named with time set aside by somebody, and recognised wherever people look."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from changeprog.communications import filling
from changeprog.communications.models import Notice
from changeprog.onboarding import mentors
from changeprog.onboarding.models import AlreadyMentor, Mentorship
from changeprog.programme.models import Event, Person, Programme, Team
from changeprog.programme.parts import parts_of
from teams.commitment import monday
from tests.onboarding import knowing

Browse = Callable[[Person | None], Client]


@pytest.fixture
def team(programme: Programme) -> Team:
    return knowing.adopting(programme)


def typed(person: Person | None, granted_by: Person | None, **changes: Any) -> dict[str, Any]:
    people = {
        "person": person.pk if person else "",
        "granted_by": granted_by.pk if granted_by else "",
    }
    return {"key": str(uuid4()), "revision": "0", "hours": "2.5", "about": "", **people, **changes}


def naming(team: Team) -> str:
    return reverse("onboarding:name_mentor", args=[team.programme.key, team.pk])


def to(name: str, mentorship: Mentorship) -> str:
    return reverse(f"onboarding:{name}", args=[mentorship.programme.key, mentorship.pk])


def undo(browse: Browse, by: Person, mentorship: Mentorship, verb: str) -> None:
    event = Event.objects.of(mentorship).filter(verb=verb).latest("pk")
    browse(by).post(reverse("direction:undoing", args=[by.programme.key, event.pk]))


def test_who_leads_the_team_names_a_mentor_once(
    browse: Browse, team: Team, member: Person, facilitator: Person, champion: Person
) -> None:
    said = typed(facilitator, champion)
    assert browse(member).post(naming(team), said).status_code == 403
    knowing.led_team(team.programme, member)
    for _ in range(2):
        assert browse(member).post(naming(team), said).status_code == 302
    mentorship = Mentorship.objects.get()
    assert (mentorship.person, mentorship.hours) == (facilitator, Decimal("2.50"))
    assert mentorship.granted_by == champion


@pytest.mark.parametrize("hours", ["", "0", "-1", "41", "some"])
def test_a_mentor_without_hours_is_refused(
    browse: Browse, team: Team, champion: Person, hours: str
) -> None:
    answer = browse(champion).post(naming(team), typed(champion, champion, hours=hours))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["hours"])


def test_somebody_stands_by_the_hours(browse: Browse, team: Team, champion: Person) -> None:
    answer = browse(champion).post(naming(team), typed(champion, None))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["granted_by"])


def test_people_of_another_programme_are_no_mentors(
    browse: Browse, team: Team, champion: Person, stranger: Person
) -> None:
    answer = browse(champion).post(naming(team), typed(stranger, champion))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["person"])


def test_nobody_is_a_mentor_of_a_team_twice_at_once(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    first = knowing.mentor(member, team)
    answer = browse(champion).post(naming(team), typed(member, champion))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["person"])
    first.end(champion)
    assert browse(champion).post(naming(team), typed(member, champion)).status_code == 302
    with pytest.raises(AlreadyMentor):
        first.resume(champion)


def test_a_mentor_ends_it_and_takes_that_back(
    browse: Browse, team: Team, member: Person, facilitator: Person
) -> None:
    mentorship = knowing.mentor(member, team)
    assert browse(facilitator).post(to("mentorship_ending", mentorship)).status_code == 403
    assert browse(member).post(to("mentorship_ending", mentorship)).status_code == 302
    assert Mentorship.objects.held().count() == 0
    undo(browse, member, mentorship, "mentorship.ended")
    assert Mentorship.objects.held().get() == mentorship


def test_what_was_named_by_mistake_comes_back_unless_named_anew(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    mentorship = knowing.mentor(member, team)
    browse(champion).post(to("mentorship_removal", mentorship))
    assert Mentorship.objects.count() == 0
    again = knowing.mentor(member, team)
    undo(browse, champion, mentorship, "mentorship.removed")
    assert Mentorship.objects.get() == again


def test_the_second_to_change_it_is_shown_both(
    browse: Browse, team: Team, champion: Person, member: Person
) -> None:
    mentorship = knowing.mentor(member, team)
    mentorship.change(champion, mentorship.revision, about="Theirs")
    said = typed(member, champion, revision="1", about="Mine")
    answer = browse(champion).post(to("mentorship", mentorship), said)
    assert (answer.status_code, "Theirs" in answer.content.decode()) == (409, True)


def test_a_mentor_is_recognised_beside_their_name_and_at_home(
    browse: Browse, programme: Programme, team: Team, member: Person
) -> None:
    assert "Whom I help" not in browse(member).get(programme.get_absolute_url()).content.decode()
    knowing.mentor(member, team)
    (part,) = parts_of(programme, [member])[member.pk]
    assert (part.name, part.note) == (team.name, "mentor, 2 h a week")
    shown = browse(member).get(programme.get_absolute_url()).content.decode()
    assert "Whom I help" in shown


def test_the_hours_are_part_of_the_mentors_week(
    programme: Programme, team: Team, member: Person
) -> None:
    mentorship = knowing.mentor(member, team)
    first = monday(localdate())
    weeks = [first - timedelta(weeks=1), first, first + timedelta(weeks=1)]
    asked = [(each.person, each.day, each.hours) for each in mentors.hours(programme, weeks)]
    assert asked == [(member.pk, week, Decimal(2)) for week in weeks[1:]]
    mentorship.end(member)
    assert list(mentors.hours(programme, weeks)) == []


def test_a_mentor_hears_what_others_agree_on_their_time(
    team: Team, member: Person, champion: Person
) -> None:
    mentorship = knowing.mentor(member, team)
    mentorship.change(champion, mentorship.revision, hours=Decimal(3))
    filling.fill_due()
    told = Notice.objects.filter(person=member).order_by("pk").values_list("text", flat=True)
    assert list(told) == [
        f"{champion} asks you to be a mentor of {team}, 3 hours a week",
        f"{champion} changed what is agreed on your time as a mentor of {team}",
    ]


def test_somebody_removed_is_no_mentor_any_more(
    programme: Programme, team: Team, member: Person, champion: Person
) -> None:
    knowing.mentor(member, team)
    assert mentors.of_teams(programme, champion)[team.pk].text == member.name
    member.remove(champion)
    assert mentors.of_teams(programme, champion) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
    browse: Browse,
    champion: Person,
    member: Person,
    count: int,
) -> None:
    for number in range(count):
        knowing.mentor(member, knowing.adopting(member.programme, f"Desk {number}"))
    client, url = browse(champion), reverse("onboarding:mentors", args=[member.programme.key])
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)

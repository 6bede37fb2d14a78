"""Teams: three that stay, others that come, are renamed, go or are retired."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.direction.principles import Kind
from changeprog.programme import home
from changeprog.programme.models import Event, Person, Programme, Team
from changeprog.programme.models.team import TeamOvertaken, TeamStays, TeamTaken
from changeprog.programme.search import Words, search
from teams.influence import of_design, of_leadership
from tests import factory
from tests.teams.moment import at_once

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def desks(champion: Person) -> Team:
    return Team.add(champion, uuid4(), "Service desks", "They answer the phone.")


def url(name: str, team: Team) -> str:
    return reverse(f"teams:{name}", args=[team.programme.key, team.pk])


def verbs(team: Team) -> list[str]:
    return [event.verb for event in Event.objects.of(team).order_by("pk")]


def test_a_core_team_is_neither_removed_nor_retired(programme: Programme, champion: Person) -> None:
    team = factory.core_team(programme)
    for act in (team.remove, team.retire):
        with pytest.raises(TeamStays, match="every programme has it"):
            act(champion)
    assert Event.objects.of(team).count() == 0


def test_the_database_keeps_a_core_team_too(programme: Programme) -> None:
    point = transaction.savepoint()
    Team.objects.filter(programme=programme, kind="design").delete()
    with pytest.raises(IntegrityError, match="cannot be removed"):
        connection.check_constraints()
    transaction.savepoint_rollback(point)
    with pytest.raises(IntegrityError, match="team_core_never_retired"), transaction.atomic():
        Team.objects.filter(programme=programme).update(retired_at="2026-01-01T00:00Z")
    assert Team.objects.core().count() == 3


def test_a_programme_that_is_deleted_takes_its_teams_along(programme: Programme) -> None:
    programme.delete()
    connection.check_constraints()
    assert Team.objects.count() == 0


def test_a_team_is_added_once_an_attempt(champion: Person) -> None:
    key = uuid4()
    first = Team.add(champion, key, "Service desks")
    assert Team.add(champion, key, "Service desks") == first
    assert verbs(first) == ["team.added"]
    with pytest.raises(TeamTaken, match="a team called Service desks"):
        Team.add(champion, uuid4(), "Service desks")


def test_only_what_is_new_is_told_and_only_on_top_of_what_was_seen(
    desks: Team, champion: Person
) -> None:
    desks.describe(champion, 1, "Service desks", "They answer the phone.")
    desks.describe(champion, 1, "Eleven desks", "They answer the phone.")
    with pytest.raises(TeamOvertaken) as refusal:
        desks.describe(champion, 1, "Twelve desks", "")
    assert str(refusal.value.current) == "Eleven desks"
    assert verbs(desks) == ["team.added", "team.described"]


def test_a_team_that_something_hangs_on_stays_and_can_be_retired(
    desks: Team, champion: Person, member: Person
) -> None:
    factory.seat(member, desks)
    with pytest.raises(TeamStays, match="something hangs on it"):
        desks.remove(champion)
    desks.retire(champion)
    desks.retire(champion)
    assert list(member.seats.held()) == []
    desks.bring_back(champion)
    assert member.seats.held().count() == 1
    assert verbs(desks)[2:] == ["team.retired", "team.returned"]


def test_a_team_without_anything_is_removed(desks: Team, champion: Person) -> None:
    desks.remove(champion)
    desks.remove(champion)
    assert Team.objects.adopting().count() == 0
    assert Event.objects.filter(verb="team.removed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_rename_at_once_one_does(desks: Team, champion: Person) -> None:
    def rename(name: str) -> str:
        try:
            Team.objects.select_related("programme").get(pk=desks.pk).describe(
                champion, 1, name, ""
            )
        except TeamOvertaken:
            return "too late"
        return "done"

    assert sorted(at_once(lambda: rename("One"), lambda: rename("Two"))) == ["done", "too late"]


# --- pages


def test_everybody_sees_the_three_teams_and_who_leads_them(
    browse: Browse, programme: Programme, observer: Person, member: Person
) -> None:
    factory.seat(member, factory.core_team(programme), chair=True)
    shown = browse(observer).get(reverse("teams:teams", args=[programme.key])).content.decode()
    words = ["Who is on the teams?", "Leadership", "Design", "Rollout", "Mo Member", "Nobody yet"]
    assert [word for word in words if word not in shown] == []
    assert "No team adopts the change yet" in shown
    assert "Add a team" not in shown


def test_the_champion_adds_renames_and_undoes(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    client = browse(champion)
    said = {"name": "Pune sales", "purpose": "Answers.", "key": str(uuid4()), "revision": "0"}
    added = client.post(reverse("teams:new_team", args=[programme.key]), said, follow=True)
    assert "Pune sales is on board." in added.content.decode()
    team = Team.objects.adopting().get()
    changed = {"name": "Pune", "purpose": "", "revision": "1"}
    client.post(url("team_words", team), changed)
    event = Event.objects.of(team).latest("pk")
    client.post(reverse("teams:undoing", args=[programme.key, event.pk]))
    team.refresh_from_db()
    assert (team.name, team.purpose) == ("Pune sales", "Answers.")


def test_the_second_to_rename_is_shown_both(browse: Browse, desks: Team, champion: Person) -> None:
    client = browse(champion)
    desks.describe(champion, 1, "Eleven desks", "Theirs.")
    mine = {"name": "Twelve desks", "purpose": "Mine.", "revision": "1"}
    answer = client.post(url("team_words", desks), mine)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert [word for word in ("Eleven desks", "Theirs.", "Twelve desks") if word not in shown] == []
    again = client.post(url("team_words", desks), {**mine, "revision": "2"})
    assert again.status_code == 302


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "leadership", "LEADERSHIP"])
def test_a_bad_name_is_refused_with_what_was_typed(
    name: str, browse: Browse, programme: Programme, champion: Person
) -> None:
    said = {"name": name, "purpose": "Kept words", "key": str(uuid4()), "revision": "0"}
    answer = browse(champion).post(reverse("teams:new_team", args=[programme.key]), said)
    assert (answer.status_code, "Kept words" in answer.content.decode()) == (422, True)
    assert Team.objects.adopting().count() == 0


def test_what_people_wrote_is_only_words(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    bad = "<script>alert(1)</script>"
    team = Team.add(champion, uuid4(), bad, bad)
    pages = ["teams", "representation", "adopting"]
    urls = [*(reverse(f"teams:{name}", args=[programme.key]) for name in pages), url("team", team)]
    for address in urls:
        shown = browse(champion).get(address).content.decode()
        assert ("<script>alert" in shown) is False, address


def test_a_retired_team_is_among_the_retired_and_can_come_back(
    browse: Browse, desks: Team, champion: Person, member: Person
) -> None:
    factory.seat(member, desks)
    client, listed = browse(champion), reverse("teams:adopting", args=[desks.programme.key])
    answer = client.post(url("team_retirement", desks), follow=True).content.decode()
    assert ("is retired" in answer, ">Undo<" in answer) == (True, True)
    assert "Service desks" not in client.get(listed).content.decode()
    assert "Service desks" in client.get(f"{listed}?state=retired").content.decode()
    client.post(url("team_return", desks))
    assert "Service desks" in client.get(f"{listed}?name=DESK").content.decode()
    assert "No such team" in client.get(f"{listed}?name=fairs").content.decode()


def test_the_long_list_is_paged(browse: Browse, programme: Programme, champion: Person) -> None:
    Team.objects.bulk_create(
        Team(programme=programme, name=f"Desk {number:03}") for number in range(300)
    )
    client = browse(champion)
    listed = client.get(reverse("teams:adopting", args=[programme.key])).content.decode()
    assert listed.count('class="row link"') == 50
    first = client.get(reverse("teams:teams", args=[programme.key])).content.decode()
    assert ("All 300" in first, first.count('class="row link"')) == (True, 12)


def test_a_team_tells_what_it_owes(browse: Browse, programme: Programme, member: Person) -> None:
    team = factory.core_team(programme)
    factory.make_milestone(programme, "Pilot live", team=team)
    factory.make_objective(programme, "Answered in a day", team=team)
    factory.seat(member, team)
    factory.log_barrier(member, "No time for training", owner=member)
    shown = browse(member).get(url("team", team)).content.decode()
    words = ["Pilot live", "Answered in a day", "No time for training"]
    assert [word for word in words if word not in shown] == []


def test_a_retired_team_is_offered_only_to_what_it_has_already(
    desks: Team, champion: Person
) -> None:
    own = Team.objects.filter(programme=desks.programme)
    assert desks in own.offered(None)
    desks.retire(champion)
    assert (desks in own.offered(None), desks in own.offered(desks)) == (False, True)


def test_teams_are_found(programme: Programme, desks: Team, member: Person) -> None:
    found = [hit.title for group in search(member, Words.of("desk", 5)) for hit in group.hits]
    assert found == ["Service desks"]


def test_the_charter_names_chairs_and_functions(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    sales = programme.functions.get(name="Sales")
    chair = factory.make_person(programme, name="Ada Able", function=sales)
    factory.seat(chair, factory.core_team(programme), chair=True)
    charter = browse(observer).get(reverse("direction:charter", args=[programme.key]))
    shown = " ".join(charter.content.decode().split())
    assert ("Led by Ada Able" in shown, 'aria-label="Sales"' in shown) == (True, True)


def test_the_road_asks_for_somebody_who_leads_each_team(programme: Programme) -> None:
    def state() -> str:
        return next(s.state for s in home.road(programme) if s.label == "Assemble the teams")

    people = [factory.make_person(programme) for _ in range(3)]
    for person, kind in zip(people, ["leadership", "design", "rollout"], strict=True):
        assert state() != "done"
        factory.seat(person, factory.core_team(programme, kind), chair=True)
    assert state() == "done"


@pytest.mark.parametrize(
    ("held", "kinds"),
    [
        ([], []),
        ([(True, False)], [Kind.MISSING]),
        ([(True, False), (False, True)], [Kind.PARTLY]),
        ([(True, True), (False, False)], [Kind.MET]),
    ],
)
def test_decision_makers_lead_the_leadership_team(held: Any, kinds: list[Kind]) -> None:
    assert [piece.kind for piece in of_leadership(held, "Leadership", "/x/")] == kinds


@pytest.mark.parametrize(
    ("there", "needed", "kind"), [(0, 4, Kind.MISSING), (3, 4, Kind.PARTLY), (4, 4, Kind.MET)]
)
def test_the_design_team_has_every_function(there: int, needed: int, kind: Kind) -> None:
    assert [piece.kind for piece in of_design(there, needed, "Design", "/x/")] == [kind]

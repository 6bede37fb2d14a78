"""One barrier's page: what is said of it, me too, who is asked, and the victory it becomes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Function, Person, Programme
from teams import escalating
from teams.celebrating import celebrate, celebrate_no_more
from teams.models import Barrier, EscalationRule, Victory
from tests import factory
from tests.teams.moment import at_once

Browse = Callable[[Person | User | None], Client]
SOON = timedelta(days=7)


def address(name: str, barrier: Barrier) -> str:
    return reverse(f"teams:{name}", args=[barrier.programme.key, barrier.pk])


def shown(client: Client, barrier: Barrier) -> str:
    return " ".join(client.get(address("barrier", barrier)).content.decode().split())


def words(barrier: Barrier, **said: Any) -> dict[str, Any]:
    """Return what the form of ``barrier`` sends when only ``said`` was changed."""
    return {
        "key": str(barrier.key),
        "revision": barrier.revision,
        "what": barrier.what,
        "owner": barrier.owner_id or "",
        "next_step": barrier.next_step,
        "next_step_due": barrier.next_step_due or "",
        **said,
    }


def verbs(barrier: Barrier) -> list[str]:
    return list(Event.objects.of(barrier).order_by("pk").values_list("verb", flat=True))


# Saying more


def test_everything_that_is_said_of_it_is_on_its_page(
    browse: Browse, member: Person, programme: Programme
) -> None:
    barrier, client = factory.log_barrier(member, "No tablets", member), browse(member)
    milestone = factory.make_milestone(programme, "Pilot live")
    said = words(
        barrier,
        function=Function.objects.get(programme=programme, name="Sales").pk,
        affected_team=factory.core_team(programme, "design").pk,
        team=factory.core_team(programme, "leadership").pk,
        milestone=milestone.pk,
        next_step="Order ten",
        next_step_due=(localdate() + SOON).isoformat(),
    )
    answer = client.post(address("barrier_editing", barrier), said)
    assert answer.headers["Location"] == address("barrier", barrier)
    page = shown(client, barrier)
    for text in ("Sales", "Design", "Leadership", "Pilot live", "Order ten", "in 7 days"):
        assert text in page
    assert verbs(barrier) == ["barrier.logged", "barrier.changed"]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"next_step": "Order ten"}, "Say by when: without a day nobody asks about it."),
        ({"next_step_due": "2099-01-01"}, "Say what is done by that day."),
        ({"next_step": "x", "next_step_due": "2020-01-01"}, "This day is over."),
        ({"what": " "}, "Say it in a few words."),
        ({"next_step": "x" * 301, "next_step_due": "2099-01-01"}, "Keep it to 300 characters"),
        ({"team": "0"}, "this one is not in the programme"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    said: dict[str, Any], complaint: str, browse: Browse, member: Person
) -> None:
    barrier = factory.log_barrier(member)
    answer = browse(member).post(address("barrier_editing", barrier), words(barrier, **said))
    assert (answer.status_code, complaint in answer.content.decode()) == (422, True)
    assert Barrier.objects.get().revision == 1


def test_the_second_to_save_is_shown_both_versions(
    browse: Browse, member: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(member, "No tablets")
    seen = words(barrier, what="No tablets at fairs")
    barrier.change(champion, 1, what="No tablets at all")
    answer = browse(member).post(address("barrier_editing", barrier), seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("No tablets at all" in page, "No tablets at fairs" in page) == (True, True)
    assert Barrier.objects.get().what == "No tablets at all"
    again = browse(member).post(address("barrier_editing", barrier), {**seen, "revision": 2})
    assert again.status_code == 302
    assert Barrier.objects.get().what == "No tablets at fairs"


def test_a_form_does_not_take_a_barrier_from_whoever_took_it_meanwhile(
    browse: Browse, member: Person, champion: Person
) -> None:
    barrier = factory.log_barrier(member)
    seen = words(barrier, what="Reworded")
    barrier.take(champion)
    answer = browse(member).post(address("barrier_editing", barrier), seen)
    assert answer.status_code == 409
    assert Barrier.objects.get().owner == champion


def test_a_change_is_undone_by_whoever_made_it_until_somebody_changes_more(
    browse: Browse, member: Person, champion: Person
) -> None:
    barrier, client = factory.log_barrier(member, "No tablets"), browse(member)
    undo = address("barrier_editing_undo", barrier)
    answer = client.post(
        address("barrier_editing", barrier), words(barrier, what="No laptops"), follow=True
    )
    assert undo in answer.content.decode()
    client.post(undo)
    assert Barrier.objects.get().what == "No tablets"
    Barrier.objects.get().change(member, 3, what="No phones")
    Barrier.objects.get().change(champion, 4, what="No faxes")
    late = client.post(undo, follow=True)
    assert "Somebody changed it since, so it stays as it is." in late.content.decode()
    assert Barrier.objects.get().what == "No faxes"


def test_next_steps_that_move_are_counted_and_told(browse: Browse, member: Person) -> None:
    barrier = factory.log_barrier(member, owner=member)
    for revision, day in enumerate([date(2099, 1, 1), date(2099, 2, 1), date(2099, 3, 1)], 1):
        barrier.change(member, revision, next_step="Order ten", next_step_due=day)
    page = shown(browse(member), barrier)
    assert "moved 2 times" in page
    assert "next step due: 1 Feb 2099 → 1 Mar 2099" in page


# Me too


def test_me_too_is_one_tap_and_told_once(browse: Browse, member: Person, champion: Person) -> None:
    barrier, client = factory.log_barrier(champion), browse(member)
    for name in ("barrier_me_too", "barrier_me_too", "barrier_me_too_end", "barrier_me_too"):
        client.post(address(name, barrier))
    assert "1 said me too: Mo Member" in shown(client, barrier)
    assert verbs(barrier) == ["barrier.logged", "barrier.shared"]
    client.post(address("barrier_me_too_end", barrier))
    assert "Nobody has said me too yet" in shown(client, barrier)
    assert Barrier.objects.with_names().get().me_toos == 0


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_on_me_too_is_one_voice() -> None:
    programme = factory.make_programme()
    champion = factory.champion_of(programme)
    barrier = factory.log_barrier(champion)
    at_once(*[lambda: barrier.say_me_too(champion)] * 3)
    assert Barrier.objects.with_names().get().me_toos == 1
    assert verbs(barrier) == ["barrier.logged", "barrier.shared"]


# Who is asked


def test_the_page_says_who_is_asked_and_who_is_next(
    browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    cleo = factory.make_person(programme, name="Cleo Chair")
    factory.seat(cleo, factory.core_team(programme, "rollout"), chair=True)
    barrier = factory.log_barrier(member)
    before = shown(browse(member), barrier)
    assert ("Nobody is asked yet" in before, "it goes to the chair (Cleo Chair)" in before) == (
        True,
        True,
    )
    Barrier.objects.update(since=now() - timedelta(days=5))
    escalating.escalate_due()
    after = shown(browse(member), barrier)
    assert "Asked: the chair" in after
    assert "Nobody owns this barrier." in after
    assert "it goes to the champion (Chris Champion) on" in after
    home = browse(cleo).get(programme.get_absolute_url()).content.decode()
    assert ("Asked of me" in home, "Asked of me" in shown(browse(member), barrier)) == (True, False)


def test_an_old_barrier_says_that_it_goes_to_the_next_workshop(
    browse: Browse, champion: Person
) -> None:
    barrier = factory.log_barrier(champion, owner=champion)
    EscalationRule.set(champion, stale_days=3)
    Barrier.objects.update(logged_at=now() - timedelta(days=2))
    assert "next workshop" not in shown(browse(champion), barrier)
    Barrier.objects.update(logged_at=now() - timedelta(days=3))
    assert "standing for 3 days or more. It belongs before the next workshop" in shown(
        browse(champion), barrier
    )


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"unowned_hours": "48", "grace_days": "0", "level_days": "3", "stale_days": "30"}, 302),
        ({"unowned_hours": "0", "grace_days": "0", "level_days": "3", "stale_days": "30"}, 422),
        ({"unowned_hours": "x", "grace_days": "0", "level_days": "3", "stale_days": "30"}, 422),
        ({"unowned_hours": "48", "grace_days": "31", "level_days": "3", "stale_days": ""}, 422),
    ],
)
def test_the_champion_sets_when_barriers_go_up(
    said: dict[str, str], status: int, browse: Browse, champion: Person, programme: Programme
) -> None:
    url = reverse("teams:escalation_rule", args=[programme.key])
    assert browse(champion).post(url, said).status_code == status
    kept = EscalationRule.of(programme)
    assert (kept.unowned_hours, kept.level_days) == ((48, 3) if status == 302 else (24, 2))


# Knocked down


def test_whose_doing_it_was_is_kept_and_told(
    browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    barrier, client = factory.log_barrier(member), browse(member)
    said = {
        "how": "We asked",
        "doers": [champion.pk, member.pk],
        "team": factory.core_team(programme, "design").pk,
    }
    client.post(address("barrier_knock_down", barrier), said)
    page = shown(client, barrier)
    assert "thanks to Chris Champion, Mo Member, Design" in page
    assert "Make it a victory" in page


def test_what_was_knocked_down_becomes_a_victory_with_one_click_and_back(
    browse: Browse, member: Person, champion: Person, programme: Programme
) -> None:
    milestone = factory.make_milestone(programme)
    barrier, client = factory.log_barrier(member, "No tablets"), browse(member)
    barrier.change(member, 1, milestone=milestone)
    barrier.knock_down(member, "Ten were ordered", [champion])
    answer = client.post(address("barrier_victory", barrier), follow=True)
    assert address("barrier_victory_end", barrier) in answer.content.decode()
    victory = Victory.objects.get()
    assert (victory.what, victory.where) == ("Out of the way: No tablets", "Ten were ordered")
    assert (victory.milestone, victory.barrier, victory.winners) == (milestone, barrier, [champion])
    assert victory.get_absolute_url() in shown(client, barrier)
    assert barrier.get_absolute_url() in client.get(victory.get_absolute_url()).content.decode()
    client.post(address("barrier_victory_end", barrier))
    assert Victory.objects.count() == 0
    client.post(address("barrier_victory", barrier))
    assert Victory.objects.get() == victory


def test_a_victory_that_others_have_thanked_for_stays(member: Person, champion: Person) -> None:
    barrier = factory.log_barrier(member)
    assert celebrate(barrier, member) is None
    barrier.knock_down(member, "We asked")
    victory = celebrate(barrier, member)
    assert victory is not None
    victory.thank(champion)
    assert not celebrate_no_more(barrier, member)
    assert list(Victory.objects.all()) == [victory]


@pytest.mark.django_db(transaction=True)
def test_two_people_celebrating_at_once_make_one_victory() -> None:
    programme = factory.make_programme()
    people = [factory.champion_of(programme), factory.make_person(programme)]
    barrier = factory.log_barrier(people[0])
    barrier.knock_down(people[0], "We asked")
    made = at_once(*(lambda p=p: celebrate(barrier, p) for p in people))
    assert made == [Victory.objects.get()] * 2
    assert verbs(barrier).count("barrier.celebrated") == 1


def test_it_can_be_logged_from_something_else_and_leads_there(
    browse: Browse, member: Person, programme: Programme
) -> None:
    source = factory.make_milestone(programme, "Pilot live")
    team = factory.core_team(programme, "design")
    key = factory.log_barrier(member).key
    Barrier.objects.all().delete()
    barrier = Barrier.log(member, key, "It leaks", source=source, team=team)
    page = shown(browse(member), barrier)
    assert f'Came from</dt> <dd> <a href="{source.get_absolute_url()}"' in page
    assert Barrier.objects.get().team == team


@pytest.mark.parametrize(
    ("name", "role", "status"),
    [
        (name, role, status)
        for name in ("me_too", "me_too_end", "editing_undo", "victory", "victory_end")
        for role, status in (("observer", 403), ("member", 302))
    ],
)
def test_each_act_asks_for_a_member(
    name: str, role: str, status: int, browse: Browse, champion: Person
) -> None:
    person = factory.make_person(champion.programme, role)
    url = address(f"barrier_{name}", factory.log_barrier(champion))
    assert browse(person).post(url).status_code == status
    assert browse(person).get(url).status_code == (403 if status == 403 else 405)


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_page_asks_the_same_few_questions_however_many_say_me_too(
    rows: int, browse: Browse, champion: Person, django_assert_num_queries: Any
) -> None:
    barrier = factory.log_barrier(champion, owner=champion)
    people = Person.objects.bulk_create(
        [Person(programme=champion.programme, name=f"P {n}") for n in range(rows)]
    )
    barrier.voices.bulk_create([barrier.voices.model(barrier=barrier, person=p) for p in people])
    client = browse(champion)
    with django_assert_num_queries(18):
        assert f"{rows} said me too" in shown(client, barrier)

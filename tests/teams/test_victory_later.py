"""What happens to a victory after it was logged: more is said of it, thanks, taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime, now

from changeprog.accounts.models import User
from changeprog.direction.models import Overtaken
from changeprog.direction.principles import standings
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.search import Words
from teams import digest, thanking
from teams.finders import find_victories
from teams.models import Picture, Thanks, Victory
from tests import factory
from tests.teams.moment import at_once

Browse = Callable[[Person | User | None], Client]


def address(name: str, victory: Victory) -> str:
    return reverse(f"teams:{name}", args=[victory.programme.key, victory.pk])


def told(victory: Victory) -> list[str]:
    """Return what was done to a victory after it was logged, oldest first."""
    verbs = Event.objects.of(victory).order_by("pk").values_list("verb", flat=True)
    return [verb.removeprefix("victory.") for verb in verbs if verb != "victory.logged"]


def words(victory: Victory, **changed: Any) -> dict[str, Any]:
    """Return what the form sends back unless something else is typed."""
    fields = ("what", "where", "link", "alt", "revision")
    return {**{name: getattr(victory, name) for name in fields}, "key": victory.key, **changed}


@pytest.fixture
def victory(member: Person) -> Victory:
    return factory.log_victory(member, "They called back")


# Saying more


def test_more_is_said_later_and_the_history_tells_it(
    browse: Browse, member: Person, champion: Person, programme: Programme, victory: Victory
) -> None:
    team, objective = factory.core_team(programme), factory.make_objective(programme)
    links = {"team": team.pk, "objective": objective.pk, "doers": [champion.pk]}
    said = words(victory, where="On the board", link="https://example.org/a", **links)
    answer = browse(member).post(address("victory_editing", victory), said)
    assert answer.headers["Location"] == victory.get_absolute_url()
    victory.refresh_from_db()
    assert (victory.where, victory.team, victory.objective) == ("On the board", team, objective)
    assert (list(victory.doers.all()), told(victory)) == ([champion], ["changed"])


def test_saving_without_a_change_is_no_event(
    browse: Browse, member: Person, victory: Victory
) -> None:
    browse(member).post(address("victory_editing", victory), words(victory))
    assert told(victory) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("logger", 302), ("doer", 302), ("champion", 302), ("another", 403), ("observer", 403)],
)
def test_who_logged_or_won_it_and_champions_may_say_more(  # noqa: PLR0917
    who: str,
    status: int,
    browse: Browse,
    member: Person,
    champion: Person,
    programme: Programme,
    victory: Victory,
) -> None:
    doer = factory.make_person(programme)
    victory.doers.add(doer)
    people = {"logger": member, "doer": doer, "champion": champion}
    role = "observer" if who == "observer" else "member"
    person = people.get(who) or factory.make_person(programme, role)
    said = words(victory, where="In the canteen")
    answer = browse(person).post(address("victory_editing", victory), said)
    assert answer.status_code == status


def test_two_who_write_at_once_see_both(browse: Browse, member: Person, victory: Victory) -> None:
    client, url = browse(member), address("victory_editing", victory)
    client.post(url, words(victory, where="In the canteen"))
    late = client.post(url, words(victory, where="On the board"))
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Theirs says: Where can it be seen? In the canteen" in shown
    assert 'value="On the board"' in shown
    victory.refresh_from_db()
    again = words(victory, where="On the board")
    assert client.post(url, again).status_code == 302
    assert Victory.objects.get().where == "On the board"


@pytest.mark.parametrize(
    "bad",
    [
        {"what": ""},
        {"what": "x" * 501},
        {"where": "x" * 301},
        {"link": "javascript:alert(1)"},
        {"link": "no address"},
        {"link": "ftp://example.org"},
        {"doers": ["0"]},
        {"doers": ["x"]},
        {"team": "0"},
        {"revision": "x"},
    ],
)
def test_what_cannot_be_taken_is_refused_and_still_there(
    bad: dict[str, Any], browse: Browse, member: Person, victory: Victory
) -> None:
    said = words(victory, alt="A list on a wall", **bad)
    answer = browse(member).post(address("victory_editing", victory), said)
    assert answer.status_code == 422
    assert "A list on a wall" in answer.content.decode()
    assert told(victory) == []


@pytest.mark.parametrize("field", ["doers", "team", "objective"])
def test_what_belongs_to_another_programme_is_refused(
    field: str, browse: Browse, member: Person, stranger: Person, victory: Victory
) -> None:
    rows = {
        "doers": stranger,
        "team": factory.core_team(stranger.programme),
        "objective": factory.make_objective(stranger.programme),
    }
    said = words(victory, **{field: rows[field].pk})
    answer = browse(member).post(address("victory_editing", victory), said)
    assert answer.status_code == 422


def test_whoever_was_removed_keeps_their_name_and_cannot_be_chosen(
    browse: Browse, member: Person, champion: Person, facilitator: Person, victory: Victory
) -> None:
    victory.doers.add(facilitator)
    facilitator.remove(champion)
    client, url = browse(member), address("victory_editing", victory)
    assert "Until now Fay Facilitator." in client.get(url).content.decode()
    client.post(url, words(victory, where="On the board", doers=[champion.pk]))
    assert set(Victory.objects.get().doers.all()) == {facilitator, champion}
    refused = client.post(url, words(Victory.objects.get(), doers=[facilitator.pk]))
    assert refused.status_code == 422


def test_the_last_change_is_undone(browse: Browse, member: Person, victory: Victory) -> None:
    client = browse(member)
    page, undo = victory.get_absolute_url(), address("victory_editing_undo", victory)
    client.post(address("victory_editing", victory), words(victory, where="In the canteen"))
    assert [undo in client.get(page).content.decode() for _ in range(2)] == [True, False]
    client.post(undo)
    assert Victory.objects.get().where == ""


def test_a_picture_taken_away_by_mistake_comes_back(member: Person, victory: Victory) -> None:
    picture = Picture.keep(victory.programme, factory.draw())
    victory.change(member, 1, picture=picture)
    victory.change(member, 2, picture=None)
    victory.undo_change(member)
    assert Victory.objects.get().picture == picture


def test_a_change_that_was_overtaken_is_not_undone(member: Person, victory: Victory) -> None:
    victory.change(member, 1, where="In the canteen")
    Victory.objects.update(revision=7)
    with pytest.raises(Overtaken):
        victory.undo_change(member)


# Thanks


def test_one_tap_thanks_and_another_takes_it_back(
    browse: Browse, champion: Person, victory: Victory
) -> None:
    client = browse(champion)
    for _ in range(2):
        client.post(address("victory_thanks", victory))
    assert [said.person for said in victory.thanks.all()] == [champion]
    for _ in range(2):
        client.post(address("victory_thanks_end", victory))
    assert list(victory.thanks.all()) == []
    assert told(victory) == ["thanked", "thanks_taken_back"]


def test_observers_say_thank_you_too(browse: Browse, observer: Person, victory: Victory) -> None:
    assert browse(observer).post(address("victory_thanks", victory)).status_code == 302
    shown = browse(observer).get(victory.get_absolute_url()).content.decode()
    assert ("Thanks from Ola Observer" in shown, 'aria-pressed="true"' in shown) == (True, True)


def test_nobody_thanks_for_what_they_did_themselves(
    browse: Browse, member: Person, champion: Person, victory: Victory
) -> None:
    url = address("victory_thanks", victory)
    assert browse(member).post(url).status_code == 403
    victory.doers.add(champion)
    assert (browse(member).post(url).status_code, browse(champion).post(url).status_code) == (
        302,
        403,
    )
    assert [said.person for said in Thanks.objects.all()] == [member]


@pytest.mark.django_db(transaction=True)
def test_taps_that_arrive_at_once_are_one() -> None:
    programme = factory.make_programme()
    champion = factory.champion_of(programme)
    victory = factory.log_victory(factory.make_person(programme))
    at_once(*[lambda: Victory.objects.get(pk=victory.pk).thank(champion)] * 3)
    assert (Thanks.objects.count(), told(victory)) == (1, ["thanked"])


def test_thanks_are_on_the_home_page_of_whom_they_are_for(
    browse: Browse, member: Person, champion: Person, observer: Person, victory: Victory
) -> None:
    victory.thank(champion)
    victory.thank(observer)
    home = member.programme.get_absolute_url()
    assert (
        "Thanks from Ola Observer and Chris Champion" in browse(member).get(home).content.decode()
    )
    assert "Thanks from" not in browse(champion).get(home).content.decode()
    assert thanking.THANKS_FOR_ME.is_stale_after("victory.thanked")


def test_old_thanks_leave_the_home_page(champion: Person, member: Person, victory: Victory) -> None:
    victory.thank(champion)
    assert len(thanking.given_to(member)) == 1
    Thanks.objects.update(at=now() - thanking.LATELY - timedelta(minutes=1))
    assert thanking.given_to(member) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_thanks_for_me_ask_the_same_few_questions(
    rows: int, champion: Person, member: Person, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factory.log_victory(member, f"Won {number}").thank(champion)
    with django_assert_num_queries(2):
        thanking.THANKS_FOR_ME.render_personally(member)


# Taken back


def test_what_was_taken_back_is_gone_from_everywhere(
    browse: Browse, member: Person, champion: Person, programme: Programme, victory: Victory
) -> None:
    victory.promote(champion, "It took courage")
    client = browse(champion)
    pages = [programme.get_absolute_url()]
    pages += [reverse(f"teams:{name}", args=[programme.key]) for name in ("board", "victories")]
    wanted = Words.of("called", 5)

    def seen() -> list[bool]:
        window = digest.won(programme, now() - timedelta(days=7), now() + timedelta(days=1))
        on_pages = ["They called back" in client.get(page).content.decode() for page in pages]
        found = [bool(window), bool(find_victories(programme, champion, wanted))]
        benefit = any(
            "They called" in e.text for e in standings(programme, Role.OBSERVER)[4].evidence
        )
        return [*on_pages, *found, benefit]

    assert seen() == [True] * 6
    browse(member).post(address("victory_taking_back", victory))
    assert seen() == [False] * 6
    browse(member).post(address("victory_return", victory))
    assert seen() == [True] * 6
    assert told(victory) == ["promoted", "removed", "restored"]


def test_taking_back_twice_is_told_once(member: Person, victory: Victory) -> None:
    victory.remove(member)
    victory.remove(member)
    victory.bring_back(member)
    victory.bring_back(member)
    assert told(victory) == ["removed", "restored"]


@pytest.mark.parametrize(("hours", "status"), [(23, 302), (25, 403)])
def test_whoever_logged_it_may_take_it_back_within_a_day(  # noqa: PLR0917
    hours: int, status: int, browse: Browse, member: Person, champion: Person, victory: Victory
) -> None:
    with time_machine.travel(localtime() + timedelta(hours=hours), tick=False):
        url = address("victory_taking_back", victory)
        assert browse(factory.make_person(member.programme)).post(url).status_code == 403
        assert browse(member).post(url).status_code == status
        assert browse(champion).post(url).status_code == 302


def test_only_who_may_bring_it_back_still_sees_it(
    browse: Browse, member: Person, champion: Person, facilitator: Person, victory: Victory
) -> None:
    victory.remove(champion)
    page = victory.get_absolute_url()
    statuses = [browse(who).get(page).status_code for who in (member, champion, facilitator)]
    assert statuses == [200, 200, 404]
    assert "Bring it back" in browse(member).get(page).content.decode()


def test_one_attempt_stays_one_victory_after_it_was_taken_back(
    member: Person, victory: Victory
) -> None:
    victory.remove(member)
    assert Victory.log(member, victory.key, "They called back") == victory
    assert list(Victory.objects.all()) == []


# In the page, with htmx


def test_a_tap_brings_the_card_and_the_page_as_they_are_now(
    browse: Browse, champion: Person, victory: Victory
) -> None:
    wall = reverse("teams:victories", args=[victory.programme.key])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{wall}"}
    answer = browse(champion).post(address("victory_thanks", victory), headers=headers)
    shown = " ".join(answer.content.decode().split())
    parts = [f'id="wall-{victory.pk}"', 'id="victory"', f'id="victory-{victory.pk}"']
    assert [part for part in parts if part not in shown] == []
    assert shown.count("Thanks from Chris Champion") == 2
    assert shown.count('aria-pressed="true"') == 2


def test_a_refused_change_in_the_dialog_is_the_form_again(
    browse: Browse, member: Person, victory: Victory
) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/elsewhere/"}
    url = address("victory_editing", victory)
    answer = browse(member).post(url, words(victory, what=""), headers=headers)
    assert (answer.status_code, "<html" in answer.content.decode()) == (422, False)
    saved = browse(member).post(url, words(victory, where="In the canteen"), headers=headers)
    assert saved.headers["HX-Reswap"] == "none"
    assert "In the canteen" in saved.content.decode()

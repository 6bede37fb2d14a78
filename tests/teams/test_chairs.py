"""The agreement of two chairs: written, confirmed, lapsing, asking for its review; and private."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog import liveness
from changeprog.accounts.models import User
from changeprog.communications.models import Notice
from changeprog.communications.reminders import remind_due
from changeprog.programme.models import Event, Person, Programme, Role, Team
from teams.models import CoChairAgreement, Seat
from teams.models.agreement import AgreementIncomplete, AgreementOvertaken, chairs_of
from tests import factory
from tests.teams.moment import at_once

Browse = Callable[[Person | User | None], Client]
COMMON = dict.fromkeys(["tension", "misunderstanding", "conflict", "reach"], "We talk.")


@pytest.fixture
def team(programme: Programme) -> Team:
    return factory.core_team(programme)


@pytest.fixture
def chairs(team: Team, member: Person, facilitator: Person) -> list[Seat]:
    return [factory.seat(person, team, chair=True) for person in (member, facilitator)]


def url(name: str, team: Team) -> str:
    return reverse(f"teams:{name}", args=[team.programme.key, team.pk])


def write(team: Team, seat: Seat, expects: str = "That you are on time", **values: Any) -> None:
    agreement = CoChairAgreement.of(team)
    said = {**COMMON, "review_on": localdate() + timedelta(days=30), **values}
    agreement.write(seat, agreement.revision, expects, **said)


def agreed(team: Team, chairs: list[Seat], **values: Any) -> CoChairAgreement:
    """Return the agreement, written and confirmed by both."""
    for seat in chairs:
        write(team, seat, **values)
    agreement = CoChairAgreement.of(team)
    for seat in chairs:
        agreement.confirm(seat, agreement.revision)
    return CoChairAgreement.of(team)


def test_it_holds_once_both_have_confirmed_all_of_it(team: Team, chairs: list[Seat]) -> None:
    write(team, chairs[0], "Say no in the meeting")
    agreement = CoChairAgreement.of(team)
    with pytest.raises(AgreementIncomplete):
        agreement.confirm(chairs[0], agreement.revision)
    write(team, chairs[1], "Ask before you promise")
    agreement = CoChairAgreement.of(team)
    assert [agreement.expects(seat) for seat in chairs] == [
        "Say no in the meeting",
        "Ask before you promise",
    ]
    agreement.confirm(chairs[0], agreement.revision)
    agreement.confirm(chairs[0], agreement.revision)
    assert not agreement.holds(chairs)
    agreement.confirm(chairs[1], agreement.revision)
    assert agreement.holds(chairs)
    assert Event.objects.filter(verb="agreement.confirmed").count() == 2


def test_a_change_asks_both_again(team: Team, chairs: list[Seat]) -> None:
    agreed(team, chairs)
    write(team, chairs[0], "That you are early")
    agreement = CoChairAgreement.of(team)
    assert [agreement.confirmed(seat) for seat in chairs] == [False, False]


def test_the_same_words_again_change_nothing(team: Team, chairs: list[Seat]) -> None:
    agreement = agreed(team, chairs)
    write(team, chairs[0])
    assert CoChairAgreement.of(team).revision == agreement.revision
    assert CoChairAgreement.of(team).holds(chairs)


def test_a_chair_handed_over_ends_it_for_both(
    team: Team, chairs: list[Seat], champion: Person
) -> None:
    agreed(team, chairs)
    chairs[1].hand_over(champion, champion)
    agreement, present = CoChairAgreement.of(team), chairs_of(team)
    assert (agreement.holds(present), agreement.is_between(present)) == (False, False)
    assert agreement.expects(present[1]) == ""
    write(team, present[1], "A fresh start")
    agreement = CoChairAgreement.of(team)
    assert [agreement.expects(seat) for seat in present] == [
        "That you are on time",
        "A fresh start",
    ]
    assert [agreement.confirmed(seat) for seat in present] == [False, False]


@pytest.mark.django_db(transaction=True)
def test_of_two_chairs_who_write_at_once_one_is_shown_the_other(
    team: Team, chairs: list[Seat]
) -> None:
    def first_words(seat: Seat) -> str:
        fresh = Seat.objects.select_related("person", "team__programme").get(pk=seat.pk)
        try:
            CoChairAgreement(team=fresh.team).write(fresh, 1, "Mine", tension=f"{seat.pk}")
        except AgreementOvertaken:
            return "too late"
        return "written"

    answers = at_once(lambda: first_words(chairs[0]), lambda: first_words(chairs[1]))
    assert sorted(answers) == ["too late", "written"]


# --- pages


def test_only_the_chairs_and_the_champion_see_it(
    browse: Browse, team: Team, chairs: list[Seat], champion: Person, observer: Person
) -> None:
    agreed(team, chairs, tension="We take a walk")
    someone = factory.make_person(team.programme, "facilitator")
    factory.seat(someone, team)
    readers = [chairs[0].person, chairs[1].person, champion]
    for person in readers:
        page = browse(person).get(url("agreement", team))
        assert (page.status_code, "We take a walk" in page.content.decode()) == (200, True)
        assert "Sharing the chair" in browse(person).get(url("team", team)).content.decode()
    for person in (someone, observer):
        assert browse(person).get(url("agreement", team)).status_code == 403
        assert "Sharing the chair" not in browse(person).get(url("team", team)).content.decode()
    assert Event.objects.visible_to(someone).filter(verb__startswith="agreement.").count() == 0
    told = Event.objects.visible_to(champion).filter(verb__startswith="agreement.")
    assert {tuple(event.facts) for event in told} == {("title",)}


def test_the_champion_reads_and_does_not_write(
    browse: Browse, team: Team, chairs: list[Seat], champion: Person
) -> None:
    agreement = agreed(team, chairs)
    client = browse(champion)
    for name in ("agreement_words", "agreement_confirmation"):
        answer = client.post(url(name, team), {"revision": 1, "expects": "x"}, follow=True)
        assert "written by two chairs" in answer.content.decode()
    assert CoChairAgreement.of(team).revision == agreement.revision


def test_a_chair_writes_and_confirms_on_the_page(
    browse: Browse, team: Team, chairs: list[Seat]
) -> None:
    day = (localdate() + timedelta(days=9)).isoformat()
    for seat in chairs:
        revision = CoChairAgreement.of(team).revision
        said = {**COMMON, "expects": "Be on time", "review_on": day, "revision": revision}
        assert browse(seat.person).post(url("agreement_words", team), said).status_code == 302
    revision = CoChairAgreement.of(team).revision
    for seat in chairs:
        said = {"revision_seen": revision}
        browse(seat.person).post(url("agreement_confirmation", team), said)
    assert CoChairAgreement.of(team).holds(chairs)
    shown = browse(chairs[0].person).get(url("agreement", team)).content.decode()
    assert shown.count("Confirmed") == 2


def test_the_second_chair_is_shown_both_versions(
    browse: Browse, team: Team, chairs: list[Seat]
) -> None:
    write(team, chairs[0], tension="Theirs: we sleep on it")
    said = {**COMMON, "tension": "Mine: we walk", "expects": "Be kind", "revision": 1}
    client = browse(chairs[1].person)
    answer = client.post(url("agreement_words", team), said)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert ("Theirs: we sleep on it" in shown, "Mine: we walk" in shown) == (True, True)
    again = {**said, "revision": CoChairAgreement.of(team).revision}
    assert client.post(url("agreement_words", team), again).status_code == 302
    assert CoChairAgreement.of(team).expects(chairs[1]) == "Be kind"


def test_words_that_changed_meanwhile_are_not_confirmed(
    browse: Browse, team: Team, chairs: list[Seat]
) -> None:
    agreement = agreed(team, chairs)
    write(team, chairs[1], "Something new")
    said = {"revision_seen": agreement.revision}
    client = browse(chairs[0].person)
    answer = client.post(url("agreement_confirmation", team), said, follow=True)
    assert "was changed while you were writing" in answer.content.decode()
    assert not CoChairAgreement.of(team).confirmed(chairs[0])


def test_the_day_of_the_review_is_still_to_come(
    browse: Browse, team: Team, chairs: list[Seat]
) -> None:
    said = {**COMMON, "review_on": localdate().isoformat(), "revision": 1}
    answer = browse(chairs[0].person).post(url("agreement_words", team), said)
    assert "still to come" in answer.content.decode()


# --- the review


def in_days(days: int) -> Any:
    return time_machine.travel(now() + timedelta(days=days), tick=False)


def test_it_asks_for_its_review_on_the_day_and_each_chair_once(
    browse: Browse, team: Team, chairs: list[Seat]
) -> None:
    agreed(team, chairs)
    with in_days(22):
        remind_due()
        assert Notice.objects.count() == 0
    with in_days(31):
        remind_due()
        remind_due()
        told = Notice.objects.order_by("person__name")
        assert [notice.person for notice in told] == [chairs[1].person, chairs[0].person]
        client = browse(chairs[0].person)
        for page in (url("team", team), url("agreement", team)):
            assert "You wanted to look at" in client.get(page).content.decode()
        home = client.get(team.programme.get_absolute_url()).content.decode()
        assert "Look at the agreement of the chairs again: Leadership" in home


def test_a_new_day_takes_back_what_was_not_sent_and_asks_anew(
    team: Team, chairs: list[Seat]
) -> None:
    agreed(team, chairs)
    with in_days(31):
        remind_due()
        write(team, chairs[0], review_on=localdate() + timedelta(days=60))
        assert Notice.objects.count() == 0
    with in_days(91):
        remind_due()
        assert Notice.objects.count() == 2


def test_nobody_is_asked_who_is_no_chair_any_more(
    team: Team, chairs: list[Seat], champion: Person
) -> None:
    agreed(team, chairs)
    chairs[0].hand_over(champion, champion)
    with in_days(31):
        remind_due()
    assert Notice.objects.count() == 0


def test_a_chair_who_became_an_observer_is_not_asked_for_what_they_cannot_open(
    browse: Browse, champion: Person, team: Team, chairs: list[Seat]
) -> None:
    agreed(team, chairs)
    observing = chairs[0].person
    observing.change(champion, role=Role.OBSERVER, function=observing.function)
    with in_days(31):
        remind_due()
        assert [notice.person for notice in Notice.objects.all()] == [chairs[1].person]
        client = browse(observing)
        assert client.get(url("agreement", team)).status_code == 403
        home = client.get(team.programme.get_absolute_url()).content.decode()
        assert "Look at the agreement of the chairs again" not in home


def test_a_review_nobody_asked_for_is_told_by_liveness(team: Team, chairs: list[Seat]) -> None:
    agreed(team, chairs)
    moment = now() + timedelta(days=31)
    assert "reminders" in liveness.overdue(moment)
    with in_days(31):
        remind_due()
    assert "reminders" not in liveness.overdue(moment)


def test_the_day_begins_by_the_clock_of_who_is_asked(team: Team, chairs: list[Seat]) -> None:
    Person.objects.filter(pk=chairs[0].person_id).update(time_zone="Pacific/Auckland")
    Person.objects.filter(pk=chairs[1].person_id).update(time_zone="America/Los_Angeles")
    agreed(team, chairs, review_on=date(2030, 1, 10))
    with time_machine.travel("2030-01-09T20:00Z", tick=False):
        remind_due()
    stages = {notice.person_id: notice.occasion[-2:] for notice in Notice.objects.all()}
    assert stages == {chairs[0].person_id: "/0", chairs[1].person_id: "/7"}

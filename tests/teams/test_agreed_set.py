"""What was agreed is issued as editions, and each person acknowledges, asked once by mail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changeprog import liveness
from changeprog.accounts.models import Letter, User
from changeprog.communications.models import Notice, Procedure
from changeprog.communications.tasks import send_notices
from changeprog.programme.models import Event, Person, Programme
from teams.acknowledging import GRACE, SETTLING
from teams.models import Acknowledgement, AgreedSet
from teams.tasks import issue_agreed
from tests import factory
from tests.teams.moment import at_once

Browse = Callable[[Person | User | None], Client]
START = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
MORNING = timedelta(days=1, hours=20)
"""From ``START`` to the second morning after it, 08:00."""


@pytest.fixture
def clock(settings: Any) -> Iterator[time_machine.Traveller]:
    """Freeze the time at ``START``, mail kept as on a copy without a mail server."""
    settings.EMAIL_BACKEND = "changeprog.accounts.mail.KeptBackend"
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def seated(clock: time_machine.Traveller, member: Person) -> Person:
    """The member, with a seat in the design team since a while."""
    seat = factory.seat(member, factory.core_team(member.programme, "design"))
    type(seat).objects.update(since=(START - timedelta(days=30)).date())
    return member


@pytest.fixture
def issued(seated: Person, champion: Person) -> AgreedSet:
    """The first edition, with one rule; the champion leads the leadership team."""
    factory.adopt_rule(champion)
    issued = AgreedSet.issue(champion.programme, champion)
    assert issued is not None
    return issued


def to(name: str, programme: Programme) -> str:
    return reverse(f"teams:{name}", args=[programme.key])


def beat() -> list[str]:
    """Let one beat pass and return whom mail went to by it."""
    before = set(Letter.objects.values_list("pk", flat=True))
    issue_agreed()
    send_notices()
    sent = Letter.objects.exclude(pk__in=before).values_list("to", flat=True)
    return sorted(to.partition(" <")[0] for to in sent)


def test_an_edition_freezes_what_is_agreed(issued: AgreedSet, champion: Person) -> None:
    [rule] = issued.content["rules"]
    assert (issued.number, rule["text"]) == (1, "We speak with each other first.")
    assert [each["name"] for each in issued.content["procedures"]] == ["Weekly digest"]
    factory.adopt_rule(champion, "We call.")
    issued.refresh_from_db()
    assert len(issued.content["rules"]) == 1


def test_what_is_the_same_is_not_issued_again(issued: AgreedSet, champion: Person) -> None:
    assert AgreedSet.issue(champion.programme, champion) is None
    factory.agree_procedure(champion)
    following = AgreedSet.issue(champion.programme, champion)
    assert following is not None
    assert following.number == 2
    assert Event.objects.about("agreed_set.issued").count() == 2


def test_the_digest_alone_is_nothing_that_anybody_agreed_on(champion: Person) -> None:
    assert Procedure.objects.exists()
    assert AgreedSet.issue(champion.programme, champion) is None


@pytest.mark.django_db(transaction=True)
def test_issued_by_two_at_the_same_moment_it_is_one_edition(
    champion: Person, member: Person
) -> None:
    factory.adopt_rule(member)
    programme = champion.programme
    answers = at_once(
        lambda: AgreedSet.issue(programme, champion), lambda: AgreedSet.issue(programme, None)
    )
    assert sum(1 for each in answers if each) == 1
    assert AgreedSet.objects.count() == Event.objects.about("agreed_set.issued").count() == 1


def test_changes_are_issued_together_once_they_have_settled(
    clock: time_machine.Traveller, champion: Person
) -> None:
    factory.adopt_rule(champion, "We call.")
    clock.shift(SETTLING / 2)
    factory.adopt_rule(champion, "We listen.")
    clock.shift(SETTLING * 3 / 4)
    issue_agreed()
    assert not AgreedSet.objects.exists()
    clock.shift(SETTLING / 2)
    for _ in range(2):
        issue_agreed()
    issued = AgreedSet.objects.get()
    assert (len(issued.content["rules"]), issued.issued_by) == (2, None)


def test_a_word_on_the_digest_changes_nothing_that_was_agreed(
    clock: time_machine.Traveller, issued: AgreedSet, champion: Person
) -> None:
    Procedure.objects.get().say(champion, "Well done.")
    clock.shift(SETTLING * 2)
    issue_agreed()
    assert AgreedSet.objects.get() == issued
    assert liveness.overdue(START + SETTLING * 4) == []


def test_liveness_tells_of_an_edition_that_nobody_issued(
    clock: time_machine.Traveller, champion: Person
) -> None:
    factory.adopt_rule(champion)
    assert liveness.overdue(START + SETTLING + timedelta(minutes=14)) == []
    assert liveness.overdue(START + SETTLING + timedelta(minutes=16)) == ["agreed sets"]


def test_each_person_acknowledges_exactly_the_edition_on_the_page(
    browse: Browse, issued: AgreedSet, seated: Person, champion: Person
) -> None:
    client, programme = browse(seated), issued.programme
    page = client.get(to("agreed", programme)).content.decode()
    assert ("We speak with each other first." in page, "I have read it" in page) == (True, True)
    factory.adopt_rule(champion, "We call.")
    following = AgreedSet.issue(programme, champion)
    late = client.post(to("acknowledgement", programme), {"number": 1}, follow=True)
    assert "It has changed while you were reading" in late.content.decode()
    for _ in range(2):
        client.post(to("acknowledgement", programme), {"number": 2})
    said = Acknowledgement.objects.get()
    assert (said.agreed_set, said.person) == (following, seated)
    assert Event.objects.about("agreed_set.acknowledged").count() == 1


@pytest.mark.parametrize("sent", [{}, {"number": "x"}, {"number": "0"}])
def test_no_edition_is_acknowledged_by_a_form_that_names_none(
    browse: Browse, issued: AgreedSet, seated: Person, sent: dict[str, str]
) -> None:
    path = to("acknowledgement", issued.programme)
    assert browse(seated).post(path, sent).status_code == 302
    assert not Acknowledgement.objects.exists()


def test_who_has_not_is_seen_by_champion_and_chairs_alone(
    browse: Browse, issued: AgreedSet, seated: Person, champion: Person, facilitator: Person
) -> None:
    issued.acknowledge(champion)
    path = to("agreed", issued.programme)
    heading = "1 of 2 have given their word"
    pages = {
        person.name: heading in browse(person).get(path).content.decode()
        for person in (champion, seated, facilitator)
    }
    assert pages == {"Chris Champion": True, "Mo Member": False, "Fay Facilitator": False}
    factory.seat(facilitator, factory.core_team(issued.programme, "rollout"), chair=True)
    assert "1 of 3 have given" in browse(facilitator).get(path).content.decode()


def test_an_acknowledgement_is_not_told_to_everybody(
    issued: AgreedSet, seated: Person, observer: Person
) -> None:
    issued.acknowledge(seated)
    event = Event.objects.about("agreed_set.acknowledged").get()
    assert not Event.objects.visible_to(observer).filter(pk=event.pk).exists()


def test_only_champion_and_chairs_issue(
    browse: Browse, issued: AgreedSet, seated: Person, champion: Person
) -> None:
    factory.adopt_rule(champion, "We call.")
    path = to("issue_agreed", issued.programme)
    assert browse(seated).post(path).status_code == 403
    for _ in range(2):
        assert browse(champion).post(path).status_code == 302
    assert AgreedSet.objects.count() == 2


def test_who_has_not_is_asked_once_by_mail_the_morning_after_a_day(
    clock: time_machine.Traveller, issued: AgreedSet, seated: Person, champion: Person
) -> None:
    issued.acknowledge(champion)
    clock.shift(GRACE - timedelta(minutes=1))
    assert beat() == []
    clock.move_to(START + GRACE)
    assert beat() == []
    clock.move_to(START + MORNING)
    assert beat() == [seated.name]
    assert beat() == []
    clock.shift(GRACE * 7)
    assert beat() == []
    assert Notice.objects.get().path == to("agreed", issued.programme)


def test_who_acknowledges_before_the_mail_leaves_gets_none(
    clock: time_machine.Traveller, browse: Browse, issued: AgreedSet, seated: Person
) -> None:
    issued.acknowledge(factory.champion_of(issued.programme))
    clock.move_to(START + GRACE)
    issue_agreed()
    assert Notice.objects.count() == 1
    browse(seated).post(to("acknowledgement", issued.programme), {"number": 1})
    clock.move_to(START + MORNING)
    assert beat() == []


def test_the_next_edition_is_asked_for_anew(
    clock: time_machine.Traveller, issued: AgreedSet, seated: Person, champion: Person
) -> None:
    issued.acknowledge(champion)
    for passed in (GRACE, MORNING):
        clock.move_to(START + passed)
        told = beat()
    assert told == [seated.name]
    factory.agree_procedure(champion)
    following = AgreedSet.issue(issued.programme, champion)
    assert following is not None
    following.acknowledge(champion)
    clock.shift(GRACE)
    assert beat() == []
    clock.shift(GRACE)
    assert beat() == [seated.name]


def test_who_cannot_sign_in_or_sits_nowhere_is_not_asked(
    clock: time_machine.Traveller, issued: AgreedSet, seated: Person, observer: Person
) -> None:
    issued.acknowledge(factory.champion_of(issued.programme))
    Person.objects.filter(pk=seated.pk).update(user=None)
    clock.move_to(START + MORNING)
    assert beat() == []


def test_liveness_tells_of_somebody_whom_nobody_asked(
    clock: time_machine.Traveller, issued: AgreedSet
) -> None:
    assert liveness.overdue(START + GRACE) == []
    assert liveness.overdue(START + GRACE + timedelta(minutes=16)) == ["acknowledgements"]


def test_nothing_is_issued_while_a_meeting_goes_on(
    clock: time_machine.Traveller, champion: Person
) -> None:
    factory.adopt_rule(champion)
    meeting = factory.open_meeting(champion.programme)
    clock.shift(SETTLING * 2)
    factory.adopt_rule(champion, "We call.")
    issue_agreed()
    assert not AgreedSet.objects.exists()
    meeting.close(champion)
    issue_agreed()
    assert AgreedSet.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    browse: Browse, seated: Person, champion: Person, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factory.adopt_rule(champion, f"Rule {number}")
        person = factory.make_person(champion.programme)
        factory.seat(person, factory.core_team(champion.programme, "rollout"))
    issued = AgreedSet.issue(champion.programme, champion)
    assert issued is not None
    for person in Person.objects.filter(seats__team__kind="rollout")[: rows - 1]:
        issued.acknowledge(person)
    client, path = browse(champion), to("agreed", champion.programme)
    client.get(path)
    with django_assert_num_queries(15):
        assert client.get(path).status_code == 200


def test_an_edition_without_a_rule_leads_to_the_rules(
    browse: Browse, champion: Person, seated: Person
) -> None:
    missing = "No working rule is adopted yet"
    factory.agree_procedure(champion)
    AgreedSet.issue(champion.programme, champion)
    url = reverse("teams:agreed", args=[champion.programme.key])
    assert missing in browse(seated).get(url).content.decode()
    factory.adopt_rule(champion)
    AgreedSet.issue(champion.programme, champion)
    assert missing not in browse(seated).get(url).content.decode()

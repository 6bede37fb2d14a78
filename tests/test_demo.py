"""The demo programme: complete, believable in its dates, made once."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils.timezone import now
from pytest_django import DjangoDbBlocker

from changeprog.accounts.models import Letter, User
from changeprog.communications.models import Delivery, Edition, Notice
from changeprog.programme import demo
from changeprog.programme.models import Event, Person, Programme
from tests.test_access import OF_A_PROGRAMME, address

Browse = Callable[[Person | User | None], Client]


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Programme]:
    """The programme, told once for all tests here, each of which undoes what it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo.tell()
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def test_it_is_six_months_in_and_nothing_lies_ahead_of_its_time(told: Programme) -> None:
    events = Event.objects.filter(programme=told)
    first, last = events.earliest("at").at, events.latest("at").at
    assert timedelta(days=180) < now() - first < timedelta(days=184)
    assert now() - timedelta(days=7) < last <= now()
    assert not Delivery.objects.sent().filter(sent_at__gt=now()).exists()


def test_telling_it_twice_changes_nothing(told: Programme) -> None:
    before = (Event.objects.count(), Person.objects.count(), Delivery.objects.count())
    assert demo.tell() == told
    assert (Event.objects.count(), Person.objects.count(), Delivery.objects.count()) == before


def test_nobody_is_mailed_by_it(told: Programme) -> None:
    assert Letter.objects.count() == 0


def test_everybody_has_something_in_their_inbox_that_they_have_not_read(told: Programme) -> None:
    people = set(Person.objects.present().with_role().filter(programme=told))
    own = Notice.objects.in_inbox().filter(person__programme=told)
    assert {notice.person for notice in own.unread().select_related("person")} == people
    assert own.exclude(read_at=None).exists()
    assert not own.filter(told_at__gt=now()).exists()


def test_its_ledger_has_mail_exactly_as_it_was_sent(told: Programme) -> None:
    assert Edition.objects.filter(procedure__automatic=True).count() == 9
    delivery = Delivery.objects.sent().earliest("pk")
    recipient = f"To: {delivery.person.name} <{delivery.person.email}>"
    assert recipient in bytes(delivery.source).decode()


@pytest.mark.parametrize(
    "name", ["Ruth Calder", "Joan Delacroix", "Kai Lindqvist", "Margaret Ellison"]
)
def test_every_page_of_it_opens_for_each_of_its_people(
    told: Programme, browse: Browse, name: str
) -> None:
    person = Person.objects.select_related("user").get(name=name)
    client = browse(person)
    plain = [(n, route) for n, route, _ in OF_A_PROGRAMME if route.count("<") == 1]
    statuses = {n: client.get(address(n, route, told, person)).status_code for n, route in plain}
    assert plain
    assert statuses.pop("closing:reopening") in {302, 403}  # it is open
    assert set(statuses.values()) <= {200, 403, 405}
    assert statuses["programme:home"] == 200


def test_a_real_copy_refuses_the_demo() -> None:
    with pytest.raises(CommandError, match="no demo copy"):
        call_command("demo")


def test_the_command_prints_a_link_for_each_person(
    told: Programme, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    call_command("demo")
    assert capsys.readouterr().out.count("http://127.0.0.1:8000/demo/") == 21


def test_one_import_is_done_and_one_waits_with_bad_rows(told: Programme, browse: Browse) -> None:
    waiting, done = told.imports.order_by("-made_at")
    assert (done.state, done.counts["bad"]) == ("confirmed", 2)
    assert "20 new ties" in done.made
    page = browse(waiting.by).get(waiting.get_absolute_url())
    overview = page.context["overview"]
    assert (waiting.state, overview.bad, overview.counts["new_people"]) == ("previewed", 5, 1)
    assert done.made_at < waiting.made_at < now()

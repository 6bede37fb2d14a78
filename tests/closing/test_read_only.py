"""A closed programme is read and not changed: every address, every public door, every question."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils.module_loading import import_string
from django.utils.timezone import now

from changeprog.accounts.models import Invitation, InvitationRefused, User
from changeprog.communications.models import Edition, Notice
from changeprog.programme.models import Event, Person, Programme
from stakeholders.models import Survey
from teams.models import Barrier
from tests import factory, objects, survey_factory, workshop_factory
from tests.test_access import OF_A_PROGRAMME, address
from workshops.joining import is_joined
from workshops.models import Workshop

Browse = Callable[[Person | User | None], Client]
SAID = "It can be read; nothing was changed."
STILL_WORK = {
    "closing:reopening",
    "closing:archives",
    "closing:archive_cancelling",
    "communications:calendar_link",
    "communications:calendar_renewal",
    "communications:calendar_removal",
    "communications:calendar_choice",
    "communications:preferences",
    "communications:stop",
    "communications:go_on",
    "inbox:hear_again",
    "inbox:mute",
    "inbox:mute_again",
    "inbox:read",
    "inbox:read_all",
    "inbox:unread",
    "inbox:unread_again",
    "communications:calendar",
    "inbox:inbox",
    "inbox:muted",
    "inbox:opened",
    "programme:person",
    "programme:remove_person",
    "programme:return_person",
}
"""What can be posted to in a closed programme, by the names of the addresses."""

CLEARED_AWAY = {"pulse.called_off"}
"""What jobs still do when closed: nobody's sealed answers are kept longer than was promised."""


def shut(programme: Programme) -> None:
    """Close the programme without any of the steps before it."""
    status = Programme.Status.BUSINESS_AS_USUAL
    Programme.objects.filter(pk=programme.pk).update(closed_at=now(), status=status)
    programme.refresh_from_db()


def marked(pattern: URLPattern) -> bool:
    return bool(getattr(pattern.callback, "works_when_closed", ""))


def test_what_still_works_is_what_this_test_names() -> None:
    found = {name for name, _, pattern in OF_A_PROGRAMME if marked(pattern)}
    assert found == STILL_WORK


def test_every_other_address_refuses_to_change_anything(
    browse: Browse, champion: Person, programme: Programme
) -> None:
    objects.fill(programme)
    urls = {
        name: address(name, route, programme, champion)
        for name, route, pattern in OF_A_PROGRAMME
        if not marked(pattern)
    }
    shut(programme)
    before = Event.objects.count()
    client = browse(champion)
    answers = {name: client.post(url) for name, url in urls.items()}
    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(urls, 409)
    assert [name for name, each in answers.items() if SAID not in each.content.decode()] == []
    assert Event.objects.count() == before


def test_a_refusal_for_htmx_says_so_over_the_page_and_keeps_what_was_typed(
    browse: Browse, champion: Person, programme: Programme
) -> None:
    shut(programme)
    answer = browse(champion).post(f"/p/{programme.key}/settings/", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (409, "none")
    assert SAID in answer.content.decode()


def test_somebody_with_too_little_a_role_is_told_so_first(
    browse: Browse, member: Person, programme: Programme
) -> None:
    shut(programme)
    assert browse(member).post(f"/p/{programme.key}/settings/").status_code == 403


def test_every_page_is_still_read_and_says_that_it_is_closed(
    browse: Browse, observer: Person, programme: Programme
) -> None:
    client = browse(observer)
    home = programme.get_absolute_url()
    assert "closed-banner" not in client.get(home).content.decode()
    shut(programme)
    answer = client.get(home)
    assert answer.status_code == 200
    assert "closed-banner" in answer.content.decode()
    assert "data-read-only" in answer.content.decode()


def test_the_banner_costs_no_query(browse: Browse, champion: Person, programme: Programme) -> None:
    client, url = browse(champion), f"/p/{programme.key}/people/"
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)
    shut(programme)
    with CaptureQueriesContext(connection) as after:
        client.get(url)
    assert len(after) == len(before)


def test_a_survey_takes_no_answer_any_more(programme: Programme) -> None:
    survey = survey_factory.some_survey(programme)
    assert survey.is_running()
    shut(programme)
    assert not Survey.objects.get(pk=survey.pk).is_running()


def test_no_code_opens_a_room(programme: Programme) -> None:
    workshop = workshop_factory.led_workshop(programme)
    workshop.open(factory.champion_of(programme))
    assert is_joined(workshop)
    shut(programme)
    assert not is_joined(Workshop.objects.get(pk=workshop.pk))


def test_nobody_joins_by_an_invitation(champion: Person, programme: Programme) -> None:
    assert champion.user is not None
    person = objects.invited(programme)
    assert person.invitation is not None
    shut(programme)
    with pytest.raises(InvitationRefused, match="is closed"):
        person.invitation.accept(factory.make_user("Ivy", person.email))
    assert Invitation.objects.get(pk=person.invitation.pk).accepted_at is None


def ask_every_question() -> None:
    """Run each job that beat asks for, as a worker would."""
    for name in settings.QUESTIONS.values():
        import_string(name)()


def test_no_question_finds_anything_to_do(programme: Programme, champion: Person) -> None:
    objects.fill(programme)
    ask_every_question()
    shut(programme)
    ask_every_question()
    last, notices = Event.objects.latest("pk").pk, Notice.objects.count()
    editions = Edition.objects.count()
    with time_machine.travel(now() + timedelta(days=60), tick=False):
        ask_every_question()
    told = set(Event.objects.filter(pk__gt=last).values_list("verb", flat=True))
    assert told == CLEARED_AWAY
    assert (Notice.objects.count(), Edition.objects.count()) == (notices, editions)


def test_the_same_questions_find_something_where_the_programme_is_open(
    programme: Programme, champion: Person
) -> None:
    objects.fill(programme)
    ask_every_question()
    events = Event.objects.count()
    with time_machine.travel(now() + timedelta(days=60), tick=False):
        ask_every_question()
    assert Event.objects.count() > events
    assert Barrier.objects.escalated().exists()

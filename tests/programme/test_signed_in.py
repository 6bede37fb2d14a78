"""Asking for a crowd at once says what asking about each would say, or nothing."""

from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from changeprog.programme.signed_in import people_of_sessions, person_of_session


def session_of(user: User | None) -> str:
    client = Client()
    assert user
    client.force_login(user)
    return client.cookies["sessionid"].value


def test_a_crowd_is_who_each_of_them_is(
    programme: Programme, champion: Person, member: Person, outsider: User, stranger: Person
) -> None:
    users = [champion.user, member.user, outsider, stranger.user]
    keys = [session_of(user) for user in users]
    assert people_of_sessions(keys, programme.key) == {keys[0]: champion, keys[1]: member}
    alone = [person_of_session(key, programme.key) for key in keys]
    assert alone == [champion, member, None, None]


def test_a_removed_person_and_a_closed_account_are_left_out(
    programme: Programme, champion: Person, member: Person, observer: Person
) -> None:
    keys = [session_of(person.user) for person in (member, observer)]
    assert len(people_of_sessions(keys, programme.key)) == 2
    member.remove(champion)
    assert observer.user
    User.objects.filter(pk=observer.user.pk).update(is_active=False)
    assert people_of_sessions(keys, programme.key) == {}


def test_a_session_that_is_over_or_of_an_older_password_is_left_out(
    programme: Programme, champion: Person, member: Person
) -> None:
    keys = [session_of(person.user) for person in (champion, member)]
    assert len(people_of_sessions(keys, programme.key)) == 2
    Session.objects.filter(session_key=keys[0]).update(expire_date=now() - timedelta(minutes=1))
    assert member.user
    member.user.set_password("another-battery-staple")
    member.user.save()
    assert people_of_sessions(keys, programme.key) == {}
    assert [person_of_session(key, programme.key) for key in keys] == [None, None]


def test_a_crowd_costs_three_queries(
    programme: Programme,
    champion: Person,
    member: Person,
    observer: Person,
    django_assert_num_queries: Any,
) -> None:
    keys = [session_of(person.user) for person in (champion, member, observer)]
    with django_assert_num_queries(3):
        assert len(people_of_sessions(keys, programme.key)) == 3


def test_no_session_is_nobody(programme: Programme, champion: Person) -> None:
    assert people_of_sessions(["no-such-session"], programme.key) == {}

"""Who is behind a session, as the streams ask: one by one at the door, all at once afterwards."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.access import person_of
from changeprog.programme.models import Person


def person_of_session(session_key: str | None, programme_key: str) -> Person | None:
    """Return who is signed in with ``session_key`` and takes part in the programme."""
    user = user_of_session(session_key)
    return person_of(user, programme_key) if user else None


def user_of_session(session_key: str | None) -> User | None:
    """Return who is signed in with ``session_key``, checked as Django checks a request."""
    if not session_key:
        return None
    request: Any = SimpleNamespace(session=SessionStore(session_key))
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def people_of_sessions(keys: Collection[str], programme_key: str) -> dict[str, Person]:
    """Return who is signed in with each of ``keys`` and takes part, in three queries for all.

    It checks what Django checks. A session is left out that does not stand plainly, such as one
    signed with a secret that has been replaced; it wants to be asked about by itself.
    """
    stored = Session.objects.filter(session_key__in=keys, expire_date__gt=now())
    sessions = {session.session_key: session.get_decoded() for session in stored}
    numbers = {key: said.get(SESSION_KEY) for key, said in sessions.items()}
    users = User.objects.filter(pk__in={number for number in numbers.values() if number})
    known = {str(user.pk): user for user in users.filter(is_active=True)}
    people = Person.objects.present().with_role().select_related("programme", "function")
    found = people.filter(programme__key=programme_key, user__in=known.values())
    of_user = {str(person.user_id): person for person in found}
    return {
        key: of_user[number]
        for key, number in numbers.items()
        if number in of_user and _stands(sessions[key], known[number])
    }


def _stands(session: dict[str, Any], user: User) -> bool:
    """Whether the session was begun by ``user`` with the password that is theirs still."""
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
